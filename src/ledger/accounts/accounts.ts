import type { Principal } from '../../auth';
import type { Reader } from '../../database';
import { notFound } from '../../shared/errors';
import { parseId } from '../../shared/ids';
import { inOrderOf, RequestLoaders, type LoaderDefinition } from '../../shared/loaders';
import { Connection, parsePage, windowOf, type PageArguments, type PageWindow } from '../../shared/pagination';
import { AccountRepository, positionOf, type AccountRow } from './account.repository';
import { checkAccountFilter } from './account.rules';
import type { AccountFilter, CreateAccountInput, UpdateAccountInput } from './account.types';
import { archiveAccount, createAccount, updateAccount, type AccountDependencies } from './change-accounts';

/** What others may ask of accounts. The caller comes first: nothing is told of an account that it cannot see. */
export class Accounts {
  /** Accounts by internal key, for the fields of other objects that lead to one. */
  readonly byKey: LoaderDefinition<number, AccountRow> = {
    batch: async (keys) => inOrderOf(keys, await this.repository.byKeys(keys), (account) => account.key, undefined) as AccountRow[],
  };

  private readonly byId: LoaderDefinition<string, AccountRow | null> = {
    batch: async (ids) => inOrderOf(ids, await this.repository.byIds(ids), (account) => account.id, null),
  };

  private readonly pages = ({ filter, page }: { filter: AccountFilter; page: PageWindow }): LoaderDefinition<number, AccountRow[]> => ({
    batch: (companyKeys) => this.repository.pages(companyKeys, filter, page),
  });

  private readonly counts = (filter: AccountFilter): LoaderDefinition<number, number> => ({
    batch: (companyKeys) => this.repository.counts(companyKeys, filter),
  });

  private readonly repository: AccountRepository;
  private readonly dependencies: AccountDependencies;

  constructor({ reader, ...dependencies }: Omit<AccountDependencies, 'accounts'> & { readonly reader: Reader }) {
    this.repository = new AccountRepository(reader);
    this.dependencies = { ...dependencies, accounts: this.repository };
  }

  /** In the order of the ids; null for one that does not exist or that the caller cannot see. */
  async visible(caller: Principal, ids: readonly string[]): Promise<(AccountRow | null)[]> {
    const found = await this.repository.byIds(ids);
    const seen = caller.shown(found, (account) => caller.holds('accounts:read', account.companyKey));
    return inOrderOf(ids, seen, (account) => account.id, null);
  }

  /** @throws AppError BAD_USER_INPUT for an id that is no UUID, NOT_FOUND for an account that the company does not have */
  async ofCompany(companyKey: number, id: string, path: readonly string[], loaders = new RequestLoaders()): Promise<AccountRow> {
    const account = await loaders.of(this.byId).load(parseId(id, path));
    if (account?.companyKey !== companyKey) throw notFound('account');
    return account;
  }

  /** Every account of a company, by code. */
  chart(companyKey: number): Promise<AccountRow[]> {
    return this.repository.chart(companyKey);
  }

  /**
   * `companyKey` is of a company in which the caller may read accounts.
   * @throws AppError BAD_USER_INPUT with every broken rule of the filter, or of the page
   */
  async list(
    companyKey: number,
    filter: AccountFilter,
    args: PageArguments,
    loaders = new RequestLoaders(),
  ): Promise<Connection<AccountRow>> {
    checkAccountFilter(filter);
    const page = parsePage(args, ['accounts', companyKey, filter]);
    const rows = await loaders.alike(this.pages, { filter, page: windowOf(page) }).load(companyKey);
    return new Connection(rows, page, positionOf, () => loaders.alike(this.counts, filter).load(companyKey));
  }

  create(caller: Principal, input: CreateAccountInput): Promise<AccountRow> {
    return createAccount(this.dependencies, caller, input);
  }

  update(caller: Principal, input: UpdateAccountInput): Promise<AccountRow> {
    return updateAccount(this.dependencies, caller, input);
  }

  archive(caller: Principal, id: string): Promise<AccountRow> {
    return archiveAccount(this.dependencies, caller, id);
  }
}
