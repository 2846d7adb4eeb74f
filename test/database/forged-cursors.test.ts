import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const lists = {
  companies: 'query ($after: String, $before: String) { list: companies(after: $after, before: $before) { edges { cursor } } }',
  developers: 'query ($after: String, $before: String) { list: developers(after: $after, before: $before) { edges { cursor } } }',
  accounts: `query ($id: ID!, $after: String, $before: String) {
    list: accounts(companyId: $id, after: $after, before: $before) { edges { cursor } } }`,
  transactions: `query ($id: ID!, $after: String, $before: String) {
    list: transactions(companyId: $id, after: $after, before: $before) { edges { cursor } } }`,
};

forEachEngine((engine) => {
  let server: TestServer;
  let id: string;
  beforeAll(async () => {
    server = await startServer(engine);
    const open = 'mutation { createCompany(input: { legalName: "Acme" }) { company { id } } }';
    id = (await server.graphql(open, {}, await server.admin())).data.createCompany.company.id;
    const entries = '{ accountCode: "1000", direction: DEBIT, amount: "1" }, { accountCode: "4000", direction: CREDIT, amount: "1" }';
    const post = `mutation ($id: ID!) { createTransaction(input: { companyId: $id, date: "2026-01-31", description: "Sale",
      entries: [${entries}] }) { replayed } }`;
    expect((await server.graphql(post, { id }, await server.admin())).errors).toBeUndefined();
  });
  afterAll(() => server.close());

  test.each(Object.entries(lists))(
    'a cursor of %s with another position in it is a position or refused, never a failure',
    async (_name, query) => {
      const list = async (variables: object) => server.graphql(query, { id, ...variables }, await server.admin());
      const made = (await list({})).data.list.edges[0].cursor as string;
      const [fingerprint, ...position] = JSON.parse(Buffer.from(made, 'base64url').toString()) as [string, ...(string | number)[]];
      for (const other of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, 0, 'NUL\0', '\ud800', 'x'.repeat(100_000), '']) {
        const forged = position.map((part) => (typeof part === typeof other ? other : part));
        const cursor = Buffer.from(JSON.stringify([fingerprint, ...forged])).toString('base64url');
        for (const variables of [{ after: cursor }, { before: cursor }]) {
          const { codes } = await list(variables);
          expect([[], ['BAD_USER_INPUT']]).toContainEqual(codes);
        }
      }
    },
  );
});
