import type { Outcome } from '../../database';
import type { Violation } from '../../shared/errors';
import { errorOf } from '../../shared/violations';
import type { TransactionRow } from '../transactions/transaction-row';
import type { Done } from './commands';

export function done(transaction: TransactionRow): Outcome<Done> {
  return { ok: true, value: { transaction, replayed: false } };
}

export function refused(violations: readonly Violation[]): Outcome<never> {
  return { ok: false, error: errorOf(violations) };
}
