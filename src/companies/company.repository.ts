import { keyset, likePattern, type Connection, type OrderColumn, type Reader } from '../database';
import type { PageRequest, Position } from '../shared/pagination';
import type { Company, CompanyFilter, CompanyStatus, EntityType } from './company.types';

const columns = [
  'c.key', 'c.id', 'c.legal_name', 'c.external_id', 'c.entity_type', 'c.tax_id', 'c.base_currency',
  'c.fiscal_year_start_month', 'c.status', 'c.metadata', 'c.created_at', 'c.updated_at',
]; // prettier-ignore

/** A company as GraphQL reads it, with its internal key. */
export type CompanyRow = Company & { readonly __typename: 'Company' };

function fromRow(row: unknown[]): CompanyRow {
  const [key, id, legalName, externalId, entityType, taxId, baseCurrency, fiscalYearStartMonth, status, metadata, createdAt, updatedAt] =
    row;
  return {
    __typename: 'Company',
    key: key as number,
    id: id as string,
    legalName: legalName as string,
    externalId: externalId as string | null,
    entityType: entityType as EntityType | null,
    taxId: taxId as string | null,
    baseCurrency: baseCurrency as string,
    fiscalYearStartMonth: fiscalYearStartMonth as number,
    status: status as CompanyStatus,
    metadata: metadata === null ? null : (JSON.parse(metadata as string) as object),
    createdAt: createdAt as number,
    updatedAt: updatedAt as number,
  };
}

const order: readonly OrderColumn[] = [{ expression: 'c.key', type: 'number', descending: false }];

export const positionOf = (company: CompanyRow): Position => [company.key];

/** `visible` are the keys of the companies that the caller may see; undefined means all. */
export type Visible = readonly number[] | undefined;

export class CompanyRepository {
  constructor(private readonly reader: Reader) {}

  // Both also take a transaction, to read what it has written.
  byKeys(keys: readonly number[], connection: Connection = this.reader): Promise<CompanyRow[]> {
    return this.select(connection, `c.key in ${connection.dialect.list('?1', 'integer')}`, [connection.dialect.bindList(keys)]);
  }

  byIds(ids: readonly string[], connection: Connection = this.reader): Promise<CompanyRow[]> {
    return this.select(connection, `c.id in ${connection.dialect.list('?1', 'uuid')}`, [connection.dialect.bindList(ids)]);
  }

  async page(visible: Visible, filter: CompanyFilter, page: PageRequest): Promise<CompanyRow[]> {
    const { where, parameters } = this.conditions(visible, filter);
    const { conditions, tail } = keyset(this.reader.dialect, order, page, parameters);
    return this.select(this.reader, [...where, ...conditions].join(' and '), parameters, tail);
  }

  async count(visible: Visible, filter: CompanyFilter): Promise<number> {
    const { where, parameters } = this.conditions(visible, filter);
    const rows = await this.reader.rows(['count(*)'], `from companies c where ${where.join(' and ')}`, parameters);
    return rows[0]![0] as number;
  }

  private conditions(visible: Visible, filter: CompanyFilter) {
    const { dialect } = this.reader;
    const parameters: unknown[] = [];
    const bind = (value: unknown) => `?${parameters.push(value)}`;
    const where = ['1 = 1'];
    if (visible) where.push(`c.key in ${dialect.list(bind(dialect.bindList(visible)), 'integer')}`);
    if (filter.status) where.push(`c.status = ${bind(filter.status)}`);
    if (filter.externalId) where.push(`c.external_id = ${bind(filter.externalId)}`);
    if (filter.search) {
      const pattern = bind(likePattern(filter.search));
      where.push(`(${dialect.matches('c.legal_name', pattern)} or ${dialect.matches('c.external_id', pattern)})`);
    }
    return { where, parameters };
  }

  private async select(connection: Connection, where: string, parameters: unknown[], tail = ''): Promise<CompanyRow[]> {
    const rows = await connection.rows(columns, `from companies c where ${where} ${tail}`, parameters);
    return rows.map(fromRow);
  }
}
