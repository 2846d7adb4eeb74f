import { z } from 'zod';
import { accountSchema, transactionSchema, type Book, type BookAccount, type BookTransaction } from './book-format';

/** What is wrong in a file, and where: `transactions[12].entries[0].amount`. */
export interface Problem {
  readonly place: string;
  readonly message: string;
}

const fileSchema = z.strictObject({ accounts: z.array(z.unknown()), transactions: z.array(z.unknown()) });

/**
 * Checks a parsed file as far as that goes without the server, and finds every problem: of the form of each part, and of what the
 * parts say of each other.
 */
export function checkBook(
  content: unknown,
): { readonly book: Book; readonly problems: readonly [] } | { readonly problems: readonly Problem[] } {
  const file = fileSchema.safeParse(content);
  if (!file.success) return { problems: problemsOf(file.error, []) };
  const problems: Problem[] = [];
  const accounts = each(accountSchema, file.data.accounts, 'accounts', problems);
  const transactions = each(transactionSchema, file.data.transactions, 'transactions', problems);
  // Codes of accounts that are broken otherwise count as known: one mistake is told once.
  const codes = new Set(file.data.accounts.map((account) => (account as { code?: unknown } | null)?.code));
  checkAccounts(accounts, codes, problems);
  checkTransactions(transactions, codes, problems);
  if (problems.length > 0) return { problems };
  return { book: { accounts: [...accounts.values()], transactions: [...transactions.values()] }, problems: [] };
}

/** The sound items by their place in the list; the problems of the others are added. */
function each<S extends z.ZodType>(schema: S, items: readonly unknown[], list: string, problems: Problem[]): Map<number, z.infer<S>> {
  const sound = new Map<number, z.infer<S>>();
  items.forEach((item, index) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) sound.set(index, parsed.data);
    else problems.push(...problemsOf(parsed.error, [list, index]));
  });
  return sound;
}

function problemsOf(error: z.ZodError, path: readonly PropertyKey[]): Problem[] {
  return error.issues.map((issue) => ({ place: placeOf([...path, ...issue.path]), message: issue.message }));
}

function placeOf(path: readonly PropertyKey[]): string {
  return (
    path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .slice(1) || 'the file'
  );
}

function checkAccounts(accounts: ReadonlyMap<number, BookAccount>, codes: ReadonlySet<unknown>, problems: Problem[]): void {
  const byCode = new Map<string, BookAccount>();
  for (const [index, account] of accounts) {
    if (byCode.has(account.code))
      problems.push({ place: `accounts[${index}].code`, message: `There is another account with the code ${account.code}.` });
    else byCode.set(account.code, account);
  }
  for (const [index, { code, type, parent }] of accounts) {
    if (!parent) continue;
    const place = `accounts[${index}].parent`;
    const above = byCode.get(parent);
    if (!codes.has(parent)) problems.push({ place, message: `There is no account with the code ${parent} in accounts.` });
    else if (above && above.type !== type)
      problems.push({ place, message: `${parent} is of type ${above.type}, this account of type ${type}.` });
    else if (isAboveItself(code, byCode))
      problems.push({ place, message: 'An account cannot be part of itself, or of an account below it.' });
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

function checkTransactions(transactions: ReadonlyMap<number, BookTransaction>, codes: ReadonlySet<unknown>, problems: Problem[]): void {
  const externalIds = new Map<string, number>();
  for (const [index, { entries, externalId }] of transactions) {
    entries.forEach(({ account }, line) => {
      if (codes.has(account)) return;
      problems.push({
        place: `transactions[${index}].entries[${line}].account`,
        message: `There is no account with the code ${account} in accounts.`,
      });
    });
    if (!externalId) continue;
    const first = externalIds.get(externalId);
    if (first === undefined) externalIds.set(externalId, index);
    else
      problems.push({
        place: `transactions[${index}].externalId`,
        message: `transactions[${first}] has the same externalId, ${externalId}.`,
      });
  }
}
