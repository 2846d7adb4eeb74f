import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify, type JWK } from 'jose';
import { KeySealing } from '../../../src/auth/signing-keys/key-sealing';
import { openSigningKeys } from '../../../src/auth/signing-keys/open-signing-keys';
import { publishNextKey } from '../../../src/auth/signing-keys/rotate-signing-keys';
import { SigningKeyEntity } from '../../../src/auth/signing-keys/signing-key.entity';
import type { Database } from '../../../src/database';
import { TestClock } from '../../support/clock';
import { forEachEngine } from '../../support/engines';
import { startServer } from '../../support/server';
import { open } from './support';

const partsOf = (database: Database, clock = new TestClock()) => ({ database, sealing: new KeySealing([]), clock });

forEachEngine((engine) => {
  test('published are the public members of our keys, named by their thumbprints, for anybody to keep a while', async () => {
    const server = await startServer(engine);
    await publishNextKey(partsOf(server.database, server.clock), () => true);
    await server.services.auth.keys.reload();
    const response = await server.fetch('/.well-known/jwks.json');
    const { keys } = (await response.json()) as { keys: JWK[] };
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(key).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', kid: await calculateJwkThumbprint(key) });
    }
    expect(keys[0]!.kid).not.toBe(keys[1]!.kid);
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
      const starts = await Promise.all([1, 2, 3].map(() => openSigningKeys(partsOf(database))));
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
      const starts = await Promise.all(databases.map((database) => openSigningKeys(partsOf(database))));
      expect(starts[0]!.current().kid).toBe(starts[1]!.current().kid);
      await Promise.all(databases.map((database) => database.close()));
      await drop();
    });
  }
});
