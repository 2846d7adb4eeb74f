import { Violations } from '../../shared/violations';
import { checkDetails } from './check-details';
import { prepareLines, type PreparedLine } from './prepare-lines';
import type { TransactionRow } from './transaction-row';
import type { UpdateTransactionInput } from './transaction-life.types';

/** A change whose rules were checked as far as that goes without the books. What was left out is undefined, and stays as it is. */
export interface PreparedUpdate {
  readonly date: number | undefined;
  readonly lines: readonly PreparedLine[] | undefined;
  readonly details: Partial<Pick<TransactionRow, 'description' | 'counterparty' | 'tags' | 'metadata'>>;
  readonly violations: Violations;
}

/** Never throws: every broken rule is in `violations`. Null clears what may be empty. */
export function prepareUpdate(input: UpdateTransactionInput, baseCurrency: string): PreparedUpdate {
  const violations = new Violations();
  checkDetails(input, ['input'], violations, 'optional');
  for (const name of ['description', 'date', 'entries'] as const) {
    if (input[name] === null) violations.add(['input', name], 'REQUIRED', 'This cannot be cleared.');
  }
  const lines = input.entries ? prepareLines(input.entries, baseCurrency, ['input'], violations) : undefined;
  return { date: input.date ?? undefined, lines, details: detailsOf(input), violations };
}

function detailsOf({ description, counterparty, tags, metadata }: UpdateTransactionInput): PreparedUpdate['details'] {
  return {
    ...(description && { description }),
    ...(counterparty !== undefined && { counterparty }),
    ...(tags !== undefined && { tags: tags ?? [] }),
    ...(metadata !== undefined && { metadata }),
  };
}
