import type { Principal } from '../../auth';
import type { Companies } from '../../companies';
import type { Journal } from '../journal/journal';
import type { CloseBooksInput } from './closing.types';

export interface ClosingDependencies {
  readonly companies: Companies;
  readonly journal: Journal;
}

/**
 * Closes the books through a day: whatever is dated on or before it and is posted at all, was posted before. To close through the day
 * through which they are closed already changes nothing.
 * @returns the internal key of the company
 * @throws AppError NOT_FOUND, FORBIDDEN, BOOKS_CLOSED where they are closed through a later day, BAD_USER_INPUT
 */
export async function closeBooks(
  { companies, journal }: ClosingDependencies,
  caller: Principal,
  { companyId, through }: CloseBooksInput,
): Promise<number> {
  const key = await companies.requiredKey(caller, companyId, 'books:close', ['input', 'companyId']);
  await journal.submit({ kind: 'close', company: { key }, through, by: caller.doer });
  return key;
}
