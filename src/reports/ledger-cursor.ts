import type { AccountLine } from '../ledger';
import { AppError } from '../shared/errors';
import type { Position } from '../shared/pagination';

/**
 * What the cursor of a line holds: where the line stands, and the balance after it when the journal went so far. Whoever reads on from it
 * takes what was posted meanwhile into account, and need not add up the lines before. Balances are minor units, a debit above zero.
 */
export interface LedgerCursor {
  readonly position: Position;
  readonly after: bigint;
  readonly units: number;
  /** Number of the last transaction that the balance takes into account. */
  readonly through: number;
}

export function toPosition({ date, transactionKey, line, units }: AccountLine, after: bigint, through: number): Position {
  return [date, transactionKey, line, String(after), units, through];
}

/** @throws AppError BAD_USER_INPUT for a cursor that was tampered with */
export function readCursor(held: Position): LedgerCursor {
  const [date, key, line, after, units, through] = held;
  const numbers = [date, key, line, units, through];
  if (held.length !== 6 || !numbers.every((value) => typeof value === 'number') || !/^-?\d{1,40}$/.test(String(after))) {
    throw new AppError('BAD_USER_INPUT', 'This cursor was not made by this list.');
  }
  return { position: held.slice(0, 3), after: BigInt(after!), units: units as number, through: through as number };
}
