import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engines';

export const sqliteEngine: Engine = {
  name: 'sqlite',
  async createDatabase() {
    const directory = await mkdtemp(join(tmpdir(), 'open-ledger-sqlite-'));
    return {
      url: `sqlite:${join(directory, 'ledger.sqlite')}`,
      drop: () => rm(directory, { recursive: true, force: true }),
    };
  },
};
