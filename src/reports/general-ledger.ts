import { EntryDirection, EntryRow, normalBalanceOf, positionOfLine } from '../ledger';
import type { AccountLine, AccountLines, AccountLineScope, AccountRow, Movements, TransactionRow, Transactions } from '../ledger';
import { dayBefore, type LedgerDate } from '../shared/dates';
import type { RequestLoaders } from '../shared/loaders';
import { money, type MoneyValue } from '../shared/money';
import { Connection, type PageRequest } from '../shared/pagination';
import type { StatementRequest } from './figures';
import type { ReportPeriod } from './periods';

export interface LedgerSources {
  readonly movements: Pick<Movements, 'between'>;
  readonly lines: AccountLines;
  readonly transactions: Pick<Transactions, 'byKey'>;
}

/** What the days of a general ledger open and close with, whichever page is shown. */
interface PeriodBalances {
  readonly periodOpeningBalance: MoneyValue;
  readonly periodClosingBalance: MoneyValue;
  readonly otherCurrencies: readonly string[];
}

/** A line with its transaction and the balance after it, on the account's normal side. */
export class GeneralLedgerLine {
  constructor(
    readonly line: AccountLine,
    readonly transaction: TransactionRow,
    readonly entry: EntryRow,
    /** Minor units, a debit balance above zero. */
    readonly after: bigint,
    private readonly inMoney: (units: bigint) => MoneyValue,
  ) {}

  get balance(): MoneyValue {
    return this.inMoney(this.after);
  }
}

/** A page of the lines of an account. What the page opens with and its lines add up to what it closes with. */
export class GeneralLedgerPage extends Connection<GeneralLedgerLine> {
  private period: Promise<PeriodBalances> | undefined;

  constructor(
    readonly account: AccountRow,
    readonly request: StatementRequest,
    rows: readonly GeneralLedgerLine[],
    page: PageRequest,
    count: () => Promise<number>,
    /** What an empty page opens and closes with: minor units, a debit balance above zero. */
    private readonly standing: bigint,
    private readonly inMoney: (units: bigint) => MoneyValue,
    private readonly readPeriod: () => Promise<PeriodBalances>,
  ) {
    super(rows, page, ({ line }) => positionOfLine(line), count);
  }

  get openingBalance(): MoneyValue {
    const [first] = this.nodes;
    return this.inMoney(first ? first.after - BigInt(first.line.units) : this.standing);
  }

  get closingBalance(): MoneyValue {
    return this.inMoney(this.nodes.at(-1)?.after ?? this.standing);
  }

  get knownAt(): number | null {
    return this.request.knownAt;
  }

  get journalNumber(): number {
    return this.request.extent.through;
  }

  async periodOpeningBalance(): Promise<MoneyValue> {
    return (await this.balancesOfPeriod()).periodOpeningBalance;
  }

  async periodClosingBalance(): Promise<MoneyValue> {
    return (await this.balancesOfPeriod()).periodClosingBalance;
  }

  async otherCurrencies(): Promise<readonly string[]> {
    return (await this.balancesOfPeriod()).otherCurrencies;
  }

  private balancesOfPeriod(): Promise<PeriodBalances> {
    return (this.period ??= this.readPeriod());
  }
}

/**
 * Every posted line of an account in one currency, with running balances. A page takes a few statements wherever it lies: its lines from
 * the index of the account's entries, and the balance before them from what is kept up to the day before and the lines of that day.
 */
export async function generalLedger(
  sources: LedgerSources,
  request: StatementRequest,
  account: AccountRow,
  { from, to }: ReportPeriod,
  page: PageRequest,
  loaders: RequestLoaders,
): Promise<GeneralLedgerPage> {
  const { currency, extent } = request;
  const scope: AccountLineScope = { extent, accountKey: account.key, currency, from, to };
  const inMoney = onSideOf(account, currency);
  const lines = await sources.lines.page(scope, page);
  if (page.direction === 'backward') lines.reverse();
  const [transactions, opening] = await Promise.all([
    loaders.ahead(
      sources.transactions.byKey,
      lines.map(({ transactionKey }) => transactionKey),
    ),
    balanceBefore(sources, scope, lines[0], page),
  ]);
  let balance = opening;
  const rows = lines.map((line, index) => {
    balance += BigInt(line.units);
    const transaction = transactions[index]!;
    const entry = new EntryRow(transaction.id, line.line, account.key, line.units, currency, line.memo);
    entry.account = account;
    return new GeneralLedgerLine(line, transaction, entry, balance, inMoney);
  });
  // A page of no rows may still have found one that lies beyond it.
  const standing = page.direction === 'backward' ? balance : opening;
  if (page.direction === 'backward') rows.reverse();
  const period = async () => periodBalances(await sources.movements.between(extent, [dayBefore(from), to], account.key), currency, inMoney);
  return new GeneralLedgerPage(account, request, rows, page, () => sources.lines.count(scope), standing, inMoney, period);
}

/** The balance before the first line of a page; of an empty page the one where it would lie. */
async function balanceBefore(
  { movements, lines }: LedgerSources,
  scope: AccountLineScope,
  first: AccountLine | undefined,
  { after, before, direction }: PageRequest,
): Promise<bigint> {
  const upTo = async (day: LedgerDate) => {
    const moved = await movements.between(scope.extent, [day], scope.accountKey);
    return moved.find(({ currency }) => currency === scope.currency)?.units[0] ?? 0n;
  };
  const cursor = direction === 'backward' ? (before ?? after) : (after ?? before);
  const position = first ? positionOfLine(first) : cursor;
  if (!position) return upTo(direction === 'backward' ? scope.to : dayBefore(scope.from));
  const sumOfDay = lines.sumOfDay(scope, position, !first && cursor === after ? 'with' : 'before');
  const [days, day] = await Promise.all([upTo(dayBefore(position[0] as LedgerDate)), sumOfDay]);
  return days + day;
}

function periodBalances(moved: Awaited<ReturnType<Movements['between']>>, currency: string, inMoney: (units: bigint) => MoneyValue) {
  const [opening, change] = moved.find((each) => each.currency === currency)?.units ?? [0n, 0n];
  return {
    periodOpeningBalance: inMoney(opening!),
    periodClosingBalance: inMoney(opening! + change!),
    otherCurrencies: moved.map((each) => each.currency).filter((other) => other !== currency),
  };
}

function onSideOf({ type }: AccountRow, currency: string): (units: bigint) => MoneyValue {
  const debit = normalBalanceOf(type) === EntryDirection.DEBIT;
  return (units) => money(debit ? units : -units, currency);
}
