import { LRUCache } from 'lru-cache';
import type { Permission, Principal } from '../auth';
import type { Reader, WriteTransaction } from '../database';
import { notFound } from '../shared/errors';
import { parseId } from '../shared/ids';
import { inOrderOf, type LoaderDefinition } from '../shared/loaders';
import { Connection, parsePage, type PageArguments } from '../shared/pagination';
import { archiveCompany, updateCompany } from './change-company';
import { CompanyRepository, positionOf, type CompanyRow } from './company.repository';
import { checkCompanyFilter } from './company.rules';
import type { CompanyFilter, CreateCompanyInput, UpdateCompanyInput } from './company.types';
import { createCompany, type CompanyDependencies } from './create-company';

export interface CompanyReference {
  readonly key: number;
  readonly id: string;
  readonly baseCurrency: string;
}

/** What others may ask of companies. The caller comes first: nothing is told of a company that it cannot see. */
export class Companies {
  /** Companies by internal key, for the fields of other objects that lead to one. */
  readonly byKey: LoaderDefinition<number, CompanyRow> = {
    batch: async (keys) => inOrderOf(keys, await this.repository.byKeys(keys), (company) => company.key, undefined) as CompanyRow[],
  };

  private readonly references = new LRUCache<string, CompanyReference | Promise<CompanyReference | undefined>>({ max: 10_000 });
  private readonly repository: CompanyRepository;
  private readonly dependencies: CompanyDependencies;

  constructor({ reader, ...dependencies }: Omit<CompanyDependencies, 'companies'> & { readonly reader: Reader }) {
    this.repository = new CompanyRepository(reader);
    this.dependencies = { ...dependencies, companies: this.repository };
  }

  /** In the order of the ids; null for one that does not exist or that the caller cannot see. */
  async visible(caller: Principal, ids: readonly string[]): Promise<(CompanyRow | null)[]> {
    const found = await this.repository.byIds(ids);
    const seen = caller.shown(found, (company) => caller.holds('companies:read', company.key));
    return inOrderOf(ids, seen, (company) => company.id, null);
  }

  /** The internal key of a company, whoever asks; undefined where there is none. */
  async keyOf(id: string): Promise<number | undefined> {
    return (await this.repository.byIds([id]))[0]?.key;
  }

  /**
   * The company that an operation is about, which needs a permission in it.
   * @throws AppError BAD_USER_INPUT for an id that is no UUID, NOT_FOUND, FORBIDDEN
   */
  async required(caller: Principal, id: string, permission: Permission, path: readonly string[]): Promise<CompanyRow> {
    const [company] = await this.repository.byIds([parseId(id, path)]);
    if (!company) throw notFound('company');
    caller.require(permission, company.key);
    return company;
  }

  /** The same, for those who need no more than the internal key: it costs no statement. */
  async requiredKey(caller: Principal, id: string, permission: Permission, path: readonly string[]): Promise<number> {
    const { key } = await this.reference(id, path);
    caller.require(permission, key);
    return key;
  }

  /** The company as a transaction sees it. */
  async inTransaction(key: number, transaction: WriteTransaction): Promise<CompanyRow> {
    return (await this.repository.byKeys([key], transaction))[0]!;
  }

  /**
   * What never changes of a company, from memory; says nothing of whether anybody may see it.
   * @throws AppError BAD_USER_INPUT for an id that is no UUID, NOT_FOUND
   */
  async reference(id: string, path: readonly string[]): Promise<CompanyReference> {
    const companyId = parseId(id, path);
    // Many who ask at once for a company that is not known yet wait for one statement.
    const reference = await (this.references.get(companyId) ?? this.readReference(companyId));
    if (!reference) throw notFound('company');
    return reference;
  }

  /** @throws AppError BAD_USER_INPUT with every broken rule of the filter, or of the page */
  async list(caller: Principal, filter: CompanyFilter, args: PageArguments): Promise<Connection<CompanyRow>> {
    checkCompanyFilter(filter);
    const visible = caller.companiesWith('companies:read');
    const page = parsePage(args, ['companies', filter]);
    const rows = await this.repository.page(visible, filter, page);
    return new Connection(rows, page, positionOf, () => this.repository.count(visible, filter));
  }

  create(caller: Principal, input: CreateCompanyInput): Promise<CompanyRow> {
    return createCompany(this.dependencies, caller, input);
  }

  update(caller: Principal, input: UpdateCompanyInput): Promise<CompanyRow> {
    return updateCompany(this.dependencies, caller, input);
  }

  archive(caller: Principal, id: string): Promise<CompanyRow> {
    return archiveCompany(this.dependencies, caller, id);
  }

  private readReference(id: string): Promise<CompanyReference | undefined> {
    const reading = this.repository
      .byIds([id])
      .then(([company]) => company && { key: company.key, id, baseCurrency: company.baseCurrency });
    this.references.set(id, reading);
    reading.then(
      (reference) => (reference ? this.references.set(id, reference) : this.references.delete(id)),
      () => this.references.delete(id),
    );
    return reading;
  }
}
