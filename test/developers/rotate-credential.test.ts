import { EventEmitter, once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { CredentialSecretEntity } from '../../src/developers/credential.entity';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const mutation = `mutation ($input: RotateCredentialInput!) {
  rotateCredential(input: $input) { clientSecret credential { id clientId revokedAt secrets { lastFour createdAt expiresAt lastUsedAt } } }
}`;
const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';
const day = 86_400_000;

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  let id: string;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  beforeEach(async () => {
    client = await server.client('DEVELOPER');
    id = await credentialOf(client);
  });
  afterAll(() => server.close());

  const rotate = (input: object, token?: string) => server.graphql(mutation, { input }, token);
  const at = (instant: number) => new Date(instant).toISOString();
  const works = (clientSecret: string, clientId = client.clientId) =>
    server.token({ clientId, clientSecret }).then(
      () => true,
      () => false,
    );
  const count = () => server.database.reader.manager.count(CredentialSecretEntity);

  async function credentialOf({ token }: TestClient): Promise<string> {
    return (await server.graphql('{ viewer { developer { credentials { id } } } }', {}, token)).data.viewer.developer.credentials[0].id;
  }

  test('old and new secret work for a day, then the new one alone', async () => {
    const made = server.clock.now();
    server.clock.advance(1_000);
    const now = server.clock.now();
    const { data } = await rotate({ id }, await server.token(client));
    const { clientSecret, credential } = data.rotateCredential;
    expect(clientSecret).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(credential).toMatchObject({ id, clientId: client.clientId, revokedAt: null });
    expect(credential.secrets).toEqual([
      { lastFour: client.clientSecret.slice(-4), createdAt: at(made), expiresAt: at(now + day), lastUsedAt: null },
      { lastFour: clientSecret.slice(-4), createdAt: at(now), expiresAt: null, lastUsedAt: null },
    ]);
    expect(JSON.stringify(await server.database.reader.manager.find(CredentialSecretEntity))).not.toContain(clientSecret);
    expect([await works(client.clientSecret), await works(clientSecret)]).toEqual([true, true]);
    server.clock.advance(day - 1);
    expect([await works(client.clientSecret), await works(clientSecret)]).toEqual([true, true]);
    server.clock.advance(1);
    expect([await works(client.clientSecret), await works(clientSecret)]).toEqual([false, true]);
  });

  test('an overlap of nothing ends the old secret at once, and its tokens go on', async () => {
    const { data } = await rotate({ id: id.toUpperCase(), overlapSeconds: 0 }, client.token);
    const { clientSecret } = data.rotateCredential;
    expect([await works(client.clientSecret), await works(clientSecret)]).toEqual([false, true]);
    expect((await server.graphql('{ viewer { permissions } }', {}, client.token)).status).toBe(200);
  });

  test('two secrets work at most: rotating again during an overlap ends the oldest', async () => {
    const secrets = [client.clientSecret];
    for (const overlapSeconds of [604_800, 60]) {
      const { data } = await rotate({ id, overlapSeconds }, client.token);
      secrets.push(data.rotateCredential.clientSecret);
      server.clock.advance(1_000);
    }
    const working = () => Promise.all(secrets.map((secret) => works(secret)));
    expect(await working()).toEqual([false, true, true]);
    server.clock.advance(58_999);
    expect(await working()).toEqual([false, true, true]);
    server.clock.advance(1);
    expect(await working()).toEqual([false, false, true]);
  });

  test('a new secret lasts as long as the old one was made for, or as it is asked to', async () => {
    const now = server.clock.now();
    const create = `mutation ($input: CreateCredentialInput!) { createCredential(input: $input) { credential { id } } }`;
    const made = await server.graphql(create, { input: { expiresAt: at(now + 3 * day) } }, client.token);
    const limited = made.data.createCredential.credential.id;
    server.clock.advance(2.5 * day);
    const token = await server.token(client);
    const ends = async (input: object) => {
      const { data } = await rotate({ id: limited, overlapSeconds: 604_800, ...input }, token);
      return data.rotateCredential.credential.secrets.map(({ expiresAt }: { expiresAt: string | null }) => expiresAt);
    };
    const then = server.clock.now();
    expect(await ends({})).toEqual([at(now + 3 * day), at(then + 3 * day)]);
    expect(await ends({ expiresAt: at(then + 1_000) })).toEqual([at(then), at(then + 3 * day), at(then + 1_000)]);
    expect(await ends({ expiresAt: null })).toEqual([at(then), at(then), at(then + 1_000), null]);
  });

  test('tokens are fetched without a failure, with either secret, from before a rotation until the overlap ends', async () => {
    let current = client.clientSecret;
    let known = [current];
    const counts = { good: 0, bad: 0 };
    const fetched = new EventEmitter();
    let going = true;
    const fetching = Array.from({ length: 4 }, async (_, worker) => {
      for (let round = worker; going; round += 1) {
        counts[(await works(known[round % known.length]!)) ? 'good' : 'bad'] += 1;
        fetched.emit('one');
      }
    });
    const more = async () => {
      for (let count = 0; count < 30; count += 1) await once(fetched, 'one');
    };
    for (let rotation = 0; rotation < 3; rotation += 1) {
      await more();
      const { data } = await rotate({ id, overlapSeconds: 60 }, await server.token({ ...client, clientSecret: current }));
      known = [current, data.rotateCredential.clientSecret];
      await more();
      server.clock.advance(59_999);
      await more();
      // By now whoever fetches has changed over; those that are under way with the old one still find it good.
      known = [known[1]!];
      await more();
      server.clock.advance(1);
      expect(await works(current)).toBe(false);
      current = known[0]!;
    }
    going = false;
    await Promise.all(fetching);
    expect(counts.bad).toBe(0);
    expect(counts.good).toBeGreaterThan(360);
  });

  test('a secret that was used says so, and not the others', async () => {
    const query = 'query ($id: ID!) { node(id: $id) { ... on Credential { lastUsedAt secrets { lastUsedAt } } } }';
    const uses = async (secret: number) => {
      for (const end = Date.now() + 5_000; ;) {
        const { lastUsedAt, secrets } = (await server.graphql(query, { id }, client.token)).data.node;
        if (secrets[secret].lastUsedAt !== null || Date.now() > end)
          return [lastUsedAt, ...secrets.map((each: typeof secrets) => each.lastUsedAt)];
        await after(50);
      }
    };
    const [first, second] = [at(server.clock.now()), at(server.clock.now() + 60_000)];
    expect(await uses(0)).toEqual([first, first]);
    const { data } = await rotate({ id }, client.token);
    server.clock.advance(60_000);
    await server.token({ ...client, clientSecret: data.rotateCredential.clientSecret });
    expect(await uses(1)).toEqual([second, first, second]);
  });

  test('however often credentials are rotated, their last ten secrets are shown and two are compared', async () => {
    for (let rotation = 0; rotation < 11; rotation += 1) await rotate({ id, overlapSeconds: 60 }, client.token);
    const { data } = await rotate({ id, overlapSeconds: 60 }, client.token);
    expect(data.rotateCredential.credential.secrets).toHaveLength(10);
    expect((await server.services.developers.clients.find(client.clientId))!.secrets).toHaveLength(2);
    expect(await works(data.rotateCredential.clientSecret)).toBe(true);
  });

  test('every broken rule is told at once, and nothing is written', async () => {
    const before = await count();
    for (const overlapSeconds of [-1, 604_801]) {
      const refused = await rotate({ id, overlapSeconds, expiresAt: at(server.clock.now()) }, client.token);
      expect([refused.data, refused.codes]).toEqual([null, ['BAD_USER_INPUT']]);
      expect(refused.errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')])).toEqual([
        ['OUT_OF_RANGE', 'input.overlapSeconds'],
        ['NOT_IN_FUTURE', 'input.expiresAt'],
      ]);
    }
    expect((await rotate({ id: 'mine' }, client.token)).codes).toEqual(['BAD_USER_INPUT']);
    expect(await count()).toBe(before);
    expect(await works(client.clientSecret)).toBe(true);
  });

  test('revoked credentials stay revoked', async () => {
    const revoke = 'mutation ($input: RevokeCredentialInput!) { revokeCredential(input: $input) { credential { id } } }';
    const admin = await server.admin();
    await server.graphql(revoke, { input: { id } }, admin);
    const { codes, errors } = await rotate({ id }, admin);
    expect([codes, errors![0]!.extensions.violations![0]!.code]).toEqual([['BAD_USER_INPUT'], 'REVOKED']);
    expect(await works(client.clientSecret)).toBe(false);
  });

  test('credentials of others are not found, nor are some that nobody has; nobody and roles without the permission rotate none', async () => {
    const [other, admin] = [await server.client('DEVELOPER'), await server.admin()];
    const before = await count();
    const answers = [await rotate({ id }, other.token), await rotate({ id: unknown }, other.token)];
    expect(answers.map(({ codes }) => codes)).toEqual([['NOT_FOUND'], ['NOT_FOUND']]);
    expect(answers[0]!.errors![0]!.message).toBe(answers[1]!.errors![0]!.message);
    expect((await rotate({ id: unknown }, admin)).codes).toEqual(['NOT_FOUND']);
    for (const role of ['AUDITOR', 'BOOKKEEPER']) expect((await rotate({ id }, await server.as(role))).codes).toEqual(['FORBIDDEN']);
    expect((await rotate({ id })).codes).toEqual(['UNAUTHENTICATED']);
    const sees = await server.token(await server.client('ADMIN'), 'developers:read self:write');
    expect((await rotate({ id }, sees)).codes).toEqual(['FORBIDDEN']);
    expect(await count()).toBe(before + 3);
  });

  test('an administrator rotates those of others', async () => {
    const { data } = await rotate({ id, overlapSeconds: 0 }, await server.admin());
    expect(await works(data.rotateCredential.clientSecret)).toBe(true);
  });

  test('nobody gets at a secret that is worth more than they are: of somebody else, or with a token that is cut down', async () => {
    const admin = await server.client('ADMIN');
    const theirs = await credentialOf(admin);
    const before = await count();
    const lesser = await server.token(await server.client('ADMIN'), 'developers:read developers:write self:write');
    const narrow = await server.token(admin, 'self:write developers:write');
    for (const token of [lesser, narrow]) expect((await rotate({ id: theirs }, token)).codes).toEqual(['FORBIDDEN']);
    expect(await count()).toBe(before + 1);
    const all = await server.token(client, 'self:read self:write usage:read');
    expect((await rotate({ id }, all)).errors).toBeUndefined();
  });
});
