import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const mutation = `mutation ($input: GrantAccessInput!) {
  grantAccess(input: $input) { developer { id access { company { id } role expiresAt createdAt } } }
}`;
const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

forEachEngine((engine) => {
  let server: TestServer;
  let companyId: string;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    client = await server.client('DEVELOPER');
    const opened = await server.graphql(
      'mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }',
      {},
      await server.admin(),
    );
    companyId = opened.data.createCompany.company.id;
  });
  afterAll(() => server.close());

  const grant = (input: object, token: string) =>
    server.graphql(mutation, { input: { developerId: client.developerId, companyId, role: 'AUDITOR', ...input } }, token);
  const readsBooks = async () =>
    (await server.graphql('query ($id: ID!) { company(id: $id) { id } }', { id: companyId }, client.token)).data?.company !== null;

  test('access is given in one company, counts at once, and granting it again replaces its end', async () => {
    const admin = await server.admin();
    const createdAt = new Date(server.clock.now()).toISOString();
    const expiresAt = new Date(server.clock.now() + 60_000).toISOString();
    const given = { company: { id: companyId }, role: 'AUDITOR', expiresAt: null, createdAt };
    expect(await server.graphql('{ companies { totalCount } }', {}, client.token)).toMatchObject({ codes: ['FORBIDDEN'] });
    expect((await grant({}, admin)).data).toEqual({ grantAccess: { developer: { id: client.developerId, access: [given] } } });
    expect(await readsBooks()).toBe(true);
    server.clock.advance(1_000);
    expect((await grant({ expiresAt }, admin)).data.grantAccess.developer.access).toEqual([{ ...given, expiresAt }]);
    server.clock.advance(60_000);
    const { data } = await server.graphql('query ($id: ID!) { developer(id: $id) { access { role } } }', { id: client.developerId }, admin);
    expect(data.developer.access).toEqual([]);
    expect(await server.graphql('{ companies { totalCount } }', {}, client.token)).toMatchObject({ codes: ['FORBIDDEN'] });
  });

  test('every broken rule is told at once, and nothing is written', async () => {
    const past = new Date(server.clock.now()).toISOString();
    const { data, codes, errors } = await grant({ developerId: '1', companyId: '2', role: 'KING', expiresAt: past }, await server.admin());
    expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['NOT_A_UUID', 'input.developerId'],
      ['NOT_A_UUID', 'input.companyId'],
      ['UNKNOWN_ROLE', 'input.role'],
      ['NOT_IN_FUTURE', 'input.expiresAt'],
    ]);
    expect((await grant({ role: 'NUL\0' }, await server.admin())).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('what does not exist is not found', async () => {
    for (const input of [{ developerId: unknown }, { companyId: unknown }]) {
      expect(await grant(input, await server.admin())).toMatchObject({ data: null, codes: ['NOT_FOUND'] });
    }
  });

  test('nobody grants what they do not hold', async () => {
    const narrow = await server.token(
      await server.client('ADMIN'),
      'developers:write companies:read accounts:read transactions:read reports:read',
    );
    const fresh = await server.client([]);
    const refused = await grant({ developerId: fresh.developerId, role: 'BOOKKEEPER' }, narrow);
    expect(refused).toMatchObject({ data: null, codes: ['FORBIDDEN'] });
    expect(refused.errors![0]!.extensions.violations!.map(({ path }) => path)).toEqual([['input', 'role']]);
    expect((await server.graphql('{ viewer { permissions } }', {}, fresh.token)).data.viewer.permissions).toEqual([]);
    expect((await grant({ developerId: fresh.developerId, role: 'AUDITOR' }, narrow)).errors).toBeUndefined();
    expect((await server.graphql('{ viewer { permissions } }', {}, fresh.token)).data.viewer.permissions).toHaveLength(4);
  });

  test.each(['DEVELOPER', 'AUDITOR', 'INTEGRATOR', 'BOOKKEEPER'])('%s grants nothing', async (role) => {
    expect(await grant({}, await server.as(role))).toMatchObject({ data: null, codes: ['FORBIDDEN'] });
  });

  test('nobody grants nothing', async () => {
    expect((await server.graphql(mutation, { input: { developerId: unknown, companyId, role: 'AUDITOR' } })).codes).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  test('who holds the permission in one company grants there, and other companies do not exist for it', async () => {
    const opened = await server.graphql(
      'mutation { createCompany(input: { legalName: "Theirs", chart: EMPTY }) { company { id } } }',
      {},
      await server.admin(),
    );
    const permissions = ['developers:write', 'developers:read', 'companies:read', 'accounts:read', 'transactions:read', 'reports:read'];
    await server.database.writer.run((transaction) =>
      transaction.run("insert into roles (name, description, permissions, built_in) values ('OWNER', null, ?1, false)", [
        JSON.stringify(permissions),
      ]),
    );
    const owner = await server.client('OWNER', companyId);
    const fresh = await server.client([]);
    expect((await grant({ developerId: fresh.developerId }, owner.token)).codes).toEqual(['NOT_FOUND']);
    expect((await grant({ developerId: owner.developerId, companyId: opened.data.createCompany.company.id }, owner.token)).codes).toEqual([
      'NOT_FOUND',
    ]);
    expect((await server.graphql('{ developers { totalCount } }', {}, owner.token)).codes).toEqual(['FORBIDDEN']);
    expect(
      (await server.graphql('mutation { createDeveloper(input: { name: "x" }) { developer { id } } }', {}, owner.token)).codes,
    ).toEqual(['FORBIDDEN']);
  });

  test('access for a time cannot be made to last by whoever has it, for itself or for others', async () => {
    const admin = await server.admin();
    const guest = await server.client('DEVELOPER');
    const end = server.clock.now() + 3_600_000;
    const at = (time: number) => new Date(time).toISOString();
    const asGuest = (input: object) => grant({ developerId: guest.developerId, ...input }, guest.token);
    expect((await grant({ developerId: guest.developerId, role: 'ADMIN', expiresAt: at(end) }, admin)).errors).toBeUndefined();
    for (const input of [{ role: 'ADMIN' }, { role: 'AUDITOR' }, { role: 'ADMIN', expiresAt: at(end + 1) }]) {
      const { data, codes, errors } = await asGuest(input);
      expect([data, codes]).toEqual([null, ['FORBIDDEN']]);
      expect(errors![0]!.extensions.violations![0]!.path).toEqual(['input', 'expiresAt']);
    }
    expect((await asGuest({ role: 'AUDITOR', expiresAt: at(end) })).errors).toBeUndefined();
    expect((await grant({ developerId: guest.developerId, role: 'ADMIN' }, admin)).errors).toBeUndefined();
    expect((await asGuest({ role: 'AUDITOR' })).errors).toBeUndefined();
  });
});
