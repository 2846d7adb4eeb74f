import type { CompanyRow } from '../companies';
import type { AccountRow, Accounts, JournalExtent, Movement, Movements, PostedSince, TransactionRow, Transactions } from '../ledger';
import { dayBefore, type LedgerDate } from '../shared/dates';
import { RequestLoaders } from '../shared/loaders';
import type { MoneyValue } from '../shared/money';
import { MAX_PAGE, parsePage, type Connection, type PageArguments } from '../shared/pagination';
import { onNormalSide, type StatementRequest } from './figures';

export interface ChangeSources {
  readonly accounts: Pick<Accounts, 'chart'>;
  readonly movements: Pick<Movements, 'between' | 'extent'>;
  readonly transactions: Pick<Transactions, 'postedSince' | 'entriesOf'>;
}

/** What an account shows in a statement, then and now: on its normal side, without its sub-accounts. */
export interface AccountChange {
  readonly account: AccountRow;
  readonly amountThen: MoneyValue;
  readonly amountNow: MoneyValue;
  readonly difference: MoneyValue;
}

/** A line that was posted since, with what it adds on the normal side of its account. */
export interface ChangedLine {
  readonly account: AccountRow;
  readonly transaction: TransactionRow;
  readonly difference: MoneyValue;
}

/** The days that a statement is of. Without the first it is of balances, and all that was before counts. */
export interface ChangedDays {
  readonly from: LedgerDate | null;
  readonly to: LedgerDate;
}

/** How a statement differs from what it was at an earlier moment. */
export class StatementChanges {
  constructor(
    private readonly request: StatementRequest,
    private readonly days: ChangedDays,
    private readonly now: JournalExtent,
    readonly accounts: readonly AccountChange[],
    readonly otherCurrencies: readonly string[],
    private readonly chart: readonly AccountRow[],
    private readonly sources: ChangeSources,
  ) {}

  get companyKey(): number {
    return this.company.key;
  }

  get company(): CompanyRow {
    return this.request.company;
  }

  get currency(): string {
    return this.request.currency;
  }

  get from(): LedgerDate | null {
    return this.days.from;
  }

  get to(): LedgerDate {
    return this.days.to;
  }

  get knownAt(): number | null {
    return this.request.knownAt;
  }

  get journalNumberThen(): number {
    return this.request.extent.through;
  }

  get journalNumber(): number {
    return this.now.through;
  }

  /** Those that make the difference, in the order in which they were posted. With `loaders` their lines are read too. */
  transactions(args: PageArguments, loaders?: RequestLoaders): Promise<Connection<TransactionRow>> {
    const { companyKey, currency, from, to, journalNumberThen: after, journalNumber: through } = this;
    const page = parsePage(args, ['statementChanges', companyKey, from, to, currency, after]);
    const scope: PostedSince = { companyKey, numbers: { after, through }, currency, dateFrom: from, dateTo: to };
    return this.sources.transactions.postedSince(scope, page, loaders);
  }

  /** Every line that makes the difference, by the pages of their transactions: memory holds one. */
  async *lines(): AsyncGenerator<ChangedLine[]> {
    const accounts = new Map(this.chart.map((account) => [account.key, account]));
    const { entriesOf } = this.sources.transactions;
    for (let after: string | null = null; ;) {
      const loaders = new RequestLoaders();
      const { nodes, pageInfo }: Connection<TransactionRow> = await this.transactions({ first: MAX_PAGE, after }, loaders);
      const entries = await Promise.all(nodes.map(async (transaction) => transaction.entries ?? loaders.now(entriesOf, transaction)));
      yield nodes.flatMap((transaction, index) =>
        entries[index]!.filter(({ currency }) => currency === this.currency).map(({ accountKey, units }) => {
          const account = accounts.get(accountKey)!;
          return { account, transaction, difference: onNormalSide(account, this.currency)(BigInt(units)) };
        }),
      );
      if (!pageInfo.hasNextPage) return;
      after = pageInfo.endCursor;
    }
  }
}

/**
 * Reads what was posted since the moment of a request, and is dated within the days of a statement. The cost is that of the chart and of
 * what was posted since, not that of the books.
 */
export async function statementChanges(sources: ChangeSources, request: StatementRequest, days: ChangedDays): Promise<StatementChanges> {
  const { company, currency, extent } = request;
  const now = await sources.movements.extent(company.key);
  const ends = days.from === null ? [days.to] : [dayBefore(days.from), days.to];
  const [chart, before, after] = await Promise.all([
    sources.accounts.chart(company.key),
    sources.movements.between(extent, ends),
    sources.movements.between(now, ends),
  ]);
  const changed = differing(before, after);
  const own = new Map(changed.filter((each) => each.currency === currency).map((each) => [each.accountKey, each]));
  const accounts = chart.flatMap((account) => {
    const change = own.get(account.key);
    return change ? [changeOf(account, change)] : [];
  });
  const others = new Set(changed.map((each) => each.currency).filter((each) => each !== currency));
  return new StatementChanges(request, days, now, accounts, [...others].sort(), chart, sources);
}

/** Minor units of an account in a currency, a debit above zero. */
interface Change {
  readonly accountKey: number;
  readonly currency: string;
  readonly before: bigint;
  readonly after: bigint;
}

function differing(before: readonly Movement[], after: readonly Movement[]): Change[] {
  const name = ({ accountKey, currency }: Movement) => `${accountKey} ${currency}`;
  const ofDays = ({ units }: Movement) => units.at(-1)!;
  const known = new Map(before.map((each) => [name(each), ofDays(each)]));
  // What was posted once is never taken away, so whatever there was then there is now.
  return after
    .map((each) => ({ ...each, before: known.get(name(each)) ?? 0n, after: ofDays(each) }))
    .filter((change) => change.before !== change.after);
}

function changeOf(account: AccountRow, { currency, before, after }: Change): AccountChange {
  const inMoney = onNormalSide(account, currency);
  return { account, amountThen: inMoney(before), amountNow: inMoney(after), difference: inMoney(after - before) };
}
