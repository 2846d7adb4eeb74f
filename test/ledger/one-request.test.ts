import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

forEachEngine((engine) => {
  let server: TestServer;
  let companyId: string;
  beforeAll(async () => {
    server = await startServer(engine);
    const open = 'mutation { createCompany(input: { legalName: "Acme" }) { company { id } } }';
    companyId = (await server.graphql(open, {}, await server.admin())).data.createCompany.company.id;
  });
  afterAll(() => server.close());

  test('each mutation of a request shows what the ones before it have written', async () => {
    const input = {
      companyId,
      date: '2026-01-31',
      description: 'Sale',
      entries: [
        { accountCode: '1000', direction: 'DEBIT', amount: '1.00' },
        { accountCode: '4000', direction: 'CREDIT', amount: '1.00' },
      ],
    };
    const { data } = await server.graphql(
      `mutation ($input: CreateTransactionInput!) {
        first: createTransaction(input: $input) { ...balances }
        second: createTransaction(input: $input) { ...balances }
      }
      fragment balances on CreateTransactionPayload { transaction { entries { account { balances { amount } } } } }`,
      { input },
      await server.admin(),
    );
    const balances = (payload: { transaction: { entries: { account: { balances: { amount: string }[] } }[] } }) =>
      payload.transaction.entries.map(({ account }) => account.balances[0]!.amount);
    expect([balances(data.first), balances(data.second)]).toEqual([
      ['1.00', '1.00'],
      ['2.00', '2.00'],
    ]);
  });
});
