import type { Principal } from '../../auth';
import { Violations } from '../../shared/violations';
import type { ClosingDependencies } from './close-books';
import type { ReopenBooksInput } from './closing.types';

/**
 * Lets be posted again what is dated after a day, or anything. To reopen what is open already changes nothing.
 * @returns the internal key of the company
 * @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule
 */
export async function reopenBooks(
  { companies, journal }: ClosingDependencies,
  caller: Principal,
  { companyId, through, reason }: ReopenBooksInput,
): Promise<number> {
  const key = await companies.requiredKey(caller, companyId, 'books:close', ['input', 'companyId']);
  const violations = new Violations();
  violations.text(['input', 'reason'], reason, 500);
  await journal.submit({ kind: 'reopen', company: { key }, through: through ?? null, reason, by: caller.doer, violations });
  return key;
}
