import type { ApiClient } from '../api/client';
import { allRows, pages } from '../api/pages';
import type { BookAccount, BookEntry } from '../books/book';
import type { NumberedTransaction } from '../books/book-writer';

type AccountType = BookAccount['type'];

interface AccountNode {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly type: AccountType;
  readonly subtype: string | null;
  readonly status: 'ACTIVE' | 'ARCHIVED';
  readonly description: string | null;
  readonly metadata: Record<string, unknown> | null;
  readonly parent: { readonly id: string } | null;
}

interface TransactionNode {
  readonly number: number;
  readonly date: string;
  readonly description: string;
  readonly counterparty: string | null;
  readonly externalId: string | null;
  readonly tags: readonly string[];
  readonly metadata: Record<string, unknown> | null;
  readonly entries: readonly EntryNode[];
}

interface EntryNode {
  readonly direction: 'DEBIT' | 'CREDIT';
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly memo: string | null;
  readonly account: { readonly id: string };
}

const HEAD = 'query Head($id: ID!) { company(id: $id) { journalHead { number } } }';

const ACCOUNTS = `query Accounts($companyId: ID!, $first: Int!, $after: String) {
  accounts(companyId: $companyId, first: $first, after: $after) {
    nodes { id code name type subtype status description metadata parent { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const TRANSACTIONS = `query Transactions($companyId: ID!, $first: Int!, $after: String) {
  transactions(companyId: $companyId, first: $first, after: $after, orderBy: { field: NUMBER, direction: ASC }) {
    nodes {
      number date description counterparty externalId tags metadata
      entries { direction amount { amount currency } memo account { id } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Journal number of the last posting; 0 where nothing is posted. */
export async function lastNumber(api: ApiClient, companyId: string): Promise<number> {
  const { company } = await api.query<{ company: { journalHead: { number: number } | null } }>(HEAD, { id: companyId });
  return company.journalHead?.number ?? 0;
}

/** The whole chart of accounts as a book has it, by the accounts' UUIDs: their codes may be changed while the transactions are read. */
export async function readAccounts(api: ApiClient, companyId: string): Promise<ReadonlyMap<string, BookAccount>> {
  const nodes = await allRows<AccountNode>(api, ACCOUNTS, 'accounts', { companyId });
  const codes = new Map(nodes.map(({ id, code }) => [id, code]));
  return new Map(nodes.map((node) => [node.id, accountOf(node, codes)]));
}

/** What is posted up to a number, page by page in the order of the numbers. */
export async function* readTransactions(
  api: ApiClient,
  companyId: string,
  accounts: ReadonlyMap<string, BookAccount>,
  last: number,
): AsyncGenerator<readonly NumberedTransaction[]> {
  if (last === 0) return;
  for await (const page of pages<TransactionNode>(api, TRANSACTIONS, 'transactions', { companyId })) {
    yield page.filter(({ number }) => number <= last).map((node) => transactionOf(node, accounts));
    if (page.length === 0 || page.at(-1)!.number >= last) return;
  }
}

/** What is empty is left out. */
function accountOf(node: AccountNode, codes: ReadonlyMap<string, string>): BookAccount {
  const { code, name, type, subtype, status, description, metadata, parent } = node;
  return {
    code,
    name,
    type,
    ...(subtype !== null && { subtype }),
    ...(parent && { parent: codes.get(parent.id)! }),
    ...(description !== null && { description }),
    ...(metadata && { metadata }),
    ...(status === 'ARCHIVED' && { archived: true }),
  };
}

function transactionOf(node: TransactionNode, accounts: ReadonlyMap<string, BookAccount>): NumberedTransaction {
  const { number, date, description, counterparty, externalId, tags, metadata, entries } = node;
  return {
    number,
    date,
    description,
    ...(counterparty !== null && { payee: counterparty }),
    ...(externalId !== null && { externalId }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(metadata && { metadata }),
    entries: entries.map((entry) => entryOf(entry, accounts)),
  };
}

function entryOf({ direction, amount, memo, account }: EntryNode, accounts: ReadonlyMap<string, BookAccount>): BookEntry {
  return {
    account: accounts.get(account.id)!.code,
    amount: direction === 'DEBIT' ? amount.amount : `-${amount.amount}`,
    currency: amount.currency,
    ...(memo !== null && { memo }),
  };
}
