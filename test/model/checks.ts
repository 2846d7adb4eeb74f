import type { Database } from '../../src/database';
import { balancesOf, exponents, textOf, type ModelCompany } from './model/state';
import { World } from './world';

/** What the books of a company must look like after every step, by the API and by the tables. */
export async function expectAgreement(world: World, company: ModelCompany, database: Database): Promise<void> {
  await expectApi(world, company);
  await expectTables(company, database);
}

async function expectApi(world: World, company: ModelCompany): Promise<void> {
  const totals = Object.keys(exponents).map(
    (currency) =>
      `${currency}: trialBalance(companyId: $id, asOf: "9999-12-31", currency: "${currency}") { totalDebit { amount } totalCredit { amount } }`,
  );
  const query = `query ($id: ID!) { company(id: $id) { booksClosedThrough journalHead { number }
      accounts(first: 20) { nodes { code status balances { amount currency } } }
      transactions(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { totalCount nodes { ${World.fields} } } } ${totals.join(' ')} }`;
  const { company: told, ...trialBalances } = await world.ask(query, { input: undefined, id: company.id });
  expect(told.booksClosedThrough).toBe(company.closedThrough || null);
  expect(told.journalHead?.number ?? 0).toBe(company.lastNumber);
  const balances = balancesOf(company);
  const accounts = [...company.accounts].sort((a, b) => (a.code < b.code ? -1 : 1));
  type Account = { code: string; status: string; balances: { amount: string; currency: string }[] };
  expect((told.accounts.nodes as Account[]).map((account) => ({ ...account, balances: account.balances.filter(({ amount }) => /[1-9]/.test(amount)) }))).toEqual(
    accounts.map(({ code, archived, normalBalance }) => ({
      code,
      status: archived ? 'ARCHIVED' : 'ACTIVE',
      balances: Object.keys(exponents).sort().flatMap((currency) => {
        const net = balances.get(`${code} ${currency}`);
        return net === undefined ? [] : [{ amount: textOf(normalBalance === 'DEBIT' ? net : -net, currency), currency }];
      }),
    })),
  ); // prettier-ignore
  for (const currency of Object.keys(exponents)) {
    const debits = [...balances].filter(([name, net]) => name.endsWith(currency) && net > 0n).reduce((sum, [, net]) => sum + net, 0n);
    const amount = textOf(debits, currency);
    expect(trialBalances[currency]).toEqual({ totalDebit: { amount }, totalCredit: { amount } });
  }
  expect(told.transactions.totalCount).toBe(company.transactions.length);
  const ids = world.transactionIds(company.id);
  for (const { id, ...shown } of told.transactions.nodes) {
    expect({ id, ...shown }).toEqual({ id, ...world.shown(company.id, company.transactions[ids.indexOf(id)]!) });
  }
}

async function expectTables({ id, ...company }: ModelCompany, { reader }: Database): Promise<void> {
  const own = 'join companies c on c.key = a.company_key where c.id = ?1';
  /** Minor units by account and currency; a sum may be past what a JSON number holds. */
  const sums = async (sum: string, from: string) => {
    const rows = (await reader.rows(['a.code', 'currency', `cast(${sum} as text)`], `${from} group by a.code, currency`, [
      id,
    ])) as string[][];
    return new Map(rows.filter(([, , units]) => units !== '0').map(([code, currency, units]) => [`${code} ${currency}`, BigInt(units!)]));
  };
  const kept = (where: string) =>
    sums('sum(b.debit) - sum(b.credit)', `from balances b join accounts a on a.key = b.account_key ${own} and ${where}`);
  const [entries, months, dates] = [
    await sums('sum(e.amount)', `from entries e join accounts a on a.key = e.account_key join transactions t on t.key = e.transaction_key ${own} and t.status = 'POSTED'`),
    await kept('b.period < 1000000'),
    await kept('b.period > 1000000'),
  ]; // prettier-ignore
  const sorted = (sum: Map<string, bigint>) => [...sum].sort(([one], [other]) => (one < other ? -1 : 1));
  const expected = sorted(balancesOf(company as ModelCompany));
  expect([entries, months, dates].map(sorted)).toEqual([expected, expected, expected]);
  const currencies = new Map<string, bigint>();
  for (const [name, units] of entries) currencies.set(name.slice(-3), (currencies.get(name.slice(-3)) ?? 0n) + units);
  expect([...currencies.values()].filter((sum) => sum !== 0n)).toEqual([]);
  const numbers = await reader.rows(['t.number'], 'from transactions t join companies c on c.key = t.company_key where c.id = ?1 and t.number is not null order by t.number', [id]); // prettier-ignore
  expect(numbers.map(([number]) => number)).toEqual(Array.from({ length: company.lastNumber }, (_, index) => index + 1));
}
