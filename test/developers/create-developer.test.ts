import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const mutation = `mutation ($input: CreateDeveloperInput!) {
  createDeveloper(input: $input) { developer { id name email status roles access { role } credentials { id } lastSeenAt createdAt updatedAt } }
}`;

forEachEngine((engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  afterAll(() => server.close());

  const count = async () =>
    (await server.graphql('{ developers { totalCount } }', {}, await server.admin())).data.developers.totalCount as number;

  test('a developer is made with the roles that it is to hold, and no credentials', async () => {
    const input = { name: 'Ada Lovelace', email: 'ada@example.com', roles: ['INTEGRATOR', 'AUDITOR', 'AUDITOR'] };
    const { data } = await server.graphql(mutation, { input }, await server.admin());
    const now = new Date(server.clock.now()).toISOString();
    const id = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    const { developer } = data.createDeveloper;
    expect(developer).toEqual({
      id,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      status: 'ACTIVE',
      roles: ['AUDITOR', 'INTEGRATOR'],
      access: [],
      credentials: [],
      lastSeenAt: null,
      createdAt: now,
      updatedAt: now,
    });
    const again = await server.graphql(
      'query ($id: ID!) { developer(id: $id) { name roles } }',
      { id: developer.id },
      await server.admin(),
    );
    expect(again.data).toEqual({ developer: { name: 'Ada Lovelace', roles: ['AUDITOR', 'INTEGRATOR'] } });
  });

  test('roles and email may be left out', async () => {
    const { data } = await server.graphql(mutation, { input: { name: 'Bare' } }, await server.admin());
    expect(data.createDeveloper.developer).toMatchObject({ email: null, roles: [] });
  });

  test('every broken rule is told at once, and nothing is written', async () => {
    const before = await count();
    const input = { name: ' ', email: 'ada@', roles: ['AUDITOR', 'KING', "x' OR 1=1--", 'NUL\0'] };
    const { data, codes, errors } = await server.graphql(mutation, { input }, await server.admin());
    expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['REQUIRED', 'input.name'],
      ['NOT_AN_EMAIL', 'input.email'],
      ['UNKNOWN_ROLE', 'input.roles.1'],
      ['UNKNOWN_ROLE', 'input.roles.2'],
      ['UNKNOWN_ROLE', 'input.roles.3'],
    ]);
    expect(await count()).toBe(before);
  });

  test.each([
    ['name', { name: 'x'.repeat(201) }, 'TOO_LONG'],
    ['name', { name: 'half a \ud800 pair' }, 'NOT_PRINTABLE'],
    ['roles', { name: 'x', roles: Array.from({ length: 21 }, () => 'AUDITOR') }, 'TOO_MANY'],
  ])('%s out of bounds is refused', async (name, input, code) => {
    const { errors } = await server.graphql(mutation, { input }, await server.admin());
    expect(errors![0]!.extensions.violations).toEqual([{ code, message: expect.any(String), path: ['input', name] }]);
  });

  test('nobody gives a role that holds more than they do, with a token cut down even less', async () => {
    const before = await count();
    const admin = await server.client('ADMIN');
    const narrow = await server.token(admin, 'developers:read developers:write self:read self:write usage:read');
    const refused = await server.graphql(mutation, { input: { name: 'Mole', roles: ['DEVELOPER', 'ADMIN'] } }, narrow);
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect(refused.errors![0]!.extensions.violations!.map(({ code, path }) => [code, path])).toEqual([
      ['FORBIDDEN', ['input', 'roles', '1']],
    ]);
    const given = await server.graphql(mutation, { input: { name: 'Modest', roles: ['DEVELOPER'] } }, narrow);
    expect(given.data.createDeveloper.developer.roles).toEqual(['DEVELOPER']);
    expect(await count()).toBe(before + 2);
  });

  test.each(['DEVELOPER', 'AUDITOR', 'INTEGRATOR', 'BOOKKEEPER'])('%s makes none', async (role) => {
    const before = await count();
    const { data, codes } = await server.graphql(mutation, { input: { name: 'x' } }, await server.as(role));
    expect([data, codes]).toEqual([null, ['FORBIDDEN']]);
    expect(await count()).toBe(before + 1);
  });

  test('nobody makes none', async () => {
    expect((await server.graphql(mutation, { input: { name: 'x' } })).codes).toEqual(['UNAUTHENTICATED']);
  });

  test.each(['\ud800@example.com', 'a@\udfff.com', 'nul\0@example.com'])(
    'an email address that cannot be stored is refused: %j',
    async (email) => {
      const make = 'mutation ($input: CreateDeveloperInput!) { createDeveloper(input: $input) { developer { id } } }';
      const { codes, errors } = await server.graphql(make, { input: { name: 'Ada', email } }, await server.admin());
      expect([codes, errors![0]!.extensions.violations!.map(({ code }) => code)]).toEqual([['BAD_USER_INPUT'], ['NOT_AN_EMAIL']]);
    },
  );
});
