import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { byLength } from '../support/length';
import { adminToken, ask, RemoteServer } from '../support/remote-server';
import { expectRecovery } from './support/after-a-crash';
import { Clients } from './support/clients';

const KILLS = byLength({ short: 3, long: 100 });
const CLIENTS = 8;
const openCompany = 'mutation { createCompany(input: { legalName: "Acme" }) { company { id } } }';

forEachEngine((engine) => {
  let home: TestDatabase;
  let directory: string;
  let server: RemoteServer | undefined;

  beforeEach(async () => {
    home = await engine.createDatabase();
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-crash-'));
  });
  afterEach(async () => {
    await server?.kill();
    await rm(directory, { recursive: true, force: true });
    await home.drop();
  });

  it(
    `keeps what it acknowledged, once and whole, however often it is killed while clients post (${KILLS} times)`,
    async () => {
      server = await RemoteServer.start(home.url, directory);
      const token = await adminToken(server.url);
      const clients = new Clients((await ask(server.url, token, openCompany)).createCompany.company.id, token);
      const seen = { unanswered: 0, written: 0 };
      for (let kill = 0; kill < KILLS; kill += 1) {
        const working = clients.work(() => server!.url, CLIENTS);
        await clients.acknowledge(1 + randomInt(100), working);
        // Every other time at the very moment of an answer: what is not committed by then was answered too early.
        if (kill % 2 === 1) await after(randomInt(20));
        await server.kill();
        await working;
        await server.restart();
        const { unanswered, written } = await expectRecovery(home.url, server.url, clients);
        seen.unanswered += unanswered;
        seen.written += written;
      }
      process.stderr.write(
        `${engine.name}: ${KILLS} kills, ${clients.acknowledged.size} transactions acknowledged, ${seen.unanswered} orders left without an answer, of which ${seen.written} were written.\n`,
      );
      // Otherwise nothing was in flight when it was killed.
      expect(seen.unanswered).toBeGreaterThan(KILLS);
    },
    // A guard against waiting for ever: a machine that does other work too takes many seconds for a kill.
    60_000 + KILLS * 60_000,
  );
});
