import type { Principal } from '../../auth';
import { Violations } from '../../shared/violations';
import type { Done } from '../journal/commands';
import { requestHashOf } from './request-hash';
import type { TransactionLife } from './transaction-life';
import type { VoidTransactionInput } from './transaction-life.types';

/**
 * Gives up a draft, once.
 * @throws AppError NOT_FOUND, FORBIDDEN, or with every broken rule: ALREADY_POSTED, ALREADY_VOIDED …
 */
export async function voidTransaction(
  { references, journal }: TransactionLife,
  caller: Principal,
  input: VoidTransactionInput,
): Promise<Done> {
  const { key, id, company } = await references.required(caller, input.id, 'transactions:write');
  const violations = new Violations();
  violations.text(['input', 'idempotencyKey'], input.idempotencyKey, 200, 'optional');
  violations.text(['input', 'reason'], input.reason, 500, 'optional');
  const [reason, idempotencyKey] = [input.reason ?? null, input.idempotencyKey ?? null];
  const requestHash = requestHashOf(idempotencyKey, ['void', id, reason]);
  return journal.submit({ kind: 'void', company, by: caller.doer, transactionKey: key, reason, idempotencyKey, requestHash, violations });
}
