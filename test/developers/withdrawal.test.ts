import { setTimeout as after } from 'node:timers/promises';
import { TestClock } from '../support/clock';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

/** How soon what is taken away in one process must be gone in another, in milliseconds. */
const BOUND = 2_000;

forEachEngine((engine) => {
  const clock = new TestClock();
  let database: TestDatabase;
  let here: TestServer;
  /** Another process on the same database; of an SQLite file there is one process only. */
  let there: TestServer | undefined;
  let admin: string;
  let companyId: string;

  beforeAll(async () => {
    database = await engine.createDatabase();
    here = await startServer(database.url, { clock });
    if (engine.name === 'postgres') there = await startServer(database.url, { clock });
    admin = await here.admin();
    companyId = (await ask('mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }', {})).createCompany
      .company.id;
    await change('createRole', { name: 'Narrowed', permissions: ['companies:read'] });
  });
  afterAll(async () => {
    await Promise.all([here?.close(), there?.close()]);
    await database?.drop();
  });

  const ask = async (document: string, variables: object) => {
    const { data, errors } = await here.graphql(document, variables, admin);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const change = (mutation: string, input: object) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    return ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`, { input });
  };
  /** Whether the client is let in and sees the company. */
  const sees = async (server: TestServer, { token }: TestClient) => {
    const { data } = await server.graphql('query ($id: ID!) { company(id: $id) { id } }', { id: companyId }, token);
    return Boolean(data?.company);
  };
  const credentialOf = async (client: TestClient) => {
    const query = 'query ($id: ID!) { developer(id: $id) { credentials { id } } }';
    return (await ask(query, { id: client.developerId })).developer.credentials[0].id as string;
  };

  test.each<[string, () => Promise<TestClient>, (client: TestClient) => Promise<unknown>]>([
    [
      'a revoked credential',
      () => here.client('AUDITOR'),
      async (client) => change('revokeCredential', { id: await credentialOf(client) }),
    ],
    ['a suspended developer', () => here.client('AUDITOR'), ({ developerId }) => change('suspendDeveloper', { id: developerId })],
    [
      'a role that is taken away',
      () => here.client('AUDITOR'),
      ({ developerId }) => change('updateDeveloper', { id: developerId, roles: [] }),
    ],
    ['a role that is narrowed', () => here.client('Narrowed'), () => change('updateRole', { name: 'Narrowed', permissions: [] })],
    [
      'access that is taken away',
      () => here.client('AUDITOR', companyId),
      ({ developerId }) => change('revokeAccess', { developerId, companyId }),
    ],
  ])('%s is refused on the next request in this process, and within two seconds in another', async (_name, make, withdraw) => {
    const client = await make();
    expect(await sees(here, client)).toBe(true);
    if (there) expect(await sees(there, client)).toBe(true);
    await withdraw(client);
    const end = Date.now() + BOUND;
    expect(await sees(here, client)).toBe(false);
    while (there && Date.now() < end && (await sees(there, client))) await after(50);
    if (there) expect(await sees(there, client)).toBe(false);
  });

  test('access that ends at a time is refused on the next request in every process, without anybody doing anything', async () => {
    const client = await here.client([]);
    const expiresAt = new Date(clock.now() + 60_000).toISOString();
    await change('grantAccess', { developerId: client.developerId, companyId, role: 'AUDITOR', expiresAt });
    const servers = there ? [here, there] : [here];
    clock.advance(59_999);
    for (const server of servers) expect(await sees(server, client)).toBe(true);
    clock.advance(1);
    for (const server of servers) expect(await sees(server, client)).toBe(false);
  });

  test('a secret that is replaced without an overlap is refused at once in every process', async () => {
    const client = await here.client('AUDITOR');
    await change('rotateCredential', { id: await credentialOf(client), overlapSeconds: 0 });
    for (const server of there ? [here, there] : [here]) await expect(server.token(client)).rejects.toThrow('invalid_client');
  });

  test.each([
    ['suspended', (key: string) => `update developers set status = 'SUSPENDED' where key = ${key}`, 'UNAUTHENTICATED'],
    ['left without a credential', () => 'update credentials set revoked_at = 1 where client_id = ?1', 'UNAUTHENTICATED'],
    ['left without a role', (key: string) => `delete from developer_roles where developer_key = ${key}`, 'FORBIDDEN'],
  ])('an ADMIN that was %s after its request was let in changes no more rights with it', async (_name, statement, code) => {
    const client = await here.client('ADMIN');
    const caller = (await here.services.auth.authenticate(`Bearer ${client.token}`))!;
    const key = '(select developer_key from credentials where client_id = ?1)';
    await here.database.writer.run((transaction) => transaction.run(statement(key), [client.clientId]));
    const { developers } = here.services.developers;
    await expect(developers.createDeveloper(caller, { name: 'Mole', roles: ['ADMIN'] })).rejects.toMatchObject({ code });
    await expect(developers.createRole(caller, { name: 'Mole', permissions: [] })).rejects.toMatchObject({ code });
    const forOther = { developerId: (await here.client([])).developerId };
    await expect(developers.createCredential(caller, forOther)).rejects.toMatchObject({ code: code === 'FORBIDDEN' ? 'NOT_FOUND' : code });
  });

  const second = () => there ?? here;

  test('two ADMINs who suspend each other at once, each in a process of its own, leave one', async () => {
    const apart = await engine.createDatabase();
    const one = await startServer(apart.url);
    const two = engine.name === 'postgres' ? await startServer(apart.url) : one;
    const suspend = 'mutation ($input: SuspendDeveloperInput!) { suspendDeveloper(input: $input) { developer { id } } }';
    const [ada, bob] = [await one.client('ADMIN'), await one.client('ADMIN')];
    const answers = await Promise.all([
      one.graphql(suspend, { input: { id: bob.developerId } }, ada.token),
      two.graphql(suspend, { input: { id: ada.developerId } }, bob.token),
    ]);
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.flatMap(({ codes }) => codes)).not.toContain('INTERNAL_SERVER_ERROR');
    const active = await one.database.reader.rows(['count(*)'], "from developers where status = 'ACTIVE'");
    expect(active).toEqual([[1]]);
    await Promise.all(two === one ? [one.close()] : [one.close(), two.close()]);
    await apart.drop();
  });

  test('a role that is given and deleted at once, in two processes, is either held or gone', async () => {
    const grant = 'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }';
    const remove = 'mutation ($input: DeleteRoleInput!) { deleteRole(input: $input) { name } }';
    for (let round = 0; round < 5; round += 1) {
      const role = `Contested ${round}`;
      await change('createRole', { name: role, permissions: [] });
      const { developerId } = await here.client([]);
      const [given, deleted] = await Promise.all([
        here.graphql(grant, { input: { developerId, companyId, role } }, admin),
        second().graphql(remove, { input: { name: role } }, admin),
      ]);
      expect([given.codes, deleted.codes]).toContainEqual([]);
      expect([...given.codes, ...deleted.codes]).toEqual(['BAD_USER_INPUT']);
      const roles = await here.database.reader.rows(['count(*)'], 'from roles where name = ?1', [role]);
      expect(roles).toEqual([[given.errors ? 0 : 1]]);
    }
  });
});
