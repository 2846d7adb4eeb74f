import type { ApiClient } from '../api/client';
import { RefusedError } from '../api/graphql-answer';
import { CliError } from '../failure';
import type { Book, BookAccount } from './book-format';
import type { Progress } from '../progress';

interface KnownAccount {
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly status: string;
}

const ACCOUNTS = `query Accounts($companyId: ID!, $after: String) {
  accounts(companyId: $companyId, first: 100, after: $after) { nodes { id code type status } pageInfo { hasNextPage endCursor } }
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
): Promise<{ readonly created: number; readonly found: number }> {
  const known = await knownAccounts(api, companyId);
  const missing = parentsFirst(book.accounts).filter(({ code }) => !known.has(code));
  checkKnown(book, known);
  progress.start('accounts', missing.length);
  for (const account of missing) {
    known.set(account.code, await create(api, companyId, account, known));
    progress.advance(1);
  }
  progress.stop();
  return { created: missing.length, found: book.accounts.length - missing.length };
}

async function knownAccounts(api: ApiClient, companyId: string): Promise<Map<string, KnownAccount>> {
  const all = new Map<string, KnownAccount>();
  for (let after: string | null = null; ;) {
    type Page = { accounts: { nodes: KnownAccount[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
    const { accounts }: Page = await api.query<Page>(ACCOUNTS, { companyId, after });
    for (const account of accounts.nodes) all.set(account.code, account);
    if (!accounts.pageInfo.hasNextPage) return all;
    after = accounts.pageInfo.endCursor;
  }
}

function checkKnown(book: Book, known: ReadonlyMap<string, KnownAccount>): void {
  const used = new Set(book.transactions.flatMap(({ entries }) => entries.map(({ account }) => account)));
  const problems = book.accounts.flatMap(({ code, type }, index) => {
    const account = known.get(code);
    if (!account) return [];
    if (account.type !== type) return `accounts[${index}]: ${code} is of type ${account.type} in the company, of type ${type} in the file.`;
    return account.status === 'ARCHIVED' && used.has(code)
      ? `accounts[${index}]: ${code} is archived in the company and takes no postings.`
      : [];
  });
  if (problems.length > 0) throw new CliError('The file does not fit the accounts of the company, and nothing was posted:', problems);
}

async function create(
  api: ApiClient,
  companyId: string,
  account: BookAccount,
  known: ReadonlyMap<string, KnownAccount>,
): Promise<KnownAccount> {
  const { code, name, type, description } = account;
  const parentId = account.parent ? known.get(account.parent)!.id : undefined;
  try {
    const input = { companyId, code, name, type, parentId, description };
    return (await api.mutate<{ createAccount: { account: KnownAccount } }>(CREATE, { input })).createAccount.account;
  } catch (error) {
    if (!(error instanceof RefusedError) || error.violations.length === 0) throw error;
    const reasons = error.violations.map((violation) => `${violation.path.at(-1)}: ${violation.message}`);
    throw new CliError(`The server refused the account ${code}:`, [...reasons, ...error.advice]);
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
