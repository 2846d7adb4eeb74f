import type { Principal } from '../../auth';
import { Violations } from '../../shared/violations';
import type { Done } from '../journal/commands';
import { requestHashOf } from './request-hash';
import type { TransactionLife } from './transaction-life';
import type { PostTransactionInput } from './transaction-life.types';

/**
 * Posts a draft, once.
 * @throws AppError NOT_FOUND, FORBIDDEN, or with every broken rule: ALREADY_POSTED, ALREADY_VOIDED, BOOKS_CLOSED, ACCOUNT_ARCHIVED …
 */
export async function postTransaction(
  { references, journal }: TransactionLife,
  caller: Principal,
  input: PostTransactionInput,
): Promise<Done> {
  const { key, id, company } = await references.required(caller, input.id, 'transactions:post');
  const violations = new Violations();
  violations.text(['input', 'idempotencyKey'], input.idempotencyKey, 200, 'optional');
  const [date, idempotencyKey] = [input.date ?? null, input.idempotencyKey ?? null];
  const requestHash = requestHashOf(idempotencyKey, ['post', id, date]);
  return journal.submit({ kind: 'post', company, by: caller.doer, transactionKey: key, date, idempotencyKey, requestHash, violations });
}
