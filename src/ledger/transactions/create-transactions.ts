import type { Permission, Principal } from '../../auth';
import type { Companies } from '../../companies';
import type { AppError } from '../../shared/errors';
import { limitLength } from '../../shared/pagination';
import { errorOf } from '../../shared/violations';
import type { CreateResult } from '../journal/commands';
import type { Journal } from '../journal/journal';
import { prepareTransaction } from './prepare-transaction';
import type { CreateTransactionInput, CreateTransactionsInput, TransactionInput, TransactionResult } from './transaction-input.types';
import type { TransactionRow } from './transaction-row';
import { TransactionStatus } from './transaction.types';

const MAX_BATCH = 1000;
/** Entries of a whole batch: twenty for each transaction of the largest one. */
const MAX_BATCH_ENTRIES = 20_000;
/** Broken rules that a whole batch tells, shared out among its transactions. */
const MAX_BATCH_VIOLATIONS = 5_000;

export interface PostingDependencies {
  readonly journal: Journal;
  readonly companies: Companies;
}

/** Drafts need transactions:write, what goes into the books transactions:post. */
function neededFor(inputs: readonly TransactionInput[]): Permission[] {
  const drafts = inputs.filter((input) => input.status === TransactionStatus.PENDING).length;
  return [...(drafts < inputs.length ? (['transactions:post'] as const) : []), ...(drafts > 0 ? (['transactions:write'] as const) : [])];
}

/** @throws AppError NOT_FOUND, FORBIDDEN, OVERLOADED, or with every broken rule: BAD_USER_INPUT, UNBALANCED, BOOKS_CLOSED, IDEMPOTENCY_CONFLICT … */
export async function createTransaction(
  dependencies: PostingDependencies,
  caller: Principal,
  input: CreateTransactionInput,
): Promise<{ transaction: TransactionRow; replayed: boolean }> {
  const company = await companyFor(dependencies, caller, input.companyId, [input]);
  const prepared = prepareTransaction(input, company.baseCurrency, ['input']);
  const action = 'createTransaction';
  const transactions = [prepared];
  const command = {
    kind: 'create',
    action,
    company,
    by: caller.doer,
    transactions,
    allOrNone: true,
    dryRun: input.dryRun ?? false,
  } as const;
  const [result] = await dependencies.journal.submit<'create'>(command);
  return result as { transaction: TransactionRow; replayed: boolean };
}

/**
 * Writes up to 1,000 transactions in one commit. With ABORT one refusal refuses all; with CONTINUE each result tells what became of it.
 * @throws AppError as createTransaction does; with CONTINUE only what concerns the whole batch
 */
export async function createTransactions(
  dependencies: PostingDependencies,
  caller: Principal,
  input: CreateTransactionsInput,
): Promise<TransactionResult[]> {
  const { transactions, onFailure, dryRun } = input;
  limitLength(transactions, MAX_BATCH, ['input', 'transactions']);
  const entries = transactions.reduce((sum, transaction) => sum + transaction.entries.length, 0);
  if (entries > MAX_BATCH_ENTRIES) throw tooManyEntries(entries);
  const company = await companyFor(dependencies, caller, input.companyId, transactions);
  if (transactions.length === 0) return [];
  const mostViolations = Math.max(5, Math.floor(MAX_BATCH_VIOLATIONS / transactions.length));
  const prepared = transactions.map((transaction, index) =>
    prepareTransaction(transaction, company.baseCurrency, ['input', 'transactions', String(index)], mostViolations),
  );
  const allOrNone = onFailure !== 'CONTINUE';
  const about = { action: 'createTransactions', company, by: caller.doer } as const;
  const command = { kind: 'create', ...about, transactions: prepared, allOrNone, dryRun: dryRun ?? false } as const;
  const results = await dependencies.journal.submit<'create'>(command, transactions.length);
  return results.map(resultOf);
}

function resultOf(result: CreateResult, index: number): TransactionResult {
  if (!result.violations) return { index, transaction: result.transaction, replayed: result.replayed, error: null };
  const { code, message, violations } = errorOf(result.violations);
  // A copy without its class: an Error that is returned as a value would be thrown.
  const error = { code, message, violations: violations.map((violation) => ({ ...violation, path: [...violation.path] })) };
  return { index, transaction: null, replayed: false, error };
}

async function companyFor({ companies }: PostingDependencies, caller: Principal, id: string, inputs: readonly TransactionInput[]) {
  const company = await companies.reference(id, ['input', 'companyId']);
  for (const permission of neededFor(inputs)) caller.require(permission, company.key);
  return company;
}

function tooManyEntries(entries: number): AppError {
  const message = `The batch has ${entries} entries; at most ${MAX_BATCH_ENTRIES} are taken at once. Send it in parts.`;
  return errorOf([{ code: 'TOO_MANY', message, path: ['input', 'transactions'] }]);
}
