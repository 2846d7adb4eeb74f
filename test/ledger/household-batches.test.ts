import { join } from 'node:path';
import { openLedger } from '../cli/support';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { expectSoundBooks } from '../support/sound-books';

const file = join(__dirname, '..', 'fixtures', 'household', 'ledger.json');
const TRANSACTIONS = 759;
const days = ['2024-06-30', '2024-12-31', '2025-12-31'];
const ways = { 'In ten batches': Math.ceil(TRANSACTIONS / 10), 'One by one': 1 } as const;

const trialBalances = `query ($id: ID!) { ${days
  .map((day, index) => `d${index}: trialBalance(companyId: $id, asOf: "${day}") { rows { account { code } debit { amount } credit { amount } } totalDebit { amount } totalCredit { amount } }`)
  .join(' ')} }`; // prettier-ignore

forEachEngine((engine) => {
  let home: TestDatabase;
  let server: TestServer;
  let admin: TestClient;
  beforeAll(async () => {
    home = await engine.createDatabase();
    server = await startServer(home.url);
    admin = await server.client('ADMIN');
  });
  afterAll(async () => {
    await server.close();
    await home.drop();
  });

  test("a household's books are the same whether they come in ten batches or one by one, and both chains verify", async () => {
    const environment = { OPEN_LEDGER_CLIENT_ID: admin.clientId, OPEN_LEDGER_CLIENT_SECRET: admin.clientSecret };
    const books: unknown[] = [];
    for (const [name, size] of Object.entries(ways)) {
      const args = ['import', file, '--url', server.url, '--company-name', name, '--batch-size', String(size)];
      expect(await openLedger(args, environment)).toMatchObject({
        code: 0,
        out: expect.stringContaining(`${TRANSACTIONS} posted`) as string,
      });
      const found = 'query ($name: String!) { companies(filter: { search: $name }, first: 1) { nodes { id journalHead { number } } } }';
      const [{ id, journalHead }] = (await server.graphql(found, { name }, admin.token)).data.companies.nodes;
      expect(journalHead.number).toBe(TRANSACTIONS);
      books.push((await server.graphql(trialBalances, { id }, admin.token)).data);
    }
    expect(books[0]).toMatchObject({ d2: { rows: expect.arrayContaining([expect.anything()]) as unknown } });
    expect(books[1]).toEqual(books[0]);
    await expectSoundBooks(home.url);
  }, 120_000);
});
