import type { ApiClient } from '../api/client';
import { RefusedError } from '../api/graphql-answer';
import { allRows } from '../api/pages';
import type { Book, BookAccount } from '../books/book';
import { CliError } from '../failure';
import type { Progress } from '../progress';

interface KnownAccount {
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly status: string;
}

/** The accounts of the company by their codes. */
export type KnownAccounts = ReadonlyMap<string, KnownAccount>;

const ACCOUNTS = `query Accounts($companyId: ID!, $first: Int!, $after: String) {
  accounts(companyId: $companyId, first: $first, after: $after) { nodes { id code type status } pageInfo { hasNextPage endCursor } }
}`;

const CREATE = 'mutation CreateAccount($input: CreateAccountInput!) { createAccount(input: $input) { account { id code type status } } }';

/**
 * Makes the accounts of the file that the company does not have, parents first. Those that it has stay as they are.
 * @throws CliError where one that it has cannot take the file's entries, before anything is made
 */
export async function createMissingAccounts(
  api: ApiClient,
  companyId: string,
  book: Book,
  progress: Progress,
): Promise<{ readonly accounts: KnownAccounts; readonly created: number; readonly found: number }> {
  const rows = await allRows<KnownAccount>(api, ACCOUNTS, 'accounts', { companyId });
  const known = new Map(rows.map((account) => [account.code, account]));
  const missing = parentsFirst(book.accounts).filter(({ code }) => !known.has(code));
  checkKnown(book, known);
  progress.start('accounts', missing.length);
  for (const account of missing) {
    known.set(account.code, await create(api, companyId, account, known));
    progress.advance(1);
  }
  progress.stop();
  return { accounts: known, created: missing.length, found: book.accounts.length - missing.length };
}

function checkKnown(book: Book, known: KnownAccounts): void {
  const used = new Set(book.transactions.flatMap(({ entries }) => entries.map(({ account }) => account)));
  const problems = book.accounts.flatMap(({ code, type, archived }, index) => {
    const account = known.get(code);
    const place = book.placeOf(['accounts', index]);
    if (!account) return [];
    if (account.type !== type) return `${place}: ${code} is of type ${account.type} in the company, of type ${type} in the file.`;
    // Where the file says so too, all of it may have been posted before; the server tells of what is new.
    return account.status === 'ARCHIVED' && used.has(code) && !archived
      ? `${place}: ${code} is archived in the company and takes no postings.`
      : [];
  });
  if (problems.length > 0) throw new CliError('The file does not fit the accounts of the company, and nothing was posted:', problems);
}

async function create(api: ApiClient, companyId: string, account: BookAccount, known: KnownAccounts): Promise<KnownAccount> {
  const { parent, archived: _, ...told } = account;
  try {
    const input = { companyId, ...told, parentId: parent ? known.get(parent)!.id : undefined };
    return (await api.mutate<{ createAccount: { account: KnownAccount } }>(CREATE, { input })).createAccount.account;
  } catch (error) {
    if (!(error instanceof RefusedError) || error.violations.length === 0) throw error;
    const reasons = error.violations.map((violation) => `${violation.path.at(-1)}: ${violation.message}`);
    throw new CliError(`The server refused the account ${account.code}:`, [...reasons, ...error.advice]);
  }
}

/** The accounts in an order in which each comes after its parent. The parents form no circle: the file was checked. */
function parentsFirst(accounts: readonly BookAccount[]): BookAccount[] {
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  const ordered = new Set<BookAccount>();
  for (const account of accounts) {
    const chain: BookAccount[] = [];
    for (let at: BookAccount | undefined = account; at && !ordered.has(at); at = byCode.get(at.parent ?? '')) chain.unshift(at);
    for (const each of chain) ordered.add(each);
  }
  return [...ordered];
}
