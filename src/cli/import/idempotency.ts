import { createHash } from 'node:crypto';
import { signedUnits, type BookTransaction } from '../books/book';

/**
 * An idempotency key for each transaction: SHA-256 over its content and the number of equal ones before it in the file. The same file
 * sent twice posts nothing twice, wherever it was cut off, and honest equal transactions are each posted.
 */
export function idempotencyKeys(transactions: readonly BookTransaction[]): string[] {
  const seen = new Map<string, number>();
  return transactions.map((transaction) => {
    const content = digest(contentOf(transaction));
    const occurrence = seen.get(content) ?? 0;
    seen.set(content, occurrence + 1);
    return `import:${digest([content, occurrence])}`;
  });
}

/** Amounts as minor units: "12.5" and "12.50" are the same content. What is told in another order is the same, too. */
function contentOf({ date, description, payee, externalId, tags, metadata, entries }: BookTransaction): unknown {
  const lines = entries.map(({ account, amount, currency, memo }) => [account, signedUnits(amount, currency), currency, memo ?? null]);
  const content = [date, description, payee ?? null, externalId ?? null, tags ?? [], lines];
  return metadata ? [...content, sorted(metadata)] : content;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => [name, sorted(part)]);
}

function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
