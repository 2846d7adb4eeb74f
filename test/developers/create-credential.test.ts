import { createHash } from 'node:crypto';
import { permissions } from '../../src/auth';
import { CredentialSecretEntity } from '../../src/developers/credential.entity';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const mutation = `mutation ($input: CreateCredentialInput!) {
  createCredential(input: $input) {
    clientSecret credential { id clientId label scope createdAt revokedAt lastUsedAt secrets { id lastFour createdAt expiresAt lastUsedAt } }
  }
}`;
const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

forEachEngine((engine) => {
  let server: TestServer;
  let self: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    self = await server.client('DEVELOPER');
  });
  afterAll(() => server.close());

  const create = (input: object, token: string) => server.graphql(mutation, { input }, token);
  const count = () => server.database.reader.manager.count(CredentialSecretEntity);

  test('credentials of letters and digits are made, whose secret is shown once and kept as a hash', async () => {
    const expiresAt = new Date(server.clock.now() + 60_000).toISOString();
    const { data } = await create({ label: 'Nightly job', scope: ['self:read', 'self:read'], expiresAt }, self.token);
    const { clientSecret, credential } = data.createCredential;
    const createdAt = new Date(server.clock.now()).toISOString();
    const secret = { id: expect.any(String), lastFour: clientSecret.slice(-4), createdAt, expiresAt, lastUsedAt: null };
    expect(clientSecret).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(credential.clientId).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(credential).toEqual({
      id: expect.any(String),
      clientId: credential.clientId,
      label: 'Nightly job',
      scope: ['self:read'],
      createdAt,
      revokedAt: null,
      lastUsedAt: null,
      secrets: [secret],
    });
    const hash = createHash('sha256').update(clientSecret).digest('hex');
    const stored = await server.database.reader.manager.findBy(CredentialSecretEntity, { hash });
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(clientSecret);
    const token = await server.token({ clientId: credential.clientId, clientSecret });
    expect((await server.graphql('{ viewer { permissions } }', {}, token)).data.viewer.permissions).toEqual(['self:read']);
    server.clock.advance(60_000);
    await expect(server.token({ clientId: credential.clientId, clientSecret })).rejects.toThrow('invalid_client');
    expect((await server.graphql('{ viewer { permissions } }', {}, token)).status).toBe(401);
  });

  test('all that is made is different, and has the strength that is promised', async () => {
    const admin = await server.admin();
    const made = await Promise.all(Array.from({ length: 20 }, () => create({}, admin)));
    expect(new Set(made.map(({ data }) => data.createCredential.clientSecret)).size).toBe(20);
    expect(new Set(made.map(({ data }) => data.createCredential.credential.clientId)).size).toBe(20);
    expect(48 * Math.log2(62)).toBeGreaterThan(256);
  });

  test('every broken rule is told at once, and nothing is written', async () => {
    const before = await count();
    const input = { label: ' ', scope: ['self:read', 'books:close', 'everything'], expiresAt: new Date(server.clock.now()).toISOString() };
    const { data, codes, errors } = await create(input, self.token);
    expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['REQUIRED', 'input.label'],
      ['NOT_HELD', 'input.scope.1'],
      ['UNKNOWN_PERMISSION', 'input.scope.2'],
      ['NOT_IN_FUTURE', 'input.expiresAt'],
    ]);
    expect(await count()).toBe(before);
  });

  test.each<[string, () => Promise<string>, () => string, string]>([
    ['another developer, as if it did not exist', async () => self.token, () => other.developerId, 'NOT_FOUND'],
    ['a developer that does not exist', async () => self.token, () => unknown, 'NOT_FOUND'],
    ['a developer that does not exist, as an administrator', () => server.admin(), () => unknown, 'NOT_FOUND'],
    [
      'somebody whom one may see and not change',
      async () => server.token(await server.client('ADMIN'), 'developers:read self:write'),
      () => other.developerId,
      'FORBIDDEN',
    ],
    ['something that is no UUID', () => server.admin(), () => 'me', 'BAD_USER_INPUT'],
  ])('none is made for %s', async (_name, token, developerId, code) => {
    other ??= await server.client('DEVELOPER');
    const asking = await token();
    const before = await count();
    const { data, codes } = await create({ developerId: developerId() }, asking);
    expect([data, codes]).toEqual([null, [code]]);
    expect(await count()).toBe(before);
  });
  let other: TestClient;

  test('roles without the permission make none, nor does nobody', async () => {
    for (const role of ['AUDITOR', 'BOOKKEEPER']) expect((await create({}, await server.as(role))).codes).toEqual(['FORBIDDEN']);
    expect((await server.graphql(mutation, { input: {} })).codes).toEqual(['UNAUTHENTICATED']);
  });

  test('an administrator makes them for others', async () => {
    const { data } = await create({ developerId: self.developerId, scope: ['self:read'] }, await server.admin());
    const { clientSecret, credential } = data.createCredential;
    const token = await server.token({ clientId: credential.clientId, clientSecret });
    expect((await server.graphql('{ viewer { developer { id } } }', {}, token)).data.viewer.developer.id).toBe(self.developerId);
  });

  describe('nobody makes credentials that can do more than they can', () => {
    interface Made {
      readonly data: { readonly createCredential: { readonly clientSecret: string; readonly credential: { readonly clientId: string } } };
    }
    const worth = async ({ data }: Made) => {
      const { clientSecret, credential } = data.createCredential;
      const token = await server.token({ clientId: credential.clientId, clientSecret });
      return (await server.graphql('{ viewer { permissions } }', {}, token)).data.viewer.permissions;
    };

    test('with a limited token, for oneself', async () => {
      const admin = await server.client('ADMIN');
      const narrow = await server.token(admin, 'self:write reports:read');
      const made = await create({}, narrow);
      expect(made.data.createCredential.credential.scope).toEqual(['reports:read', 'self:write']);
      expect(await worth(made)).toEqual(['reports:read', 'self:write']);
      const asked = await create({ scope: ['books:close'] }, narrow);
      expect(asked.codes).toEqual(['FORBIDDEN']);
    });

    test('with a limited token, for somebody who holds as much', async () => {
      const narrow = await server.token(await server.client('ADMIN'), 'developers:write self:read self:write usage:read');
      const made = await create({ developerId: self.developerId }, narrow);
      expect(made.data.createCredential.credential.scope).toEqual(['developers:write', 'self:read', 'self:write', 'usage:read']);
      expect(await worth(made)).toEqual(['self:read', 'self:write', 'usage:read']);
      expect((await create({ developerId: self.developerId, scope: ['audit:read'] }, narrow)).codes).toEqual(['FORBIDDEN']);
    });

    test('not for somebody who holds more, as whom one could take away what that one holds, however little they are limited to', async () => {
      const admin = await server.client('ADMIN');
      const narrow = await server.token(await server.client('ADMIN'), 'developers:read developers:write self:write');
      const before = await count();
      for (const scope of [undefined, ['developers:write'], []]) {
        const { data, codes } = await create({ developerId: admin.developerId, scope }, narrow);
        expect([data, codes]).toEqual([null, ['FORBIDDEN']]);
      }
      expect(await count()).toBe(before);
    });

    test('without a limit where the maker holds everything', async () => {
      const admin = await server.client('ADMIN');
      const made = await create({ developerId: admin.developerId }, await server.admin());
      expect(made.data.createCredential.credential.scope).toBeNull();
      expect(await worth(made)).toEqual([...permissions].sort());
    });
  });
});
