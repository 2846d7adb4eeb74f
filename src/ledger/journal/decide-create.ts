import type { Outcome } from '../../database';
import type { Violation } from '../../shared/errors';
import { errorOf } from '../../shared/violations';
import type { PreparedTransaction } from '../transactions/prepare-transaction';
import { checkAccounts, checkOpenCompany, checkOpenDate, decidedLines } from './book-rules';
import type { CreateCommand, CreateResult } from './commands';
import type { Desk } from './desk';
import type { Moment } from './moment';
import { newTransaction } from './new-transaction';
import { repeatOf } from './repeats';

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
  const made = newTransaction(desk.book, { ...prepared, lines: decidedLines(prepared.lines, desk.book), reverses: null }, moment);
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
