import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Client } from 'pg';
import { forEachEngine } from './engines';

const seen: string[] = [];

forEachEngine((engine) => {
  test('the block runs under the name of its engine', () => {
    expect(expect.getState().currentTestName).toContain(`on ${engine.name}`);
    seen.push(engine.name);
  });

  test('every database is one of its own', async () => {
    const [one, two] = await Promise.all([engine.createDatabase(), engine.createDatabase()]);
    expect(one.url).not.toBe(two.url);
    await Promise.all([one.drop(), two.drop()]);
  });
});

test('both engines had their turn', () => {
  expect(seen).toEqual(['sqlite', 'postgres']);
});

forEachEngine((engine) => {
  if (engine.name === 'sqlite') {
    test('the file can be made, and goes with its directory', async () => {
      const { url, drop } = await engine.createDatabase();
      const file = url.slice('sqlite:'.length);
      await writeFile(file, '');
      await drop();
      expect(existsSync(dirname(file))).toBe(false);
    });
    return;
  }

  test('the database is empty, speaks UTF-8, commits synchronously, and is gone after the drop', async () => {
    const { url, drop } = await engine.createDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      `SELECT current_setting('server_encoding') AS encoding, current_setting('synchronous_commit') AS commit,
              (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public') AS tables`,
    );
    expect(rows).toEqual([{ encoding: 'UTF8', commit: 'on', tables: 0 }]);
    await client.end();
    await drop();
    await expect(new Client({ connectionString: url }).connect()).rejects.toThrow('does not exist');
  });

  test('a connection left open is reported, and the database goes all the same', async () => {
    const { url, drop } = await engine.createDatabase();
    const forgotten = new Client({ connectionString: url });
    forgotten.on('error', () => undefined);
    await forgotten.connect();
    await expect(drop()).rejects.toThrow('left connections');
    await expect(new Client({ connectionString: url }).connect()).rejects.toThrow('does not exist');
  });
});
