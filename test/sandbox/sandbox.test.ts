import { banner, ensureSandbox, type SandboxCredentials, type SandboxOptions } from '../../src/sandbox';
import { firmTransactions } from '../../src/sandbox/firm/transactions';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const COMPANIES = '{ companies { totalCount nodes { id legalName transactions { totalCount } accounts { totalCount } } } }';
const VIEWER = '{ viewer { roles } }';
const TRIAL_BALANCE = `query ($companyId: ID!, $asOf: Date!) {
  trialBalance(companyId: $companyId, asOf: $asOf) { totalDebit { amount } totalCredit { amount } }
}`;

forEachEngine((engine) => {
  let server: TestServer;
  let options: SandboxOptions;

  beforeEach(async () => {
    server = await startServer(engine);
    const { developers, companies, ledger } = server.services;
    options = { developers: developers.developers, companies: companies.companies, transactions: ledger.transactions };
  });
  afterEach(() => server.close());

  async function tokenOf(sandbox: SandboxCredentials, role: string): Promise<string> {
    return server.token(sandbox.clients.find((client) => client.role === role)!);
  }

  test('the first start makes a company with balanced books up to today, and a way in for each role', async () => {
    const sandbox = (await ensureSandbox(options))!;
    for (const role of ['ADMIN', 'DEVELOPER', 'AUDITOR']) {
      const { data } = await server.graphql(VIEWER, {}, await tokenOf(sandbox, role));
      expect(data.viewer.roles).toEqual([role]);
    }
    const token = await tokenOf(sandbox, 'AUDITOR');
    const { data } = await server.graphql(COMPANIES, {}, token);
    const count = firmTransactions(server.clock.now(), 20_260_101).length;
    expect(data.companies).toEqual({
      totalCount: 1,
      nodes: [{ id: sandbox.companyId, legalName: sandbox.companyName, transactions: { totalCount: count }, accounts: { totalCount: 35 } }],
    });
    for (const asOf of ['2025-06-30', '2026-07-01']) {
      const answer = await server.graphql(TRIAL_BALANCE, { companyId: sandbox.companyId, asOf }, token);
      const { totalDebit, totalCredit } = answer.data.trialBalance;
      expect(totalDebit.amount).toMatch(/^[1-9]\d{5,6}\.\d\d$/);
      expect(totalDebit).toEqual(totalCredit);
    }
  });

  test('later starts make nothing, and neither does a first one where a developer is there already', async () => {
    const sandbox = (await ensureSandbox(options))!;
    const before = await server.graphql(COMPANIES, {}, await tokenOf(sandbox, 'ADMIN'));
    expect(await ensureSandbox(options)).toBeUndefined();
    const after = await server.graphql(COMPANIES, {}, await tokenOf(sandbox, 'ADMIN'));
    expect(after.data).toEqual(before.data);
    const other = await startServer(engine);
    const token = await other.admin();
    const { developers, companies, ledger } = other.services;
    const services = { developers: developers.developers, companies: companies.companies, transactions: ledger.transactions };
    expect(await ensureSandbox(services)).toBeUndefined();
    expect((await other.graphql(COMPANIES, {}, token)).data.companies.totalCount).toBe(0);
    await other.close();
  });

  test('a first start that was cut off is carried on by the next, on another day, without doubles', async () => {
    let calls = 0;
    const cutOff: SandboxOptions['transactions'] = {
      createMany: (caller, input) => {
        calls += 1;
        return calls === 2 ? Promise.reject(new Error('the power went')) : options.transactions.createMany(caller, input);
      },
    };
    await expect(ensureSandbox({ ...options, transactions: cutOff })).rejects.toThrow('the power went');
    expect(await options.developers.developersExist()).toBe(false);
    const count = firmTransactions(server.clock.now(), 20_260_101).length;
    server.clock.advance(40 * 86_400_000);
    const sandbox = (await ensureSandbox(options))!;
    const { data } = await server.graphql(COMPANIES, {}, await tokenOf(sandbox, 'ADMIN'));
    expect(data.companies.nodes).toMatchObject([{ transactions: { totalCount: count } }]);
  });
});

describe('the banner', () => {
  const clients = (['ADMIN', 'DEVELOPER', 'AUDITOR'] as const).map((role) => ({
    role,
    clientId: `id${role}`,
    clientSecret: `secret${role}`,
  }));
  const sandbox: SandboxCredentials = { companyId: 'c', companyName: 'Harbor Lane Coffee LLC', clients };

  test('of the first start has the addresses, all ways in, and says that they are shown once', () => {
    const text = banner({ url: 'http://127.0.0.1:4000', playground: true, sandbox });
    expect(text).toContain('http://127.0.0.1:4000/graphql');
    expect(text).toContain('Playground   http://127.0.0.1:4000/');
    for (const { role, clientId, clientSecret } of clients) expect(text).toMatch(new RegExp(`${role} +${clientId} +${clientSecret}\n`));
    expect(text).toContain('shown this once');
  });

  test('of later starts has the addresses and how to issue new credentials', () => {
    const text = banner({ url: 'http://127.0.0.1:4000', playground: false, sandbox: undefined });
    expect(text).toContain('http://127.0.0.1:4000/graphql');
    expect(text).not.toContain('Playground');
    expect(text).toMatch(/createCredential.*npx open-ledger create-admin/s);
    expect(text).not.toContain('curl');
  });
});
