import type { Principal } from '../../auth';
import { Violations } from '../../shared/violations';
import type { Reversed } from '../journal/commands';
import { requestHashOf } from './request-hash';
import type { TransactionLife } from './transaction-life';
import type { ReverseTransactionInput } from './transaction-life.types';

/**
 * Posts the opposite of a posted transaction, once.
 * @throws AppError NOT_FOUND, FORBIDDEN, or with every broken rule: ALREADY_REVERSED, ALREADY_VOIDED, BOOKS_CLOSED …
 */
export async function reverseTransaction(
  { references, journal }: TransactionLife,
  caller: Principal,
  input: ReverseTransactionInput,
): Promise<Reversed> {
  const { key, id, company } = await references.required(caller, input.id, 'transactions:post');
  const violations = new Violations();
  violations.text(['input', 'idempotencyKey'], input.idempotencyKey, 200, 'optional');
  violations.text(['input', 'description'], input.description, 500, 'optional');
  const [date, description, idempotencyKey] = [input.date ?? null, input.description ?? null, input.idempotencyKey ?? null];
  const requestHash = requestHashOf(idempotencyKey, ['reverse', id, date, description]);
  return journal.submit({
    kind: 'reverse',
    company,
    by: caller.doer,
    transactionKey: key,
    date,
    description,
    idempotencyKey,
    requestHash,
    violations,
  });
}
