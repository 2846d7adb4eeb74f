import { openLedger } from '../cli/support';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { answeredOf, ask, limit } from './support/asking';

const quota = 'quota { costPerMinute burst source role }';
const update = `mutation ($input: UpdateDeveloperInput!) { updateDeveloper(input: $input) { developer { ${quota} } } }`;
const create = `mutation ($input: CreateDeveloperInput!) { createDeveloper(input: $input) { developer { id ${quota} } } }`;
const createRole = `mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { name ${quota} } } }`;
const updateRole = `mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { permissions ${quota} } } }`;
const own = { source: 'DEVELOPER', role: null };

forEachEngine((engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  afterAll(() => server.close());

  const asAdmin = async (query: string, input: object) => server.graphql(query, { input }, await server.admin());
  const holding = async (token: string) => (await server.graphql(`{ viewer { ${quota} developer { ${quota} } } }`, {}, token)).data.viewer;
  const violations = ({ errors }: Awaited<ReturnType<typeof asAdmin>>) =>
    errors?.flatMap(({ extensions }) => extensions.violations!.map(({ code, path }) => [code, path.join('.')]));

  test('a quota is set, changed and taken away while the server runs, and counts on the next request', async () => {
    const client = await server.client('DEVELOPER');
    expect(await holding(client.token)).toEqual({ quota: null, developer: { quota: null } });
    const set = await asAdmin(update, { id: client.developerId, quota: { costPerMinute: 600, burst: 200 } });
    const held = { costPerMinute: 600, burst: 200, ...own };
    expect(set.data.updateDeveloper.developer.quota).toEqual(held);
    expect(await holding(client.token)).toEqual({ quota: held, developer: { quota: held } });
    expect((await ask(server, client.token)).policy).toBe('"cost";q=200;w=20');
    await asAdmin(update, { id: client.developerId, name: 'Other' });
    expect((await holding(client.token)).quota).toEqual(held);
    await limit(server, client, { costPerMinute: 150 });
    expect(await ask(server, client.token)).toMatchObject({ policy: '"cost";q=150;w=60', cost: { remaining: 140 } });
    await limit(server, client, null);
    expect(await holding(client.token)).toEqual({ quota: null, developer: { quota: null } });
    expect((await ask(server, client.token)).policy).toBeNull();
  });

  test('the own one comes before the most generous of the roles that are held everywhere', async () => {
    for (const [name, costPerMinute] of [
      ['SLOW', 200],
      ['QUICK', 400],
    ] as const) {
      const { data } = await asAdmin(createRole, { name, permissions: ['companies:read'], quota: { costPerMinute } });
      expect(data.createRole.role.quota).toEqual({ costPerMinute, burst: costPerMinute, source: 'ROLE', role: name });
    }
    const client = await server.client(['SLOW', 'QUICK', 'DEVELOPER']);
    expect((await holding(client.token)).quota).toMatchObject({ costPerMinute: 400, role: 'QUICK' });
    await answeredOf(45, () => ask(server, client.token));
    expect((await ask(server, client.token)).message).toContain('the quota of the role QUICK (400 a minute, 400 at once)');
    server.clock.advance(60_000);
    await asAdmin(updateRole, { name: 'QUICK', quota: null });
    expect((await holding(client.token)).quota).toMatchObject({ costPerMinute: 200, role: 'SLOW' });
    await limit(server, client, { costPerMinute: 100 });
    expect((await holding(client.token)).quota).toEqual({ costPerMinute: 100, burst: 100, ...own });
  });

  test('a role in one company brings no quota', async () => {
    const open = 'mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }';
    const { id } = (await server.graphql(open, {}, await server.admin())).data.createCompany.company;
    await asAdmin(createRole, { name: 'LOCAL', permissions: ['companies:read'], quota: { costPerMinute: 5_000 } });
    const client = await server.client('LOCAL', id);
    expect((await ask(server, client.token)).cost).toBeUndefined();
  });

  test('roles that came with the server can be given a quota, and are otherwise as they were', async () => {
    const client = await server.client('AUDITOR');
    const { data } = await asAdmin(updateRole, { name: 'AUDITOR', quota: { costPerMinute: 300 } });
    expect(data.updateRole.role.permissions).toContain('reports:read');
    expect((await holding(client.token)).quota).toMatchObject({ costPerMinute: 300, source: 'ROLE', role: 'AUDITOR' });
    const refused = await asAdmin(updateRole, { name: 'AUDITOR', quota: null, description: 'Mine' });
    expect(violations(refused)).toEqual([['BUILT_IN', 'input.name']]);
    expect((await holding(client.token)).quota).not.toBeNull();
    await asAdmin(updateRole, { name: 'AUDITOR', quota: null });
    expect((await holding(client.token)).quota).toBeNull();
  });

  test('numbers out of bounds are refused, and nothing is changed', async () => {
    const client = await server.client('DEVELOPER');
    const sets = (input: object) => asAdmin(update, { id: client.developerId, quota: input });
    for (const bad of [0, -1, 99, 1_000_000_001, 2_147_483_647, -2_147_483_648]) {
      expect(violations(await sets({ costPerMinute: bad, burst: bad }))).toEqual([
        ['OUT_OF_RANGE', 'input.quota.costPerMinute'],
        ['OUT_OF_RANGE', 'input.quota.burst'],
      ]);
      expect(violations(await asAdmin(createRole, { name: 'BAD', permissions: [], quota: { costPerMinute: bad } }))).toEqual([
        ['OUT_OF_RANGE', 'input.quota.costPerMinute'],
      ]);
    }
    for (const bad of [2_147_483_648, 1e300, 100.5, '100', null])
      expect((await sets({ costPerMinute: bad })).codes).toEqual(['BAD_USER_INPUT']);
    expect(await holding(client.token)).toMatchObject({ quota: null });
    await sets({ costPerMinute: 1_000_000_000, burst: 1_000_000_000 });
    expect(await ask(server, client.token)).toMatchObject({ policy: '"cost";q=1000000000;w=60', limit: '"cost";r=999999990;t=1' });
    await server.services.quotas.flush();
    expect((await ask(server, client.token)).cost!.remaining).toBe(999_999_980);
    await sets({ costPerMinute: 100, burst: 1_000_000_000 });
    expect((await ask(server, client.token)).policy).toBe('"cost";q=1000000000;w=600000000');
  });

  test('nobody sets a quota without the permission to change others', async () => {
    const client = await server.client(['DEVELOPER', 'INTEGRATOR']);
    await limit(server, client, { costPerMinute: 1_000 });
    for (const given of [{ costPerMinute: 100_000 }, null]) {
      const refused = await server.graphql(update, { input: { id: client.developerId, quota: given } }, client.token);
      expect([refused.codes, violations(refused)]).toEqual([['FORBIDDEN'], [['FORBIDDEN', 'input.quota']]]);
    }
    const other = await server.client('DEVELOPER');
    expect((await server.graphql(update, { input: { id: other.developerId, quota: null } }, client.token)).codes).toEqual(['NOT_FOUND']);
    const roleChange = { name: 'DEVELOPER', quota: { costPerMinute: 100_000 } };
    expect((await server.graphql(updateRole, { input: roleChange }, client.token)).codes).toEqual(['FORBIDDEN']);
    expect((await holding(client.token)).quota).toMatchObject({ costPerMinute: 1_000 });
    // Nor by roles of somebody who holds more, whose quota is not for the lesser to change.
    const keeper = await server.token(await server.client('ADMIN'), 'roles:write self:read');
    expect((await server.graphql(updateRole, { input: { name: 'ADMIN', quota: { costPerMinute: 100 } } }, keeper)).codes).toEqual([
      'FORBIDDEN',
    ]);
  });

  test('the audit trail tells what was set', async () => {
    const made = await asAdmin(create, { name: 'New', quota: { costPerMinute: 700 } });
    const { id } = made.data.createDeveloper.developer;
    expect(made.data.createDeveloper.developer.quota).toEqual({ costPerMinute: 700, burst: 700, ...own });
    await asAdmin(update, { id, quota: { costPerMinute: 800, burst: 900 } });
    const query = `{ auditEvents(filter: { objectId: "${id}" }) { nodes { action detail } } }`;
    const { nodes } = (await server.graphql(query, {}, await server.admin())).data.auditEvents;
    const [creation, change] = ['createDeveloper', 'updateDeveloper'].map(
      (name) => nodes.find((event: { action: string }) => event.action === name).detail,
    );
    expect(creation.after).toMatchObject({ quota: { costPerMinute: 700, burst: 700 } });
    expect(change).toEqual({
      before: { quota: { costPerMinute: 700, burst: 700 } },
      after: { quota: { costPerMinute: 800, burst: 900 } },
    });
  });

  describe('set for all', () => {
    let limited: TestServer;
    beforeAll(async () => {
      limited = await startServer(engine, { settings: { QUOTA_COST_PER_MINUTE: '100', QUOTA_BURST: '200' } });
    });
    afterAll(() => limited.close());

    test('it holds for whom no other one does', async () => {
      const client: TestClient = await limited.client('DEVELOPER');
      expect(await ask(limited, client.token, `{ viewer { ${quota} } }`)).toMatchObject({
        policy: '"cost";q=200;w=120',
        data: { viewer: { quota: { costPerMinute: 100, burst: 200, source: 'SERVER', role: null } } },
      });
      await answeredOf(30, () => ask(limited, client.token));
      expect((await ask(limited, client.token)).message).toContain("the server's quota for each developer (100 a minute, 200 at once)");
      await limit(limited, client, { costPerMinute: 1_000 });
      expect((await ask(limited, client.token)).policy).toBe('"cost";q=1000;w=60');
    });

    test('the only ADMIN, with nothing left, gets out of it by waiting, and by a new ADMIN at once', async () => {
      const apart = await engine.createDatabase();
      const settings = { QUOTA_COST_PER_MINUTE: '100' };
      let server = await startServer(apart.url, { settings });
      const admin = await server.client('ADMIN');
      await answeredOf(20, () => ask(server, admin.token));
      const free = `mutation { updateDeveloper(input: { id: "${admin.developerId}", quota: { costPerMinute: 5000 } }) { developer { id } } }`;
      expect((await ask(server, admin.token, free)).code).toBe('THROTTLED');
      server.clock.advance(3_000);
      expect((await ask(server, admin.token, free)).code).toBeUndefined();
      await server.close();
      const made = await openLedger(['create-admin'], { DATABASE_URL: apart.url });
      expect(made.code).toBe(0);
      const [clientId, clientSecret] = [/Client id +(\S+)/, /Client secret +(\S+)/].map((form) => form.exec(made.out)![1]!) as [
        string,
        string,
      ];
      server = await startServer(apart.url, { settings });
      const token = await server.token({ clientId, clientSecret });
      expect((await ask(server, token, free.replace('5000', '6000'))).code).toBeUndefined();
      await server.close();
      await apart.drop();
    });
  });
});
