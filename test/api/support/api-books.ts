import type { Engine } from '../../support/engines';
import { startServer, type TestServer } from '../../support/server';

/** Every table that an operation on books may change. */
const tables = [
  'companies', 'accounts', 'transactions', 'entries', 'balances', 'journals', 'idempotency_keys', 'access_grants', 'book_closings',
]; // prettier-ignore

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** `path.to.input CODE` of each broken rule, sorted. */
  readonly violations: readonly string[];
}

/** A server with one company, opened by an INTEGRATOR who keeps its books: the token of all requests that name no other. */
export interface ApiBooks {
  readonly server: TestServer;
  readonly companyId: string;
  readonly token: string;
  /** The data of an answer without errors. */
  ask(document: string, variables?: object, token?: string): Promise<any>; // oxlint-disable-line typescript/no-explicit-any
  /** The only error of an answer, which must have left every row of the books as it was. */
  refusal(document: string, variables?: object, token?: string): Promise<Refusal>;
  /** All rows of the books, to compare. */
  rows(): Promise<unknown>;
  /** Another company of the same keeper. */
  openCompany(input?: object): Promise<string>;
  close(): Promise<void>;
}

export async function openApiBooks(engine: Engine): Promise<ApiBooks> {
  const server = await startServer(engine);
  try {
    const token = await server.as('INTEGRATOR');
    const ask: ApiBooks['ask'] = async (document, variables, as = token) => {
      const { data, errors } = await server.graphql(document, variables, as);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    };
    const rows = () =>
      Promise.all(tables.map((table) => server.database.reader.manager.query<unknown>(`select * from ${table} order by 1, 2, 3`)));
    const refusal: ApiBooks['refusal'] = async (document, variables, as = token) => {
      const before = await rows();
      const { status, data, errors } = await server.graphql(document, variables, as);
      if (errors?.length !== 1) throw new Error(`Not one error: ${JSON.stringify({ data, errors })}`);
      expect(await rows()).toEqual(before);
      const { message, extensions } = errors[0]!;
      const violations = (extensions.violations ?? []).map(({ code, path }) => `${path.join('.')} ${code}`).sort();
      return { status, code: extensions.code, message, violations };
    };
    const openCompany = async (input: object = {}): Promise<string> => {
      const document = 'mutation ($input: CreateCompanyInput!) { createCompany(input: $input) { company { id } } }';
      return (await ask(document, { input: { legalName: 'Acme', ...input } })).createCompany.company.id;
    };
    return { server, companyId: await openCompany(), token, ask, refusal, rows, openCompany, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** An id of the right form that nothing has. */
export const absentId = '01890000-0000-7000-8000-000000000000';

/** Two entries that balance. */
export function entriesOf(amount: string, debit = '1000', credit = '4000', more: object = {}): object[] {
  return [
    { accountCode: debit, direction: 'DEBIT', amount, ...more },
    { accountCode: credit, direction: 'CREDIT', amount, ...more },
  ];
}

export const createTransaction =
  'mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { replayed transaction { id number status } } }';

export const createAccount = 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id code } } }';

/** Everything that a transaction tells of itself. */
const transactionFields = `id number date status description counterparty externalId tags metadata createdAt postedAt hash voidReason
  company { id } reverses { id } reversedBy { id }
  entries { id direction memo amount { amount currency } account { id code } }`;

/** As anybody who may read it sees it now. */
export async function read(books: ApiBooks, id: string): Promise<any> /* oxlint-disable-line typescript/no-explicit-any */ {
  return (await books.ask(`query ($id: ID!) { transaction(id: $id) { ${transactionFields} } }`, { id })).transaction;
}

/** The id of a new transaction: a draft of 5.00 from 4000 to 1000, dated 2026-01-31, where nothing else is said. */
export async function draft(books: ApiBooks, more: object = {}): Promise<string> {
  const input = {
    companyId: books.companyId,
    date: '2026-01-31',
    description: 'Draft',
    status: 'PENDING',
    entries: entriesOf('5.00'),
    ...more,
  };
  return (await books.ask(createTransaction, { input })).createTransaction.transaction.id;
}

/** Of each account of the books that has one: code and balance at the end of all time. */
export async function balancesOf(books: ApiBooks): Promise<Record<string, string>> {
  const document = 'query ($id: ID!) { company(id: $id) { accounts(first: 100) { nodes { code balances { amount } } } } }';
  const { nodes } = (await books.ask(document, { id: books.companyId })).company.accounts;
  return Object.fromEntries(
    nodes.flatMap(({ code, balances }: { code: string; balances: { amount: string }[] }) =>
      balances.map(({ amount }) => [code, amount] as const),
    ),
  );
}

export const archiveAccount = 'mutation ($input: ArchiveAccountInput!) { archiveAccount(input: $input) { account { id } } }';
export const archiveCompany = 'mutation ($input: ArchiveCompanyInput!) { archiveCompany(input: $input) { company { id } } }';

/** The id of a new posted transaction, as `draft` says what it is. */
export function posted(books: ApiBooks, more: object = {}): Promise<string> {
  return draft(books, { status: 'POSTED', ...more });
}

const life = (name: string, more = '') =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${more} transaction { ${transactionFields} } } }`;

export const updateTransaction = life('updateTransaction');
export const postTransaction = life('postTransaction', 'replayed');
export const voidTransaction = life('voidTransaction', 'replayed');
export const reverseTransaction = life('reverseTransaction', `replayed reversed { ${transactionFields} }`);

const closing = (name: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { company { id booksClosedThrough } } }`;

export const closeBooks = closing('closeBooks');
export const reopenBooks = closing('reopenBooks');
