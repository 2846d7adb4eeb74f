import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { openLedger } from '../cli/support';

const lines = 230;

forEachEngine((engine) => {
  let server: TestServer;
  let companyId: string;
  let otherId: string;
  let bankId: string;
  let auditor: string;

  beforeAll(async () => {
    server = await startServer(engine);
    const admin = await server.admin();
    const open = async (legalName: string) => {
      const { data } = await server.graphql(
        'mutation ($input: CreateCompanyInput!) { createCompany(input: $input) { company { id accounts { nodes { id code } } } } }',
        { input: { legalName, baseCurrency: 'USD', chart: 'STANDARD' } },
        admin,
      );
      return data!.createCompany.company as { id: string; accounts: { nodes: { id: string; code: string }[] } };
    };
    const company = await open('Tables & Co');
    companyId = company.id;
    otherId = (await open('Other')).id;
    bankId = company.accounts.nodes.find(({ code }) => code === '1000')!.id;
    auditor = await server.as('AUDITOR', companyId);
    const transactions = Array.from({ length: lines }, (_, index) => ({
      date: index < 200 ? '2026-01-31' : '2026-02-28',
      description: index === 0 ? '=HYPERLINK("http://evil.example")' : `Sale ${index}`,
      counterparty: index === 0 ? '-2+3' : null,
      entries: [
        { accountCode: '1000', direction: 'DEBIT', amount: '10.00' },
        { accountCode: '4000', direction: 'CREDIT', amount: '10.00' },
      ],
    }));
    const euros = [
      { accountCode: '1000', direction: 'DEBIT', amount: '7.00', currency: 'EUR' },
      { accountCode: '4000', direction: 'CREDIT', amount: '7.00', currency: 'EUR' },
    ];
    const { errors } = await server.graphql(
      'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { error { message } } } }',
      { input: { companyId, transactions: [...transactions, { date: '2026-02-01', description: 'In euros', entries: euros }] } },
      admin,
    );
    expect(errors).toBeUndefined();
  });
  afterAll(() => server.close());

  const get = (name: string, query: Record<string, string>, token: string | undefined = auditor) =>
    server.fetch(
      `/reports/${name}.csv?${new URLSearchParams(query).toString()}`,
      token ? { headers: { authorization: `Bearer ${token}` } } : {},
    );
  const rowsOf = async (name: string, query: Record<string, string>) => {
    const response = await get(name, { companyId, ...query });
    expect(response.status).toBe(200);
    return parse(await response.text(), { columns: true }) as unknown as Record<string, string>[];
  };
  const failureOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string; violations?: object[] } }[] };
    return {
      status: response.status,
      code: errors[0]!.extensions.code,
      message: errors[0]!.message,
      violations: errors[0]!.extensions.violations,
    };
  };

  it('a statement comes as CSV with the figures that GraphQL has, and names the currencies that it leaves out', async () => {
    const response = await get('trial-balance', { companyId, asOf: '2026-12-31' });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="trial-balance.csv"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await response.text()).split('\r\n')).toEqual([
      'kind,account,name,debit,credit,currency',
      expect.stringMatching(/^line,1000,[^,]+,2300\.00,0\.00,USD$/),
      expect.stringMatching(/^line,4000,[^,]+,0\.00,2300\.00,USD$/),
      'total,,Total,2300.00,2300.00,USD',
      'note,,Figures in other currencies are left out: EUR,,,',
      '',
    ]);
  });

  it('the columns of a statement are its days or periods', async () => {
    const sheet = await rowsOf('balance-sheet', { asOf: '2026-12-31', compareTo: '2026-01-31,2025-12-31' });
    expect(Object.keys(sheet[0]!).slice(6)).toEqual(['2026-12-31', '2026-01-31', '2025-12-31']);
    const earnings = sheet.find(({ name }) => name === 'Undistributed earnings')!;
    expect([earnings['2026-12-31'], earnings['2026-01-31'], earnings['2025-12-31']]).toEqual(['2300.00', '2000.00', '0.00']);
    const [assets, others] = ['Total assets', 'Total liabilities and equity'].map((wanted) => sheet.find(({ name }) => name === wanted)!);
    expect(Object.values(others!).slice(6)).toEqual(Object.values(assets!).slice(6));
    const income = await rowsOf('income-statement', { from: '2026-01-01', to: '2026-02-28', interval: 'MONTH' });
    const net = income.find(({ name }) => name === 'Net income')!;
    expect([net['2026-01-01/2026-01-31'], net['2026-02-01/2026-02-28']]).toEqual(['2000.00', '300.00']);
    const cash = await rowsOf('cash-flow', { from: '2026-01-01', to: '2026-12-31' });
    expect(cash.find(({ name }) => name === 'Cash at the end')!['2026-01-01/2026-12-31']).toBe('2300.00');
  });

  it('a general ledger of many pages comes whole, with a running balance from line to line', async () => {
    const rows = await rowsOf('general-ledger', { accountId: bankId, from: '2026-01-01', to: '2026-12-31' });
    expect(rows[0]).toMatchObject({ kind: 'total', description: 'Opening balance', balance: '0.00' });
    const posted = rows.filter(({ kind }) => kind === 'line');
    expect(posted.map(({ balance }) => balance)).toEqual(Array.from({ length: lines }, (_, index) => `${(index + 1) * 10}.00`));
    expect(rows.at(-2)).toMatchObject({ kind: 'total', description: 'Closing balance', balance: '2300.00' });
    expect(rows.at(-1)).toMatchObject({ kind: 'note', description: 'Figures in other currencies are left out: EUR' });
  });

  it('no text is taken for a formula by a spreadsheet', async () => {
    const [first] = (await rowsOf('general-ledger', { accountId: bankId, from: '2026-01-01', to: '2026-12-31' })).slice(1);
    expect(first).toMatchObject({ description: `'=HYPERLINK("http://evil.example")`, counterparty: "'-2+3" });
  });

  it('everything that is wrong with an address is told at once', async () => {
    const response = await get('balance-sheet', { asOf: '2026-02-30', compareTo: 'yesterday', interval: 'MONTH', includeZero: '1' });
    expect(await failureOf(response)).toMatchObject({
      status: 400,
      code: 'BAD_USER_INPUT',
      violations: [
        { code: 'UNKNOWN', path: ['interval'] },
        { code: 'REQUIRED', path: ['companyId'] },
        { code: 'INVALID', path: ['asOf'] },
        { code: 'INVALID', path: ['compareTo'] },
        { code: 'INVALID', path: ['includeZero'] },
      ],
    });
    // Every object has these, so that they are easily taken for values.
    const inherited = await get('income-statement', {
      companyId,
      from: '2026-01-01',
      to: '2026-02-01',
      interval: 'constructor',
      includeZero: 'toString',
    });
    expect((await failureOf(inherited)).violations).toMatchObject([
      { code: 'INVALID', path: ['interval'] },
      { code: 'INVALID', path: ['includeZero'] },
    ]);
    const twice = await server.fetch(`/reports/trial-balance.csv?companyId=${companyId}&asOf=2026-01-01&asOf=2026-01-02`, {
      headers: { authorization: `Bearer ${auditor}` },
    });
    expect(await failureOf(twice)).toMatchObject({ status: 400, violations: [{ code: 'INVALID', path: ['asOf'] }] });
    expect(await failureOf(await get('income-statement', { companyId, from: '2026-02-01', to: '2026-01-01' }))).toMatchObject({
      status: 400,
    });
  });

  it('nobody reads without a token and the right, and what cannot be seen looks like what does not exist', async () => {
    const query = { companyId, asOf: '2026-12-31' };
    const anonymous = await server.fetch(`/reports/trial-balance.csv?${new URLSearchParams(query).toString()}`);
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    expect(await failureOf(anonymous)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await failureOf(await get('trial-balance', query, 'not.a.token'))).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const developer = await server.as('DEVELOPER');
    const [foreign, missing, denied] = [
      await failureOf(await get('trial-balance', { ...query, companyId: otherId })),
      await failureOf(await get('trial-balance', { ...query, companyId: randomUUID() })),
      await failureOf(await get('trial-balance', query, developer)),
    ];
    expect(foreign).toEqual(missing);
    expect(foreign.code).toBe('NOT_FOUND');
    expect(denied.code).toBe('NOT_FOUND');
    const account = { accountId: randomUUID(), from: '2026-01-01', to: '2026-12-31' };
    expect(await failureOf(await get('general-ledger', { companyId, ...account }))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('a token in the address is refused as it is elsewhere', async () => {
    const response = await get('trial-balance', { companyId, asOf: '2026-12-31', access_token: auditor });
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_request"');
    expect(await failureOf(response)).toMatchObject({ status: 400, code: 'UNAUTHENTICATED' });
  });

  it('what was refused stands in the audit trail, and what was answered in usage, as of the field that tells the same', async () => {
    const admin = await server.admin();
    const asked = async () => {
      await server.services.usage.flush();
      const { data } = await server.graphql(
        'query ($from: DateTime!, $to: DateTime!) { usage(from: $from, to: $to, groupBy: [FIELD, STATUS]) { series { field status figures { requests rows } } } }',
        { from: new Date(server.clock.now() - 3_600_000).toISOString(), to: new Date(server.clock.now() + 3_600_000).toISOString() },
        admin,
      );
      const series = data!.usage.series as { field: string; status: string; figures: { requests: number; rows: number } }[];
      const of = (status: string) => series.find((each) => each.field === 'cashFlowStatement' && each.status === status)?.figures;
      return { answered: of('OK') ?? { requests: 0, rows: 0 }, refused: of('NOT_FOUND')?.requests ?? 0 };
    };
    const before = await asked();
    const days = { from: '2026-01-01', to: '2026-12-31' };
    const rows = await rowsOf('cash-flow', days);
    await get('cash-flow', { companyId: otherId, ...days });
    const after = await asked();
    expect(after.answered).toEqual({ requests: before.answered.requests + 1, rows: before.answered.rows + rows.length + 1 });
    expect(after.refused).toBe(before.refused + 1);

    await server.database.audit.flush();
    const events = 'query ($id: ID!) { auditEvents(filter: { companyId: $id, action: "cashFlowStatement" }) { nodes { outcome detail } } }';
    const { data } = await server.graphql(events, { id: otherId }, admin);
    expect(data!.auditEvents.nodes).toEqual([{ outcome: 'DENIED', detail: { code: 'NOT_FOUND', path: 'cashFlowStatement' } }]);
  });

  it('the command line prints a statement as a table that lines up', async () => {
    const { clientId, clientSecret } = await server.client('AUDITOR', companyId);
    const environment = { OPEN_LEDGER_CLIENT_ID: clientId, OPEN_LEDGER_CLIENT_SECRET: clientSecret };
    const report = (...args: string[]) => openLedger(['report', ...args, '--company-id', companyId, '--url', server.url], environment);
    const { code, out } = await report('income-statement', '--from', '2026-01-01', '--to', '2026-02-28', '--interval', 'month');
    expect(code).toBe(0);
    expect(out.replace(/4000 {5}\S+/, '4000     Sales')).toBe(
      [
        'Income statement of Tables & Co',
        'From 2026-01-01 to 2026-02-28',
        'In USD',
        '',
        'Account                   2026-01  2026-02',
        '',
        'Revenue',
        '4000     Sales           2,000.00   300.00',
        '                         ────────  ───────',
        '         Total revenue   2,000.00   300.00',
        '',
        'Expenses',
        '         Total expenses      0.00     0.00',
        '',
        '         Net income      2,000.00   300.00',
        '',
        'Figures in other currencies are left out: EUR',
        '',
      ].join('\n'),
    );
    const ledger = await report('general-ledger', '--account', '1000', '--from', '2026-01-01', '--to', '2026-12-31', '--csv');
    expect(ledger.out.trim().split('\r\n')).toHaveLength(lines + 4);
    expect(await report('general-ledger', '--account', '1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('has no account 1.') as string,
    });
    expect(await report('balance-sheet', '--currency', 'XQQ')).toMatchObject({ code: 1, err: expect.stringContaining('XQQ') as string });
    expect(await report('cash-flow', '--interval', 'week')).toMatchObject({ code: 2 });
  });
});
