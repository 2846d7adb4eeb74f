import type { Outcome } from '../../database';
import type { Violation } from '../../shared/errors';
import type { TransactionRow } from '../transactions/transaction-row';
import type { Done, Repeatable } from './commands';
import type { Desk } from './desk';
import { refused } from './outcomes';

/** What an earlier request with the same idempotency key means to this one. */
type Repeat =
  | { readonly transaction: TransactionRow; readonly violations?: undefined }
  | { readonly violations: readonly Violation[]; readonly transaction?: undefined };

/** Undefined where the request has no key, or is the first with it. `path` leads to the transaction. */
export function repeatOf({ idempotencyKey, requestHash }: Repeatable, path: readonly string[], desk: Desk): Repeat | undefined {
  const known = idempotencyKey === null ? undefined : desk.known(idempotencyKey);
  if (!known) return undefined;
  if (known.requestHash === requestHash) return { transaction: known.transaction };
  const message = 'This idempotency key was used before with other content. Use a new key for a new request.';
  return { violations: [{ code: 'IDEMPOTENCY_CONFLICT', message, path: [...path, 'idempotencyKey'] }] };
}

/** The same as the outcome of a command about one transaction. */
export function repeated(request: Repeatable, desk: Desk): Outcome<Done> | undefined {
  const repeat = repeatOf(request, ['input'], desk);
  if (!repeat) return undefined;
  return repeat.violations ? refused(repeat.violations) : { ok: true, value: { transaction: repeat.transaction, replayed: true } };
}
