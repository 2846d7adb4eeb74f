import type { Outcome } from '../../database';
import type { Violation } from '../../shared/errors';
import { newId } from '../../shared/ids';
import { errorOf } from '../../shared/violations';
import type { PreparedTransaction } from '../transactions/prepare-transaction';
import type { TransactionRow } from '../transactions/transaction-row';
import { TransactionStatus } from '../transactions/transaction.types';
import { checkAccounts, checkOpenCompany, checkOpenDate, decidedLines } from './book-rules';
import type { CreateCommand, CreateResult } from './commands';
import { entryRows, type Desk, type NewTransaction } from './desk';
import type { Moment } from './moment';
import { repeatOf } from './repeats';
import { seal } from './seal';

/** Decides on an overlay, which is taken over only if the command is written. */
export function decideCreate(command: CreateCommand, desk: Desk, moment: Moment): Outcome<readonly CreateResult[]> {
  const overlay = desk.overlay();
  const results = command.transactions.map((prepared) => decideOne(prepared, overlay, moment));
  const refused = results.flatMap((result) => result.violations ?? []);
  if (command.allOrNone && refused.length > 0) return { ok: false, error: errorOf(refused) };
  if (!command.dryRun) desk.adopt(overlay);
  return { ok: true, value: results };
}

function decideOne(prepared: PreparedTransaction, desk: Desk, moment: Moment): CreateResult {
  const repeat = repeatOf(prepared, prepared.path, desk);
  if (repeat) return repeat.violations ? repeat : { ...repeat, replayed: true };
  const violations = violationsOf(prepared, desk);
  if (violations.length > 0) return { violations };
  const made = make(prepared, desk, moment);
  desk.write(made);
  desk.remember(prepared, made.row, made.row.createdAt);
  return { transaction: made.row, replayed: false };
}

/** Every broken rule of a transaction against the books that it would go into. */
function violationsOf(prepared: PreparedTransaction, desk: Desk): readonly Violation[] {
  const { book } = desk;
  const { path, externalId } = prepared;
  const violations = prepared.violations.copy();
  checkOpenCompany(book, path, violations);
  checkOpenDate(book, prepared.date, [...path, 'date'], violations);
  if (externalId !== null && desk.hasExternalId(externalId)) {
    violations.add([...path, 'externalId'], 'EXTERNAL_ID_TAKEN', 'The company has a transaction with this external id.');
  }
  checkAccounts(book, prepared.lines, path, violations);
  return violations.all;
}

function make(prepared: PreparedTransaction, { book }: Desk, { now, takeKey }: Moment): NewTransaction {
  const { date, status, tags, metadata } = prepared;
  const lines = decidedLines(prepared.lines, book);
  const id = newId();
  const createdAt = Math.max(now, book.lastPostedAt);
  const posted = status === TransactionStatus.POSTED ? seal(book, { id, date, reverses: null, lines }, now) : undefined;
  const row: TransactionRow = {
    __typename: 'Transaction',
    key: takeKey(),
    id,
    companyKey: book.companyKey,
    number: posted?.number ?? null,
    date,
    status,
    description: prepared.description,
    counterparty: prepared.counterparty,
    externalId: prepared.externalId,
    tags: tags === null ? [] : (JSON.parse(tags) as string[]),
    metadata: metadata === null ? null : (JSON.parse(metadata) as object),
    reversesKey: null,
    createdAt,
    postedAt: posted?.postedAt ?? null,
    hash: posted?.hash ?? null,
    entries: entryRows(id, lines),
  };
  return { row, lines, tags, metadata };
}
