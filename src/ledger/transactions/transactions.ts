import type { Principal } from '../../auth';
import type { Reader } from '../../database';
import type { LedgerDate } from '../../shared/dates';
import { inOrderOf, type LoaderDefinition, type RequestLoaders } from '../../shared/loaders';
import { Connection, parsePage, type PageRequest } from '../../shared/pagination';
import type { Accounts } from '../accounts/accounts';
import { KeptTransactions } from './kept-transactions';
import { createTransaction, createTransactions, type PostingDependencies } from './create-transactions';
import { parseFilter, type NumberRange, type ParsedFilter } from './transaction-filter';
import type { CreateTransactionInput, CreateTransactionsInput } from './transaction-input.types';
import { defaultOrder, positionIn } from './transaction-order';
import { TransactionRepository } from './transaction.repository';
import type { EntryRow, TransactionRow } from './transaction-row';
import { OrderDirection, TransactionOrderField, type CompanyTransactionsArgs, type TransactionOrder } from './transaction.types';

/** Which posted transactions: by their numbers, dated within some days, with a line in a currency. */
export interface PostedSince {
  readonly companyKey: number;
  readonly numbers: NumberRange;
  readonly currency: string;
  /** null: all that was before. */
  readonly dateFrom: LedgerDate | null;
  readonly dateTo: LedgerDate;
}

const inOrderOfPosting: TransactionOrder = { field: TransactionOrderField.NUMBER, direction: OrderDirection.ASC };

/** What others may ask of transactions. The caller comes first: nothing is told of a transaction that it cannot see. */
export class Transactions {
  readonly byKey: LoaderDefinition<number, TransactionRow> = {
    batch: async (keys) => inOrderOf(keys, await this.repository.byKeys(keys), (row) => row.key, undefined) as TransactionRow[],
  };

  /** The transaction that reverses the one of the key, or null. */
  readonly reversalOf: LoaderDefinition<number, TransactionRow | null> = {
    batch: async (keys) => inOrderOf(keys, await this.repository.reversing(keys), (row) => row.reversesKey!, null),
  };

  /** Why the transactions of the keys were voided. */
  readonly voidReasonOf: LoaderDefinition<number, string | null> = {
    batch: async (keys) => inOrderOf(keys, await this.repository.voidReasons(keys), ([key]) => key, null).map((row) => row?.[1] ?? null),
  };

  /** The lines of transactions. Their accounts are loaded with them, since whoever asks for lines asks what they are on. */
  readonly entriesOf: LoaderDefinition<TransactionRow, readonly EntryRow[]> = {
    batch: async (transactions, loaders) => {
      const lines = await this.repository.entriesOf(transactions);
      const accountKeys = new Set<number>();
      for (const entries of lines) for (const entry of entries) accountKeys.add(entry.accountKey);
      const accounts = await loaders.ahead(this.accounts.byKey, [...accountKeys]);
      const byKey = new Map(accounts.map((account) => [account.key, account]));
      transactions.forEach((transaction, index) => this.kept.keep(transaction, lines[index]!, byKey));
      return lines;
    },
  };

  private readonly kept = new KeptTransactions();
  private readonly repository: TransactionRepository;

  constructor(
    reader: Reader,
    private readonly accounts: Accounts,
    private readonly posting: PostingDependencies,
  ) {
    this.repository = new TransactionRepository(reader, this.kept);
  }

  /** In the order of the ids; null for one that does not exist or that the caller cannot see. */
  async visible(caller: Principal, ids: readonly string[]): Promise<(TransactionRow | null)[]> {
    const found = await this.repository.byIds(ids);
    const seen = caller.shown(found, (row) => caller.holds('transactions:read', row.companyKey));
    return inOrderOf(ids, seen, (row) => row.id, null);
  }

  /**
   * `companyKey` is of a company in which the caller may read transactions.
   * @throws AppError BAD_USER_INPUT with every broken rule, NOT_FOUND for an account that the company does not have
   */
  async list(companyKey: number, args: CompanyTransactionsArgs): Promise<Connection<TransactionRow>> {
    const order = args.orderBy ?? defaultOrder;
    const filter = args.filter ?? {};
    const page = parsePage(args, ['transactions', companyKey, filter, order]);
    const account = filter.accountId ? await this.accounts.ofCompany(companyKey, filter.accountId, ['filter', 'accountId']) : undefined;
    const parsed = parseFilter(filter, account?.key);
    const rows = await this.repository.page(companyKey, parsed, order, page);
    return new Connection(rows, page, positionIn(order), () => this.repository.count(companyKey, parsed, order));
  }

  /** In the order of posting; with `loaders` the lines are read ahead. What it costs is a matter of how many numbers there are. */
  async postedSince(
    { companyKey, ...scope }: PostedSince,
    page: PageRequest,
    loaders?: RequestLoaders,
  ): Promise<Connection<TransactionRow>> {
    const filter: ParsedFilter = { ...parseFilter({}, undefined), ...scope };
    const order = inOrderOfPosting;
    const rows = await this.repository.page(companyKey, filter, order, page);
    const connection = new Connection(rows, page, positionIn(order), () => this.repository.count(companyKey, filter, order));
    if (loaders) await this.readEntries(connection.nodes, loaders);
    return connection;
  }

  /** As `list`; with `ahead` the lines are read before anybody asks, so that no row has to wait for its own. */
  async listWithEntries(
    companyKey: number,
    args: CompanyTransactionsArgs,
    loaders: RequestLoaders,
    ahead: boolean,
  ): Promise<Connection<TransactionRow>> {
    const connection = await this.list(companyKey, args);
    if (ahead) await this.readEntries(connection.nodes, loaders);
    return connection;
  }

  /** Reads the lines of transactions whose lines are not known yet. */
  async readEntries(transactions: readonly TransactionRow[], loaders: RequestLoaders): Promise<void> {
    const bare = transactions.filter(({ entries }) => !entries);
    if (bare.length > 0) await loaders.ahead(this.entriesOf, bare);
  }

  create(caller: Principal, input: CreateTransactionInput) {
    return createTransaction(this.posting, caller, input);
  }

  createMany(caller: Principal, input: CreateTransactionsInput) {
    return createTransactions(this.posting, caller, input);
  }
}
