import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { KeySealing } from '../../../src/auth/signing-keys/key-sealing';
import { openSigningKeys, SealedKeysError } from '../../../src/auth/signing-keys/open-signing-keys';
import { rotateByHand } from '../../../src/auth';
import { makeKeyPair } from '../../../src/auth/signing-keys/signing-key';
import { SigningKeyEntity } from '../../../src/auth/signing-keys/signing-key.entity';
import type { Database } from '../../../src/database';
import { TestClock } from '../../support/clock';
import { forEachEngine, type TestDatabase } from '../../support/engines';
import { startServer } from '../../support/server';
import { eventually, open, signingKid, statusOf } from './support';

const [secret, other] = [randomBytes(32), randomBytes(32)];
const setting = (...secrets: Buffer[]) => ({ SIGNING_KEYS_SECRET: secrets.map((each) => each.toString('hex')).join(',') });

forEachEngine((engine) => {
  let made: TestDatabase;
  let database: Database;
  const clock = new TestClock();

  beforeEach(async () => {
    made = await engine.createDatabase();
    database = await open(made.url);
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  const start = (...secrets: Buffer[]) => openSigningKeys({ database, sealing: new KeySealing(secrets), clock });
  const stored = async () => (await database.reader.manager.find(SigningKeyEntity)).map(({ privateJwk }) => privateJwk);

  test('with a secret, private keys are encrypted in the database, and sign all the same', async () => {
    const keys = await start(secret);
    const [sealed] = await stored();
    expect(decodeProtectedHeader(sealed as string)).toEqual({ alg: 'dir', enc: 'A256GCM', cty: 'jwk+json' });
    const { privateKey } = keys.current();
    expect(privateKey.type).toBe('private');
    const again = await start(secret);
    expect(again.current().kid).toBe(keys.current().kid);
    expect(await stored()).toEqual([sealed]);
  });

  test('keys that lie there as plain text are encrypted by the next start with a secret', async () => {
    const { kid } = (await start()).current();
    expect(await stored()).toEqual([expect.objectContaining({ kty: 'RSA', d: expect.any(String) as string })]);
    expect((await start(secret)).current().kid).toBe(kid);
    expect(await stored()).toEqual([expect.stringMatching(/^eyJ/)]);
  });

  test('the secret is changed by a start with the new one before the old one; after it the new one is enough', async () => {
    const { kid } = (await start(secret)).current();
    expect((await start(other, secret)).current().kid).toBe(kid);
    expect((await start(other)).current().kid).toBe(kid);
    await expect(start(secret)).rejects.toThrow(SealedKeysError);
  });

  test.each([
    ['no secret', [], /are encrypted.*Set SIGNING_KEYS_SECRET/],
    ['another secret', [other], /No secret of SIGNING_KEYS_SECRET opens/],
  ] as const)('a start with %s is refused, says what to set, tells nothing, and changes nothing', async (_name, secrets, message) => {
    await start(secret);
    const before = await stored();
    const refusal = (await start(...secrets).catch((error: unknown) => error)) as Error;
    expect(refusal).toBeInstanceOf(SealedKeysError);
    expect(refusal.message).toMatch(message);
    expect(refusal.message).toContain('npx open-ledger rotate-keys --now');
    expect(`${refusal.message} ${refusal.stack}`).not.toMatch(/eyJ|"d"/);
    for (const each of [secret, other]) expect(refusal.message).not.toContain(each.toString('hex'));
    await expect(rotateByHand({ database, secrets, clock }, { atOnce: false })).rejects.toThrow(SealedKeysError);
    expect(await stored()).toEqual(before);
  });

  test('where the secret is lost, a new key at once is the way out', async () => {
    await start(secret);
    const { made: kid } = await rotateByHand({ database, secrets: [other], clock }, { atOnce: true });
    expect((await start(other)).current().kid).toBe(kid);
  });

  test.each([
    ['changed', (sealed: string) => `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`],
    ['that belongs to another key', async () => new KeySealing([secret]).seal((await makeKeyPair()).privateJwk)],
  ])('a private key %s is not used', async (_name, change) => {
    await start(secret);
    const changed = await change((await stored())[0] as string);
    await database.writer.run(({ manager }) =>
      manager.createQueryBuilder().update(SigningKeyEntity).set({ privateJwk: changed }).execute(),
    );
    await expect(start(secret)).rejects.toThrow(SealedKeysError);
  });

  if (engine.name === 'postgres') {
    test('a process without the secret goes on with the keys that it has, checks new ones, and is not ready once it cannot sign', async () => {
      const [without, beside] = [await startServer(made.url, { clock }), await startServer(made.url, { clock })];
      const client = await without.client('AUDITOR');
      const kid = signingKid(without);
      await beside.close();
      const later = await startServer(made.url, { clock, settings: setting(secret) });
      expect(await stored()).toEqual([expect.stringMatching(/^eyJ/)]);
      await without.services.auth.keys.reload();
      expect([signingKid(without), await statusOf(later, await without.token(client))]).toEqual([kid, 200]);
      expect((await without.fetch('/readyz')).status).toBe(200);

      await rotateByHand({ database, secrets: [secret], clock }, { atOnce: true });
      await eventually(() => signingKid(later) !== kid, 'the new key is heard of');
      expect(await statusOf(without, await later.token(client))).toBe(200);
      const readiness = await without.fetch('/readyz');
      expect([readiness.status, await readiness.json()]).toEqual([503, { status: 'not ready', reasons: ['no signing key can be used'] }]);
      await Promise.all([without.close(), later.close()]);
    });
  }
});
