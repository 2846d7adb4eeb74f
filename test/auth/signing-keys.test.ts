import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify, type JWK } from 'jose';
import { dataSourceOptions } from '../../ormconfig';
import { SigningKeyEntity } from '../../src/auth/signing-key.entity';
import { SigningKeys } from '../../src/auth/signing-keys';
import { openDatabase, type Database } from '../../src/database';
import { TestClock } from '../support/clock';
import { forEachEngine } from '../support/engines';
import { startServer } from '../support/server';

const open = (url: string): Promise<Database> =>
  openDatabase({
    sources: { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') },
    writer: { queueLimit: 100, batchLimit: 10 },
  });

forEachEngine((engine) => {
  test('published are the public members of our keys, named by their thumbprints, for anybody to keep a while', async () => {
    const server = await startServer(engine);
    const response = await server.fetch('/.well-known/jwks.json');
    const { keys } = (await response.json()) as { keys: JWK[] };
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(keys[0]).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', kid: await calculateJwkThumbprint(keys[0]!) });
    const token = await server.as('AUDITOR');
    const options = {
      issuer: 'http://ledger.test',
      audience: 'http://ledger.test',
      typ: 'at+jwt',
      currentDate: new Date(server.clock.now()),
    };
    await expect(jwtVerify(token, createLocalJWKSet({ keys }), options)).resolves.toHaveProperty('payload.iss', 'http://ledger.test');
    await server.close();
  });

  test('the first key is made once, and stays over restarts', async () => {
    const { url, drop } = await engine.createDatabase();
    const kids: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      const database = await open(url);
      const starts = await Promise.all([1, 2, 3].map(() => SigningKeys.open(database, new TestClock())));
      kids.push(...starts.map((keys) => keys.current().kid));
      expect(await database.reader.manager.count(SigningKeyEntity)).toBe(1);
      await database.close();
    }
    expect(new Set(kids).size).toBe(1);
    await drop();
  });

  if (engine.name === 'postgres') {
    test('two processes that start at once on an empty database sign with the same key', async () => {
      const { url, drop } = await engine.createDatabase();
      const databases = [await open(url), await open(url)];
      const starts = await Promise.all(databases.map((database) => SigningKeys.open(database, new TestClock())));
      expect(starts[0]!.current().kid).toBe(starts[1]!.current().kid);
      await Promise.all(databases.map((database) => database.close()));
      await drop();
    });
  }

  test('a key signs from its activation on, is published before, and is gone after its retirement', async () => {
    const { url, drop } = await engine.createDatabase();
    const database = await open(url);
    const clock = new TestClock();
    const first = (await SigningKeys.open(database, clock)).current().kid;
    const [row] = await database.reader.manager.find(SigningKeyEntity);
    const [activatesAt, retiresAt] = [clock.now() + 1000, clock.now() + 2000];
    await database.writer.run(async ({ manager }) => {
      await manager.insert(SigningKeyEntity, { ...row!, kid: 'next', activatesAt });
      await manager.update(SigningKeyEntity, { kid: first }, { retiresAt });
    });
    const keys = await SigningKeys.open(database, clock);
    const seen = () => [keys.current().kid, new Set(keys.jwks().keys.map(({ kid }) => kid)), keys.publicKey(first) !== undefined];
    const both = new Set([first, 'next']);
    expect(seen()).toEqual([first, both, true]);
    clock.advance(1000);
    expect(seen()).toEqual(['next', both, true]);
    clock.advance(1000);
    expect(seen()).toEqual(['next', new Set(['next']), false]);
    await database.close();
    await drop();
  });
});
