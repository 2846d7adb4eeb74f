import type { Principal } from '../../auth';
import { prepareUpdate } from './prepare-update';
import type { TransactionLife } from './transaction-life';
import type { UpdateTransactionInput } from './transaction-life.types';
import type { TransactionRow } from './transaction-row';

/**
 * Changes a draft, or what is said about a posted transaction: description, counterparty, tags and metadata.
 * @throws AppError NOT_FOUND, FORBIDDEN, or with every broken rule: ALREADY_POSTED for its date and entries, ALREADY_VOIDED, BOOKS_CLOSED …
 */
export async function updateTransaction(
  { references, journal }: TransactionLife,
  caller: Principal,
  input: UpdateTransactionInput,
): Promise<TransactionRow> {
  const { key, company } = await references.required(caller, input.id, 'transactions:write');
  const update = prepareUpdate(input, company.baseCurrency);
  const { transaction } = await journal.submit({ kind: 'update', company, by: caller.doer, transactionKey: key, update });
  return transaction;
}
