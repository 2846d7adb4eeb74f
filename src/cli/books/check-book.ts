import { z } from 'zod';
import { accountSchema, currency, transactionSchema, type Book, type BookAccount, type BookTransaction, type PlaceOf } from './book';
import type { Problem } from './parsed-books';

const fileSchema = z.strictObject({
  baseCurrency: currency.nullish(),
  accounts: z.array(z.unknown()),
  transactions: z.array(z.unknown()),
});

/**
 * Checks parsed books as far as that goes without the server, and finds every problem: of the form of each part, and of what the
 * parts say of each other.
 */
export function checkBook(
  content: unknown,
  placeOf: PlaceOf,
): { readonly book: Book; readonly problems: readonly [] } | { readonly problems: readonly Problem[] } {
  const file = fileSchema.safeParse(content);
  const found = new Problems(placeOf);
  if (!file.success) return { problems: found.addAll(file.error, []).list };
  const accounts = each(accountSchema, file.data.accounts, 'accounts', found);
  const transactions = each(transactionSchema, file.data.transactions, 'transactions', found);
  // Codes of accounts that are broken otherwise count as known: one mistake is told once.
  const codes = new Set(file.data.accounts.map((account) => (account as { code?: unknown } | null)?.code));
  checkAccounts(accounts, codes, found);
  checkTransactions(transactions, codes, found);
  if (found.list.length > 0) return { problems: found.list };
  const { baseCurrency } = file.data;
  const book = {
    accounts: [...accounts.values()],
    transactions: [...transactions.values()],
    baseCurrency: baseCurrency ?? undefined,
    placeOf,
  };
  return { book, problems: [] };
}

class Problems {
  readonly list: Problem[] = [];

  constructor(readonly placeOf: PlaceOf) {}

  add(path: readonly PropertyKey[], message: string): void {
    this.list.push({ place: this.placeOf(path), message });
  }

  addAll(error: z.ZodError, path: readonly PropertyKey[]): this {
    for (const issue of error.issues) this.add([...path, ...issue.path], issue.message);
    return this;
  }
}

/** The sound items by their place in the list; the problems of the others are added. */
function each<S extends z.ZodType>(schema: S, items: readonly unknown[], list: string, found: Problems): Map<number, z.infer<S>> {
  const sound = new Map<number, z.infer<S>>();
  items.forEach((item, index) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) sound.set(index, parsed.data);
    else found.addAll(parsed.error, [list, index]);
  });
  return sound;
}

function checkAccounts(accounts: ReadonlyMap<number, BookAccount>, codes: ReadonlySet<unknown>, found: Problems): void {
  const byCode = new Map<string, BookAccount>();
  for (const [index, account] of accounts) {
    if (byCode.has(account.code)) found.add(['accounts', index, 'code'], `There is another account with the code ${account.code}.`);
    else byCode.set(account.code, account);
  }
  for (const [index, { code, type, parent }] of accounts) {
    if (!parent) continue;
    const path = ['accounts', index, 'parent'];
    const above = byCode.get(parent);
    if (!codes.has(parent)) found.add(path, `There is no account with the code ${parent} in the file.`);
    else if (above && above.type !== type) found.add(path, `${parent} is of type ${above.type}, this account of type ${type}.`);
    else if (isAboveItself(code, byCode)) found.add(path, 'An account cannot be part of itself, or of an account below it.');
  }
}

function isAboveItself(code: string, byCode: ReadonlyMap<string, BookAccount>): boolean {
  const seen = new Set<string>();
  for (let at = byCode.get(code)?.parent; at && !seen.has(at); at = byCode.get(at)?.parent) {
    if (at === code) return true;
    seen.add(at);
  }
  return false;
}

function checkTransactions(transactions: ReadonlyMap<number, BookTransaction>, codes: ReadonlySet<unknown>, found: Problems): void {
  const externalIds = new Map<string, number>();
  for (const [index, { entries, externalId }] of transactions) {
    entries.forEach(({ account }, line) => {
      if (codes.has(account)) return;
      found.add(['transactions', index, 'entries', line, 'account'], `There is no account with the code ${account} in the file.`);
    });
    if (!externalId) continue;
    const first = externalIds.get(externalId);
    if (first === undefined) externalIds.set(externalId, index);
    else
      found.add(['transactions', index, 'externalId'], `${found.placeOf(['transactions', first])} has the same externalId, ${externalId}.`);
  }
}
