import type { Browser } from 'playwright-core';
import { startServer, type TestClient, type TestServer } from '../../support/server';
import { sqliteEngine } from '../../support/sqlite-engine';
import { ensureBundle } from './support/bundle';
import { findChromium, launchChromium } from './support/chromium';
import { PlaygroundPage } from './support/playground-page';

// A busy machine draws slowly.
jest.setTimeout(120_000);

const executablePath = findChromium();
if (!executablePath) process.stderr.write('Skipped, the playground in a browser: no Chromium found; CHROMIUM_PATH says where one is.\n');

(executablePath ? describe : describe.skip)('the playground in a browser', () => {
  let server: TestServer;
  let client: TestClient;
  let companyId: string;
  let browser: Browser;
  let visitor: PlaygroundPage;

  beforeAll(async () => {
    ensureBundle();
    // One engine is enough: all that the page does to the books is tested through the API on both.
    server = await startServer(sqliteEngine, { settings: { PLAYGROUND: 'true' } });
    client = await server.client('ADMIN');
    const opened = await server.graphql(
      'mutation { createCompany(input: { legalName: "Café Sol", chart: STANDARD }) { company { id } } }',
      {},
      client.token,
    );
    companyId = opened.data.createCompany.company.id;
    browser = await launchChromium(String(executablePath));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    visitor = await PlaygroundPage.open(browser, server.url);
  });

  afterEach(() => visitor.page.close());

  async function signIn(): Promise<string> {
    await visitor.openTab('GetToken');
    await visitor.setVariables({ clientId: client.clientId, clientSecret: client.clientSecret });
    const { data } = (await visitor.run()) as { data: { token: { accessToken: string } } };
    await visitor.waitForAnswer('accessToken');
    return data.token.accessToken;
  }

  test('opens on five operations in the order in which they are of use', async () => {
    expect(await visitor.page.title()).toBe('Open Ledger');
    expect(await visitor.tabNames()).toEqual(['GetToken', 'Companies', 'PostTransaction', 'TrialBalance', 'Statements']);
    await visitor.waitForNotice('No token yet');
  });

  test('shows a stranger the documentation', async () => {
    await visitor.openDocumentation();
    await visitor.searchDocumentation('token', 'Mutation.token');
    await visitor.waitForDocumentation('clientSecret');
    expect(visitor.complaints).toEqual({ foreignRequests: [], console: [], failedRequests: [] });
  });

  test('puts a token into the headers of every tab, new ones included, and nowhere that outlives the page', async () => {
    const accessToken = await signIn();
    await visitor.waitForNotice('Signed in');
    for (const tab of ['TrialBalance', 'Companies', 'PostTransaction', 'GetToken']) {
      await visitor.openTab(tab);
      await visitor.waitForTool('headers', `"Authorization": "Bearer ${accessToken}"`);
    }
    await visitor.addTab();
    await visitor.waitForTool('headers', `"Authorization": "Bearer ${accessToken}"`);

    const stored = await visitor.stored();
    expect(stored).toBe('[{},{},""]');
    expect(await visitor.page.content()).toContain('Authorization');
  });

  test('leads from a token through the companies to a posted transaction and a trial balance, without copying anything', async () => {
    await signIn();
    await visitor.openTab('Companies');
    expect(await visitor.run()).toMatchObject({ data: { companies: { nodes: [{ id: companyId, legalName: 'Café Sol' }] } } });
    await visitor.waitForAnswer(companyId);

    await visitor.openTab('PostTransaction');
    await visitor.waitForTool('variables', `"companyId": "${companyId}"`);
    expect(await visitor.run()).toMatchObject({ data: { createTransaction: { transaction: { status: 'POSTED' } } } });
    await visitor.waitForAnswer('POSTED');

    await visitor.openTab('TrialBalance');
    await visitor.waitForTool('variables', `"companyId": "${companyId}"`);
    expect(await visitor.run()).toMatchObject({
      data: { trialBalance: { totalDebit: { amount: '125.00' }, totalCredit: { amount: '125.00' } } },
    });
    await visitor.waitForAnswer('totalCredit');

    expect(visitor.complaints).toEqual({ foreignRequests: [], console: [], failedRequests: [] });
  });

  test('gets a new token, and the documentation, in spite of one that the server refuses', async () => {
    await visitor.openTab('Companies');
    await visitor.setHeaders({ Authorization: 'Bearer of.no.use' });
    await visitor.run();
    await visitor.waitForNotice('refused');
    await visitor.reloadDocumentation();

    await visitor.openTab('GetToken');
    await visitor.setHeaders({ Authorization: 'Bearer of.no.use' });
    const accessToken = await signIn();
    await visitor.waitForTool('headers', `Bearer ${accessToken}`);
    await visitor.openTab('Companies');
    expect(await visitor.run()).toHaveProperty('data.companies.nodes');
    await visitor.waitForNotice('Signed in');
  });

  test('follows the colours of the system', async () => {
    const background = () => visitor.page.evaluate('getComputedStyle(document.querySelector(".graphiql-container")).backgroundColor');
    await visitor.page.emulateMedia({ colorScheme: 'light' });
    const light = await background();
    await visitor.page.emulateMedia({ colorScheme: 'dark' });
    expect(await background()).not.toBe(light);
  });
});
