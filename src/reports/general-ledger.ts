import { EntryRow } from '../ledger';
import type { AccountLine, AccountLines, AccountLineScope, AccountRow, Movements, TransactionRow, Transactions } from '../ledger';
import { dayBefore, type LedgerDate } from '../shared/dates';
import type { RequestLoaders } from '../shared/loaders';
import type { MoneyValue } from '../shared/money';
import { Connection, type PageRequest } from '../shared/pagination';
import { onNormalSide, type StatementRequest } from './figures';
import { readCursor, toPosition, type LedgerCursor } from './ledger-cursor';
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
    super(rows, page, ({ line, after }) => toPosition(line, after, request.extent.through), count);
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
 * the index of the account's entries, and the balance where it begins, or ends, from its cursor or from what is kept.
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
  const inMoney = onNormalSide(account, currency);
  const backward = page.direction === 'backward';
  const cursors = { after: page.after && readCursor(page.after), before: page.before && readCursor(page.before) };
  const [lines, standing] = await Promise.all([
    sources.lines.page(scope, { ...page, after: cursors.after?.position, before: cursors.before?.position }),
    backward ? balanceAtEnd(sources, scope, cursors.before) : balanceAtStart(sources, scope, cursors.after),
  ]);
  const transactions = await loaders.ahead(
    sources.transactions.byKey,
    lines.map(({ transactionKey }) => transactionKey),
  );
  let balance = standing;
  const rows = lines.map((line, index) => {
    const units = BigInt(line.units);
    const after = backward ? balance : balance + units;
    balance = backward ? balance - units : after;
    const transaction = transactions[index]!;
    const entry = new EntryRow(transaction.id, line.line, account.key, line.units, currency, line.memo);
    entry.account = account;
    return new GeneralLedgerLine(line, transaction, entry, after, inMoney);
  });
  const period = async () => periodBalances(await sources.movements.between(extent, [dayBefore(from), to], account.key), currency, inMoney);
  return new GeneralLedgerPage(account, request, rows, page, () => sources.lines.count(scope), standing, inMoney, period);
}

/** The balance before the first line of a page that is read forwards. */
async function balanceAtStart(sources: LedgerSources, scope: AccountLineScope, cursor: LedgerCursor | undefined): Promise<bigint> {
  return cursor ? balanceAfter(sources, scope, cursor) : balanceOn(sources, scope, dayBefore(scope.from));
}

/** The balance after the last line of a page that is read backwards. */
async function balanceAtEnd(sources: LedgerSources, scope: AccountLineScope, cursor: LedgerCursor | undefined): Promise<bigint> {
  return cursor ? (await balanceAfter(sources, scope, cursor)) - BigInt(cursor.units) : balanceOn(sources, scope, scope.to);
}

/** Where more was posted since a cursor was made, the lines of its day are added up instead. */
const MANY_POSTED = 1_000;

/** The balance after the line of a cursor, as it is by now. */
async function balanceAfter(sources: LedgerSources, scope: AccountLineScope, { position, after, through }: LedgerCursor): Promise<bigint> {
  if (through === scope.extent.through) return after;
  if (scope.extent.through - through <= MANY_POSTED) return after + (await sources.lines.sumSince(scope, position, through));
  const [days, day] = await Promise.all([
    balanceOn(sources, scope, dayBefore(position[0] as LedgerDate)),
    sources.lines.sumOfDay(scope, position),
  ]);
  return days + day;
}

async function balanceOn({ movements }: LedgerSources, scope: AccountLineScope, day: LedgerDate): Promise<bigint> {
  const moved = await movements.between(scope.extent, [day], scope.accountKey);
  return moved.find(({ currency }) => currency === scope.currency)?.units[0] ?? 0n;
}

function periodBalances(moved: Awaited<ReturnType<Movements['between']>>, currency: string, inMoney: (units: bigint) => MoneyValue) {
  const [opening, change] = moved.find((each) => each.currency === currency)?.units ?? [0n, 0n];
  return {
    periodOpeningBalance: inMoney(opening!),
    periodClosingBalance: inMoney(opening! + change!),
    otherCurrencies: moved.map((each) => each.currency).filter((other) => other !== currency),
  };
}
