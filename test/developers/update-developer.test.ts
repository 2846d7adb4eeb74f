import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const mutation = `mutation ($input: UpdateDeveloperInput!) {
  updateDeveloper(input: $input) { developer { id name email status roles createdAt updatedAt } }
}`;
const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

forEachEngine((engine) => {
  let server: TestServer;
  let self: TestClient;
  let other: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    self = await server.client('DEVELOPER');
    other = await server.client('AUDITOR');
  });
  afterAll(() => server.close());

  const update = (input: object, token?: string) => server.graphql(mutation, { input }, token);
  const stored = async (id: string) => {
    const query = 'query ($id: ID!) { developer(id: $id) { id name email status roles createdAt updatedAt } }';
    return (await server.graphql(query, { id }, await server.admin())).data.developer;
  };
  const permissionsOf = async (token: string) =>
    (await server.graphql('{ viewer { permissions } }', {}, token)).data.viewer.permissions as string[];
  const violations = ({ errors }: Awaited<ReturnType<typeof update>>) =>
    errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')]);

  test('name, email and roles change together, and count on the next request', async () => {
    const client = await server.client('DEVELOPER');
    expect(await permissionsOf(client.token)).toEqual(['self:read', 'self:write', 'usage:read']);
    server.clock.advance(1_000);
    const input = {
      id: client.developerId.toUpperCase(),
      name: 'Grace',
      email: 'grace@example.com',
      roles: ['INTEGRATOR', 'AUDITOR', 'AUDITOR'],
    };
    const { data } = await update(input, await server.admin());
    const { developer } = data.updateDeveloper;
    const expected = { id: client.developerId, name: 'Grace', email: 'grace@example.com', roles: ['AUDITOR', 'INTEGRATOR'] };
    expect(developer).toMatchObject({ ...expected, updatedAt: new Date(server.clock.now()).toISOString() });
    expect(developer.createdAt < developer.updatedAt).toBe(true);
    expect(await stored(client.developerId)).toEqual(developer);
    expect(await permissionsOf(client.token)).toContain('reports:read');
    await update({ id: client.developerId, roles: [] }, await server.admin());
    expect(await permissionsOf(client.token)).toEqual([]);
  });

  test('what is left out stays, and an email address can be taken away', async () => {
    await update({ id: other.developerId, email: 'other@example.com' }, await server.admin());
    const before = await stored(other.developerId);
    expect(before).toMatchObject({ email: 'other@example.com', roles: ['AUDITOR'] });
    expect((await update({ id: other.developerId }, await server.admin())).data.updateDeveloper.developer).toEqual(before);
    await update({ id: other.developerId, email: null }, await server.admin());
    expect(await stored(other.developerId)).toEqual({ ...before, email: null });
  });

  test('every broken rule is told at once, and nothing is written', async () => {
    const before = await stored(other.developerId);
    const refused = await update(
      { id: other.developerId, name: ' ', email: 'ada@', roles: ['AUDITOR', 'KING', 'NUL\0'] },
      await server.admin(),
    );
    expect([refused.data, refused.codes]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(violations(refused)).toEqual([
      ['REQUIRED', 'input.name'],
      ['NOT_AN_EMAIL', 'input.email'],
      ['UNKNOWN_ROLE', 'input.roles.1'],
      ['UNKNOWN_ROLE', 'input.roles.2'],
    ]);
    const cleared = await update({ id: other.developerId, name: null, roles: null }, await server.admin());
    expect(violations(cleared)).toEqual([
      ['REQUIRED', 'input.name'],
      ['REQUIRED', 'input.roles'],
    ]);
    expect(await stored(other.developerId)).toEqual(before);
  });

  test('a developer changes its own name and address, and nobody else’s', async () => {
    const given = { name: 'Myself', email: 'me@example.com' };
    const narrow = await server.token(self, 'self:write');
    expect((await update({ id: self.developerId, ...given }, narrow)).data.updateDeveloper.developer).toMatchObject(given);
    for (const id of [other.developerId, unknown]) expect((await update({ id, ...given }, self.token)).codes).toEqual(['NOT_FOUND']);
    expect(await stored(other.developerId)).not.toMatchObject(given);
  });

  test('an id that is no UUID is bad input, and a developer that does not exist is not found', async () => {
    expect((await update({ id: 'me' }, self.token)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await update({ id: unknown }, await server.admin())).codes).toEqual(['NOT_FOUND']);
  });

  test('nobody changes anybody without a token or the permission', async () => {
    expect((await update({ id: self.developerId, name: 'x' })).codes).toEqual(['UNAUTHENTICATED']);
    for (const role of ['AUDITOR', 'BOOKKEEPER']) {
      const client = await server.client(role);
      expect((await update({ id: client.developerId, name: 'x' }, client.token)).codes).toEqual(['FORBIDDEN']);
    }
    const sees = await server.token(await server.client('ADMIN'), 'developers:read self:write');
    expect((await update({ id: other.developerId, name: 'x' }, sees)).codes).toEqual(['FORBIDDEN']);
  });

  test('nobody adds to their own roles, and everybody may give some up', async () => {
    const refused = await update({ id: self.developerId, roles: ['DEVELOPER', 'ADMIN'] }, self.token);
    expect([refused.data, refused.codes, violations(refused)]).toEqual([null, ['FORBIDDEN'], [['FORBIDDEN', 'input.roles']]]);
    const admin = await server.client('ADMIN');
    expect((await update({ id: admin.developerId, roles: ['ADMIN', 'AUDITOR'] }, admin.token)).codes).toEqual(['FORBIDDEN']);
    expect((await stored(admin.developerId)).roles).toEqual(['ADMIN']);
    expect((await update({ id: admin.developerId, roles: [] }, admin.token)).data.updateDeveloper.developer.roles).toEqual([]);
    expect(await permissionsOf(admin.token)).toEqual([]);
  });

  test('nobody gives a role that holds more than they do', async () => {
    const narrow = await server.token(await server.client('ADMIN'), 'developers:write self:read self:write usage:read');
    const fresh = await server.client([]);
    const refused = await update({ id: fresh.developerId, roles: ['DEVELOPER', 'AUDITOR'] }, narrow);
    expect([refused.codes, violations(refused)]).toEqual([['FORBIDDEN'], [['FORBIDDEN', 'input.roles.1']]]);
    expect((await stored(fresh.developerId)).roles).toEqual([]);
    expect((await update({ id: fresh.developerId, roles: ['DEVELOPER'] }, narrow)).errors).toBeUndefined();
  });

  test('nobody changes a developer who holds more than they do, everywhere or in one company', async () => {
    const narrow = await server.token(await server.client('ADMIN'), 'developers:write self:read self:write usage:read');
    const opened = await server.graphql(
      'mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }',
      {},
      await server.admin(),
    );
    const keeper = await server.client('BOOKKEEPER', opened.data.createCompany.company.id);
    for (const { developerId } of [other, keeper]) {
      const { codes, errors } = await update({ id: developerId, roles: [] }, narrow);
      expect([codes, errors![0]!.message]).toEqual([['FORBIDDEN'], expect.stringContaining('transactions:read')]);
    }
    expect((await stored(other.developerId)).roles).toEqual(['AUDITOR']);
  });

  describe('the last ADMIN stays', () => {
    let apart: TestServer;
    beforeEach(async () => {
      apart = await startServer(engine);
    });
    afterEach(() => apart.close());

    const demote = ({ developerId }: TestClient, by: TestClient) =>
      apart.graphql(mutation, { input: { id: developerId, roles: [] } }, by.token);

    test('also where it wants to go', async () => {
      const only = await apart.client('ADMIN');
      const refused = await demote(only, only);
      expect([refused.codes, violations(refused)]).toEqual([['BAD_USER_INPUT'], [['LAST_ADMIN', 'input.roles']]]);
      const second = await apart.client('ADMIN');
      expect((await demote(only, only)).errors).toBeUndefined();
      expect((await demote(second, second)).codes).toEqual(['BAD_USER_INPUT']);
    });

    test('where two take the role from each other at once', async () => {
      const [one, two] = [await apart.client('ADMIN'), await apart.client('ADMIN')];
      const answers = await Promise.all([demote(one, two), demote(two, one)]);
      expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
      const rows = await apart.database.reader.rows(['count(*)'], 'from developer_roles');
      expect(rows).toEqual([[1]]);
    });
  });
});
