import type { Browser } from 'playwright-core';
import { ensureSandbox } from '../../../src/sandbox';
import { startServer, type TestServer } from '../../support/server';
import { sqliteEngine } from '../../support/sqlite-engine';
import { ensureBundle } from './support/bundle';
import { findChromium, launchChromium } from './support/chromium';
import { PlaygroundPage } from './support/playground-page';

interface Money {
  readonly amount: string;
}

interface Section {
  readonly totals: readonly [Money];
}

// A busy machine draws slowly.
jest.setTimeout(120_000);

const executablePath = findChromium();
if (!executablePath) process.stderr.write('Skipped, the auditor in a browser: no Chromium found; CHROMIUM_PATH says where one is.\n');

(executablePath ? describe : describe.skip)('the auditor of the sandbox in a browser', () => {
  let server: TestServer;
  let auditor: { clientId: string; clientSecret: string };
  let companyId: string;
  let browser: Browser;
  let visitor: PlaygroundPage;

  beforeAll(async () => {
    ensureBundle();
    // One engine is enough: statements are tested through the API on both.
    server = await startServer(sqliteEngine, { settings: { PLAYGROUND: 'true' } });
    const { developers, companies, ledger } = server.services;
    const options = { developers: developers.developers, companies: companies.companies, transactions: ledger.transactions };
    const sandbox = (await ensureSandbox(options))!;
    auditor = sandbox.clients.find(({ role }) => role === 'AUDITOR')!;
    companyId = sandbox.companyId;
    browser = await launchChromium(String(executablePath));
    visitor = await PlaygroundPage.open(browser, server.url);
    await visitor.openTab('GetToken');
    await visitor.setVariables({ clientId: auditor.clientId, clientSecret: auditor.clientSecret });
    await visitor.run();
    await visitor.waitForNotice('Signed in');
    await visitor.openTab('Companies');
    await visitor.run();
    await visitor.waitForAnswer(companyId);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('reads a trial balance, a balance sheet, an income statement and a cash flow statement by pressing play', async () => {
    await visitor.openTab('TrialBalance');
    await visitor.waitForTool('variables', companyId);
    const balances = (await visitor.run()) as { data: { trialBalance: { rows: object[]; totalDebit: Money; totalCredit: Money } } };
    const { rows, totalDebit, totalCredit } = balances.data.trialBalance;
    expect(rows.length).toBeGreaterThan(20);
    expect(totalDebit).toEqual(totalCredit);
    await visitor.waitForAnswer('trialBalance');

    await visitor.openTab('Statements');
    await visitor.waitForTool('variables', companyId);
    const answer = (await visitor.run()) as {
      data: {
        balanceSheet: { assets: Section; totalLiabilitiesAndEquity: readonly [Money] };
        incomeStatement: { netIncome: readonly Money[] };
        cashFlowStatement: { closingCash: readonly [Money] };
      };
    };
    const { balanceSheet, incomeStatement, cashFlowStatement } = answer.data;
    expect(Number(balanceSheet.assets.totals[0].amount)).toBeGreaterThan(0);
    expect(balanceSheet.totalLiabilitiesAndEquity).toEqual(balanceSheet.assets.totals);
    expect(incomeStatement.netIncome.length).toBeGreaterThan(1);
    expect(Number(cashFlowStatement.closingCash[0].amount)).toBeGreaterThan(0);
    await visitor.waitForAnswer('balanceSheet');
  });

  test('reads a general ledger, and what changed since it was known', async () => {
    const { data } = await server.graphql(
      'query ($id: ID!) { accounts(companyId: $id, filter: { codePrefix: "1000" }) { nodes { id } } }',
      { id: companyId },
      await server.token(auditor),
    );
    await visitor.addTab();
    const ledger = `generalLedger(companyId: "${companyId}", accountId: "${data.accounts.nodes[0].id}", from: "2026-01-01", to: "2026-12-31", last: 3)`;
    const changes = `statementChanges(companyId: "${companyId}", to: "2025-12-31", knownAt: "2026-01-01T00:00:00Z")`;
    await visitor.setQuery(`{ ${ledger} { nodes { balance { amount } } } ${changes} { accounts { difference { amount } } } }`);
    const answer = (await visitor.run()) as { data: { generalLedger: { nodes: object[] }; statementChanges: { accounts: object[] } } };
    expect(answer.data.generalLedger.nodes).toHaveLength(3);
    expect(answer.data.statementChanges.accounts.length).toBeGreaterThan(20);
    await visitor.waitForAnswer('generalLedger');
  });

  test('is refused a transaction, is told why, and leaves the books as they were', async () => {
    const count = async () =>
      (
        await server.graphql(
          'query ($id: ID!) { transactions(companyId: $id) { totalCount } }',
          { id: companyId },
          await server.token(auditor),
        )
      ).data.transactions.totalCount as number;
    const before = await count();
    await visitor.openTab('PostTransaction');
    await visitor.waitForTool('variables', companyId);
    expect(await visitor.run()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    await visitor.waitForAnswer('transactions:write');
    expect(await count()).toBe(before);
    expect(visitor.complaints).toEqual({ foreignRequests: [], console: [], failedRequests: [] });
  });
});
