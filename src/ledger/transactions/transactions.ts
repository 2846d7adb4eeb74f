import type { Principal } from '../../auth';
import type { Reader } from '../../database';
import type { LedgerDate } from '../../shared/dates';
import { inOrderOf, RequestLoaders, type LoaderDefinition } from '../../shared/loaders';
import { Connection, parsePage, windowOf, type PageRequest, type PageWindow } from '../../shared/pagination';
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

interface Listed {
  readonly filter: ParsedFilter;
  readonly order: TransactionOrder;
}

interface ListedPage extends Listed {
  readonly page: PageWindow;
  readonly ahead: boolean;
}

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

  /** Pages of the lists of companies, with the lines of all of them where those are sure to be asked for. */
  private readonly pages = ({ filter, order, page, ahead }: ListedPage): LoaderDefinition<number, readonly TransactionRow[]> => ({
    batch: async (companyKeys, loaders) => {
      const pages = await this.repository.pages(companyKeys, filter, order, page);
      // One row more than the page may have been read.
      if (ahead) await this.readEntries(pages.flatMap((rows) => rows.slice(0, page.limit)), loaders); // prettier-ignore
      return pages;
    },
  });

  private readonly counts = ({ filter, order }: Listed): LoaderDefinition<number, number> => ({
    batch: (companyKeys) => this.repository.counts(companyKeys, filter, order),
  });

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
   * `companyKey` is of a company in which the caller may read transactions. With `ahead` the lines are read before anybody asks, so that
   * no row has to wait for its own.
   * @throws AppError BAD_USER_INPUT with every broken rule, NOT_FOUND for an account that the company does not have
   */
  async list(
    companyKey: number,
    args: CompanyTransactionsArgs,
    { loaders = new RequestLoaders(), ahead = false } = {},
  ): Promise<Connection<TransactionRow>> {
    const order = args.orderBy ?? defaultOrder;
    const filter = args.filter ?? {};
    const page = parsePage(args, ['transactions', companyKey, filter, order]);
    const { accountId } = filter;
    const account = accountId ? await this.accounts.ofCompany(companyKey, accountId, ['filter', 'accountId'], loaders) : undefined;
    return this.connection(companyKey, { filter: parseFilter(filter, account?.key), order }, page, loaders, ahead);
  }

  /** In the order of posting; with `loaders` the lines are read ahead. What it costs is a matter of how many numbers there are. */
  postedSince({ companyKey, ...scope }: PostedSince, page: PageRequest, loaders?: RequestLoaders): Promise<Connection<TransactionRow>> {
    const listed = { filter: { ...parseFilter({}, undefined), ...scope }, order: inOrderOfPosting };
    return this.connection(companyKey, listed, page, loaders ?? new RequestLoaders(), loaders !== undefined);
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

  private async connection(companyKey: number, listed: Listed, page: PageRequest, loaders: RequestLoaders, ahead: boolean) {
    const rows = await loaders.alike(this.pages, { ...listed, page: windowOf(page), ahead }).load(companyKey);
    return new Connection(rows, page, positionIn(listed.order), () => loaders.alike(this.counts, listed).load(companyKey));
  }
}
