import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

forEachEngine((engine) => {
  let server: TestServer;
  let self: TestClient;
  let other: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    self = await server.client('DEVELOPER');
    other = await server.client('DEVELOPER');
  });
  afterAll(() => server.close());

  const developer = (id: string, token: string) =>
    server.graphql('query ($id: ID!) { developer(id: $id) { id name roles credentials { clientId } } }', { id }, token);

  test('a developer sees itself, by any road, and of another nothing', async () => {
    const own = { id: self.developerId, name: 'Test DEVELOPER', roles: ['DEVELOPER'], credentials: [{ clientId: self.clientId }] };
    expect((await developer(self.developerId, self.token)).data).toEqual({ developer: own });
    expect((await developer(self.developerId.toUpperCase(), self.token)).data).toEqual({ developer: own });
    for (const id of [other.developerId, unknown]) {
      expect(await developer(id, self.token)).toMatchObject({ data: { developer: null }, errors: undefined });
    }
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const { data } = await server.graphql(nodes, { ids: [self.developerId, other.developerId, unknown] }, self.token);
    expect(data.nodes).toEqual([{ __typename: 'Developer', id: self.developerId }, null, null]);
  });

  test('credentials are seen by whoever sees their developer', async () => {
    const credentialOf = async (client: TestClient) => {
      const { data } = await server.graphql('{ viewer { developer { credentials { id } } } }', {}, client.token);
      return data.viewer.developer.credentials[0].id as string;
    };
    const ids = [await credentialOf(self), await credentialOf(other)];
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Credential { clientId scope } } }';
    const [mine, theirs] = [self, other].map(({ clientId }, index) => ({ id: ids[index], clientId, scope: null }));
    expect((await server.graphql(nodes, { ids }, self.token)).data.nodes).toEqual([mine, null]);
    expect((await server.graphql(nodes, { ids }, await server.admin())).data.nodes).toEqual([mine, theirs]);
    expect((await server.graphql(nodes, { ids }, await server.as('AUDITOR'))).data.nodes).toEqual([null, null]);
  });

  test('an administrator sees everyone', async () => {
    expect((await developer(other.developerId, await server.admin())).data.developer.id).toBe(other.developerId);
  });

  test('an id that is no UUID is bad input', async () => {
    expect((await developer('5', await server.admin())).codes).toEqual(['BAD_USER_INPUT']);
  });

  test.each(['AUDITOR', 'BOOKKEEPER'])('%s has no developers to ask for', async (role) => {
    const token = await server.as(role);
    expect((await developer(self.developerId, token)).codes).toEqual(['FORBIDDEN']);
    expect((await server.graphql('{ roles { name } }', {}, token)).codes).toEqual(['FORBIDDEN']);
    expect((await server.graphql('{ developers { totalCount } }', {}, token)).codes).toEqual(['FORBIDDEN']);
  });

  test('the list is not for those who may see themselves only', async () => {
    const { data, codes } = await server.graphql('{ developers { totalCount } }', {}, self.token);
    expect([data, codes]).toEqual([null, ['FORBIDDEN']]);
  });

  test('the list is paged and filtered, and its cursors belong to its filter', async () => {
    const list = `query ($filter: DeveloperFilter, $first: Int, $after: String, $last: Int) {
      developers(filter: $filter, first: $first, after: $after, last: $last) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor } nodes { name }
      }
    }`;
    const admin = await server.admin();
    const create = 'mutation ($input: CreateDeveloperInput!) { createDeveloper(input: $input) { developer { id } } }';
    for (const name of ['Page 1%', 'Page 2_', 'Page 3']) {
      await server.graphql(
        create,
        { input: { name, email: `${name.slice(5, 6)}@pages.example`, roles: name === 'Page 3' ? [] : ['AUDITOR'] } },
        admin,
      );
    }
    const ask = async (variables: object) => {
      const { data, codes } = await server.graphql(list, variables, admin);
      if (!data) return codes;
      const { nodes, totalCount, pageInfo } = data.developers;
      return { names: nodes.map(({ name }: { name: string }) => name), totalCount, ...pageInfo };
    };
    const filter = { search: 'pages.example' };
    const first = await ask({ filter, first: 2 });
    expect(first).toMatchObject({ names: ['Page 1%', 'Page 2_'], totalCount: 3, hasNextPage: true, hasPreviousPage: false });
    const { endCursor: after } = first as { endCursor: string };
    expect(await ask({ filter, first: 2, after })).toMatchObject({ names: ['Page 3'], hasNextPage: false, hasPreviousPage: true });
    expect(await ask({ filter, last: 2 })).toMatchObject({ names: ['Page 2_', 'Page 3'], hasPreviousPage: true });
    expect(await ask({ filter: { search: 'page' }, first: 2, after })).toEqual(['BAD_USER_INPUT']);
    expect(await ask({ filter, first: 101 })).toEqual(['BAD_USER_INPUT']);
    expect(await ask({ filter: { ...filter, role: 'AUDITOR' } })).toMatchObject({ totalCount: 2 });
    expect(await ask({ filter: { ...filter, role: 'KING' } })).toMatchObject({ totalCount: 0 });
    expect(await ask({ filter: { ...filter, status: 'SUSPENDED' } })).toMatchObject({ totalCount: 0 });
    expect(await ask({ filter: { search: '%' } })).toMatchObject({ names: ['Page 1%'] });
    expect(await ask({ filter: { search: 'page 2_' } })).toMatchObject({ names: ['Page 2_'] });
    expect(await ask({ filter: { search: "' OR 1=1--", role: '"; drop table developers' } })).toMatchObject({ totalCount: 0 });
    expect(await ask({ filter: { search: 'NUL\0' } })).toEqual(['BAD_USER_INPUT']);
  });

  test('a page of developers with their roles, access and credentials takes a fixed number of statements', async () => {
    const query = '{ developers(first: 100) { nodes { roles access { role } credentials { clientId lastUsedAt secrets { lastFour } } } } }';
    const admin = await server.admin();
    const statements = jest.spyOn(server.database.reader, 'rows');
    const { data } = await server.graphql(query, {}, admin);
    const reads = statements.mock.calls.filter(([, rest]) => !rest.includes('access_state'));
    statements.mockRestore();
    expect(data.developers.nodes.length).toBeGreaterThan(4);
    expect(reads.length).toBeLessThanOrEqual(5);
  });

  test('viewer is for every token, and tells the caller who it is', async () => {
    const query = '{ viewer { roles permissions tokenExpiresAt developer { id name } } }';
    const client = await server.client([]);
    const { data } = await server.graphql(query, {}, client.token);
    expect(data.viewer).toEqual({
      roles: [],
      permissions: [],
      tokenExpiresAt: new Date(server.clock.now() + 3_600_000).toISOString(),
      developer: { id: client.developerId, name: 'Test ' },
    });
    expect((await server.graphql(query)).codes).toEqual(['UNAUTHENTICATED']);
  });
});
