import { changes, type AuditEvent } from '../../database';
import { formatDate } from '../../shared/dates';
import { exponentOf, formatAmount } from '../../shared/money';
import type { TransactionRow } from '../transactions/transaction-row';
import type { CreateCommand, CreateResult, JournalCommand, JournalResults, Reversed } from './commands';
import type { DecidedLine, Desk } from './desk';

/** What a command found. */
export interface StateBefore {
  readonly row: TransactionRow | undefined;
  readonly lines: readonly DecidedLine[] | undefined;
  /** YYYYMMDD; zero where the books were open. */
  readonly closedThrough: number;
}

/** What the audit trail tells of one kind of change. */
type Told = Omit<AuditEvent, 'by' | 'at' | 'companyKey'> & { readonly at?: number };

export function stateBefore(command: JournalCommand, { book, held }: Desk): StateBefore {
  const transaction = 'transactionKey' in command ? held.get(command.transactionKey) : undefined;
  return { row: transaction?.row, lines: transaction?.lines, closedThrough: book.closedThrough };
}

/** The event of a command that was not refused; undefined where it wrote nothing: a dry run, a repeat, books that are closed already. */
export function eventOf(
  command: JournalCommand,
  result: JournalResults[keyof JournalResults],
  before: StateBefore,
  desk: Desk,
  now: number,
): AuditEvent | undefined {
  const told = tell(command, result, before, desk);
  return told && { by: command.by, at: now, companyKey: command.company.key, ...told };
}

function tell(command: JournalCommand, result: unknown, before: StateBefore, desk: Desk): Told | undefined {
  switch (command.kind) {
    case 'create':
      return toldOfCreation(command, result as readonly CreateResult[]);
    case 'update':
      return toldOfUpdate(desk, command.transactionKey, before);
    case 'post':
    case 'void': {
      const { transaction, replayed } = result as JournalResults['post'];
      if (replayed) return undefined;
      const reason = command.kind === 'void' && command.reason !== null ? { reason: command.reason } : {};
      const detail = { ...changes(dated(before.row!), dated(transaction), ['status', 'date', 'number']), ...reason };
      return { action: `${command.kind}Transaction`, objectId: transaction.id, detail };
    }
    case 'reverse':
      return toldOfReversal(result as Reversed);
    case 'close':
    case 'reopen': {
      const { closedThrough, chart } = desk.book;
      if (closedThrough === before.closedThrough) return undefined;
      const [was, is] = [before, desk.book].map((state) => ({ booksClosedThrough: dayOf(state.closedThrough) }));
      const reason = command.kind === 'reopen' ? { reason: command.reason } : {};
      return { action: `${command.kind}Books`, objectId: chart.companyId, detail: { before: was, after: is, ...reason } };
    }
  }
}

/** What was made stands in the journal, so the event only points there. */
function toldOfCreation({ action, dryRun }: CreateCommand, results: readonly CreateResult[]): Told | undefined {
  if (dryRun) return undefined;
  const made = results.flatMap((result) => (result.transaction && !result.replayed ? [result.transaction] : []));
  const [first, last] = [made[0], made.at(-1)];
  if (!first || !last) return undefined;
  const numbers = made.flatMap(({ number }) => number ?? []);
  const range = numbers.length > 0 ? { numbers: [numbers[0], numbers.at(-1)] } : {};
  const detail = made.length === 1 ? undefined : { transactions: made.length, ...range };
  return { action, at: first.createdAt, made: [first.key, last.key], detail };
}

function toldOfUpdate(desk: Desk, transactionKey: number, before: StateBefore): Told {
  const { row, lines } = desk.held.get(transactionKey)!;
  const fields = ['date', 'description', 'counterparty', 'tags', 'metadata', 'entries'] as const;
  const detail = changes(edited(before.row!, before.lines!), edited(row, lines), fields);
  return { action: 'updateTransaction', objectId: row.id, detail };
}

function toldOfReversal({ transaction, reversed, replayed }: Reversed): Told | undefined {
  if (replayed) return undefined;
  const { key, id, number, createdAt } = transaction;
  return { action: 'reverseTransaction', at: createdAt, objectId: reversed.id, made: [key, key], detail: { reversal: { id, number } } };
}

const dated = ({ status, date, number }: TransactionRow) => ({ status, date: formatDate(date), number });

function edited({ date, description, counterparty, tags, metadata }: TransactionRow, lines: readonly DecidedLine[]) {
  const entries = lines.map(({ account, units, currency, memo }) => ({
    accountCode: account.code,
    direction: units > 0 ? 'DEBIT' : 'CREDIT',
    amount: formatAmount(Math.abs(units), exponentOf(currency) ?? 0),
    currency,
    memo,
  }));
  return { date: formatDate(date), description, counterparty, tags, metadata, entries };
}

function dayOf(closedThrough: number): string | null {
  return closedThrough === 0 ? null : formatDate(closedThrough);
}
