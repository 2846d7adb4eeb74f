import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

forEachEngine((engine) => {
  let server: TestServer;
  let token: string;
  let companyId: string;

  beforeAll(async () => {
    server = await startServer(engine);
    token = await server.admin();
    const mutation = 'mutation { createCompany(input: { legalName: "Flooded" }) { company { id } } }';
    const { data } = await server.graphql(mutation, {}, token);
    companyId = data.createCompany.company.id;
  });
  afterAll(() => server?.close());

  const batch =
    'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { error { violations { path } } } } }';
  const line = (direction: string, accountCode = '1000') => ({ accountCode, direction, amount: '1.00' });

  it('tells no more broken rules of a batch than anybody reads', async () => {
    const bad = { date: '2026-01-01', description: '', entries: Array.from({ length: 20 }, () => line('DEBIT', 'none')) };
    const input = { companyId, onFailure: 'CONTINUE', transactions: Array.from({ length: 1000 }, () => bad) };
    const { data } = await server.graphql(batch, { input }, token);
    const told = data.createTransactions.results.map((result: { error: { violations: object[] } }) => result.error.violations.length);
    expect(new Set(told)).toEqual(new Set([5]));
    const aborted = await server.graphql(batch, { input: { ...input, onFailure: 'ABORT' } }, token);
    expect(aborted.errors![0]!.extensions.violations).toHaveLength(500);
  });

  it('refuses a batch with more entries than one request may bring', async () => {
    const transaction = {
      date: '2026-01-01',
      description: 'x',
      entries: Array.from({ length: 400 }, (_, i) => line(i % 2 ? 'DEBIT' : 'CREDIT')),
    };
    const input = { companyId, transactions: Array.from({ length: 51 }, () => transaction) };
    const { errors } = await server.graphql(batch, { input }, token);
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', violations: [{ code: 'TOO_MANY', path: ['input', 'transactions'] }] } },
    ]);
  });

  if (process.env['EXECUTOR'] !== 'graphql-js') {
    it('ends an answer whose lists multiply past the bound, and says which setting it was', async () => {
      const entries = Array.from({ length: 320 }, (_, i) => line(i % 2 ? 'DEBIT' : 'CREDIT'));
      const input = { companyId, transactions: Array.from({ length: 12 }, () => ({ date: '2026-01-01', description: 'x', entries })) };
      expect((await server.graphql(batch, { input }, token)).errors).toBeUndefined();
      const query = `query ($companyId: ID!) { transactions(companyId: $companyId, first: 12) {
        nodes { entries { account { company { accounts(first: 40) { nodes { code } } } } } } } }`;
      const { data, errors } = await server.graphql(query, { companyId }, token);
      expect(data).toBeNull();
      expect(errors![0]).toMatchObject({ extensions: { code: 'TOO_COMPLEX' } });
      expect(errors![0]!.message).toContain('MAX_MEMBERS');
    });
  }
});
