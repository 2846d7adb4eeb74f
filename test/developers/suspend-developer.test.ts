import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const fields = 'developer { id status suspensionReason updatedAt }';
const suspension = `mutation ($input: SuspendDeveloperInput!) { suspendDeveloper(input: $input) { ${fields} } }`;
const reinstatement = `mutation ($input: ReinstateDeveloperInput!) { reinstateDeveloper(input: $input) { ${fields} } }`;
const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  beforeEach(async () => {
    client = await server.client('AUDITOR');
  });
  afterAll(() => server.close());

  const suspend = (input: object, token?: string) => server.graphql(suspension, { input }, token);
  const reinstate = (id: string, token?: string) => server.graphql(reinstatement, { input: { id } }, token);
  const statusOf = async (id: string) => {
    const query = 'query ($id: ID!) { developer(id: $id) { status suspensionReason } }';
    return (await server.graphql(query, { id }, await server.admin())).data.developer;
  };
  const asks = async (token: string) => (await server.graphql('{ viewer { permissions } }', {}, token)).status;

  test('a suspended developer is kept out on its next request and at the token endpoint, and a reinstated one is let in', async () => {
    const admin = await server.admin();
    expect(await asks(client.token)).toBe(200);
    server.clock.advance(1_000);
    const { data } = await suspend({ id: client.developerId, reason: 'Keys on a public page' }, admin);
    const updatedAt = new Date(server.clock.now()).toISOString();
    const suspended = { id: client.developerId, status: 'SUSPENDED', suspensionReason: 'Keys on a public page', updatedAt };
    expect(data.suspendDeveloper.developer).toEqual(suspended);
    expect(await asks(client.token)).toBe(401);
    await expect(server.token(client)).rejects.toThrow('invalid_client');
    const list = '{ developers(filter: { status: SUSPENDED }) { nodes { id suspensionReason } } }';
    const listed = (await server.graphql(list, {}, admin)).data.developers.nodes;
    expect(listed).toEqual([{ id: client.developerId, suspensionReason: 'Keys on a public page' }]);

    const back = await reinstate(client.developerId, admin);
    expect(back.data.reinstateDeveloper.developer).toMatchObject({ status: 'ACTIVE', suspensionReason: null });
    expect(await asks(client.token)).toBe(200);
    expect(await asks(await server.token(client))).toBe(200);
  });

  test('suspending again replaces the reason, and reinstating whoever is let in changes nothing', async () => {
    const admin = await server.admin();
    await suspend({ id: client.developerId, reason: 'First' }, admin);
    await suspend({ id: client.developerId.toUpperCase() }, admin);
    expect(await statusOf(client.developerId)).toEqual({ status: 'SUSPENDED', suspensionReason: null });
    for (const _ of [1, 2]) expect((await reinstate(client.developerId, admin)).errors).toBeUndefined();
    expect(await statusOf(client.developerId)).toEqual({ status: 'ACTIVE', suspensionReason: null });
  });

  test('bad input is refused, and nothing is changed', async () => {
    const admin = await server.admin();
    const refused = await suspend({ id: client.developerId, reason: ' ' }, admin);
    expect(refused.errors![0]!.extensions.violations).toEqual([
      { code: 'REQUIRED', message: expect.any(String), path: ['input', 'reason'] },
    ]);
    expect((await suspend({ id: client.developerId, reason: 'x'.repeat(501) }, admin)).codes).toEqual(['BAD_USER_INPUT']);
    for (const ask of [() => suspend({ id: 'me' }, admin), () => reinstate('me', admin)])
      expect((await ask()).codes).toEqual(['BAD_USER_INPUT']);
    for (const ask of [() => suspend({ id: unknown }, admin), () => reinstate(unknown, admin)])
      expect((await ask()).codes).toEqual(['NOT_FOUND']);
    expect(await statusOf(client.developerId)).toEqual({ status: 'ACTIVE', suspensionReason: null });
  });

  test('nobody suspends or reinstates without the permission, or anybody who holds more than they do', async () => {
    const { developerId: id } = client;
    const narrow = await server.token(await server.client('ADMIN'), 'developers:write self:read');
    const tokens = [await server.as('DEVELOPER'), await server.as('AUDITOR'), await server.as('BOOKKEEPER'), narrow];
    for (const token of tokens) {
      expect((await suspend({ id }, token)).codes).toEqual(['FORBIDDEN']);
      expect((await reinstate(id, token)).codes).toEqual(['FORBIDDEN']);
    }
    for (const answer of [await suspend({ id }), await reinstate(id)]) expect(answer.codes).toEqual(['UNAUTHENTICATED']);
    expect(await statusOf(id)).toEqual({ status: 'ACTIVE', suspensionReason: null });
    const fresh = await server.client([]);
    expect((await suspend({ id: fresh.developerId }, narrow)).errors).toBeUndefined();
    const self = await server.client('DEVELOPER');
    expect((await suspend({ id: self.developerId }, self.token)).codes).toEqual(['FORBIDDEN']);
  });

  describe('the last ADMIN stays', () => {
    let apart: TestServer;
    beforeEach(async () => {
      apart = await startServer(engine);
    });
    afterEach(() => apart.close());

    const keepOut = ({ developerId }: TestClient, by: TestClient) => apart.graphql(suspension, { input: { id: developerId } }, by.token);
    const activeAdmins = async () => {
      const held = 'from developers d join developer_roles dr on dr.developer_key = d.key join roles r on r.key = dr.role_key';
      return (await apart.database.reader.rows(['count(*)'], `${held} where r.name = 'ADMIN' and d.status = 'ACTIVE'`))[0]![0];
    };

    test('whoever suspends it, itself included; a suspended ADMIN does not count', async () => {
      const [one, two] = [await apart.client('ADMIN'), await apart.client('ADMIN')];
      expect((await keepOut(two, one)).errors).toBeUndefined();
      const refused = await keepOut(one, one);
      expect([refused.data, refused.codes]).toEqual([null, ['BAD_USER_INPUT']]);
      expect(refused.errors![0]!.extensions.violations!.map(({ code, path }) => [code, path])).toEqual([['LAST_ADMIN', ['input', 'id']]]);
      expect(await activeAdmins()).toBe(1);
      expect((await keepOut(two, one)).errors).toBeUndefined();
    });

    test('where all suspend each other at once', async () => {
      const admins = [await apart.client('ADMIN'), await apart.client('ADMIN'), await apart.client('ADMIN')];
      const answers = await Promise.all(admins.map((admin, index) => keepOut(admins[(index + 1) % 3]!, admin)));
      expect(answers.filter(({ errors }) => errors === undefined).length).toBeGreaterThan(0);
      expect(await activeAdmins()).toBeGreaterThan(0);
    });
  });
});
