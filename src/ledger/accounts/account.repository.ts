import { keyset, likePattern, type Connection, type OrderColumn, type Reader } from '../../database';
import type { PageWindow, Position } from '../../shared/pagination';
import type { AccountStatus, AccountSubtype, AccountType } from './account-types';
import type { Account, AccountFilter } from './account.types';

const columns = [
  'a.key', 'a.id', 'a.company_key', 'a.parent_key', 'a.code', 'a.name', 'a.type', 'a.subtype', 'a.status',
  'a.description', 'a.metadata', 'a.created_at', 'a.updated_at',
]; // prettier-ignore

/** An account as GraphQL reads it, with its internal keys. */
export type AccountRow = Account & { readonly __typename: 'Account' };

function fromRow(row: unknown[]): AccountRow {
  const [key, id, companyKey, parentKey, code, name, type, subtype, status, description, metadata, createdAt, updatedAt] = row;
  return {
    __typename: 'Account',
    key: key as number,
    id: id as string,
    companyKey: companyKey as number,
    parentKey: parentKey as number | null,
    code: code as string,
    name: name as string,
    type: type as AccountType,
    subtype: subtype as AccountSubtype | null,
    status: status as AccountStatus,
    description: description as string | null,
    metadata: metadata === null ? null : (JSON.parse(metadata as string) as object),
    createdAt: createdAt as number,
    updatedAt: updatedAt as number,
  };
}

export const positionOf = (account: AccountRow): Position => [account.code];

export class AccountRepository {
  private readonly order: readonly OrderColumn[];

  constructor(private readonly reader: Reader) {
    this.order = [{ expression: reader.dialect.binary('a.code'), type: 'string', descending: false }];
  }

  byKeys(keys: readonly number[], connection: Connection = this.reader): Promise<AccountRow[]> {
    return this.select(connection, `a.key in ${connection.dialect.list('?1', 'integer')}`, [connection.dialect.bindList(keys)]);
  }

  byIds(ids: readonly string[], connection: Connection = this.reader): Promise<AccountRow[]> {
    return this.select(connection, `a.id in ${connection.dialect.list('?1', 'uuid')}`, [connection.dialect.bindList(ids)]);
  }

  /** A page of the chart of each company. */
  async pages(companyKeys: readonly number[], filter: AccountFilter, page: PageWindow): Promise<AccountRow[][]> {
    const { where, parameters } = this.conditions(filter);
    const { conditions, tail } = keyset(this.reader.dialect, this.order, page, parameters);
    const rows = await this.ofEach(columns, companyKeys, `${[...where, ...conditions].join(' and ')} ${tail}`, parameters);
    return rows.map((ofCompany) => ofCompany.map(fromRow));
  }

  /** Every account of a company, by code. */
  chart(companyKey: number): Promise<AccountRow[]> {
    return this.select(this.reader, 'a.company_key = ?1', [companyKey], `order by ${this.order[0]!.expression}`);
  }

  async counts(companyKeys: readonly number[], filter: AccountFilter): Promise<number[]> {
    const { where, parameters } = this.conditions(filter);
    const rows = await this.ofEach(['count(*)'], companyKeys, where.join(' and '), parameters);
    return rows.map((ofCompany) => ofCompany[0]![0] as number);
  }

  /** Keys of the account and of everything above it. */
  async ancestors(key: number, connection: Connection): Promise<number[]> {
    const rows = await connection.rows(
      ['up.key'],
      `from (with recursive up(key, parent_key) as (
        select key, parent_key from accounts where key = ?1
        union select a.key, a.parent_key from accounts a join up on a.key = up.parent_key
      ) select key from up) up`,
      [key],
    );
    return rows.map((row) => row[0] as number);
  }

  async codeTaken(companyKey: number, code: string, exceptKey: number | undefined, connection: Connection): Promise<boolean> {
    const rows = await connection.rows(['a.key'], 'from accounts a where a.company_key = ?1 and a.code = ?2', [companyKey, code]);
    return rows.some((row) => row[0] !== exceptKey);
  }

  /** The first parameter is the company's key, for which a place is kept. */
  private conditions(filter: AccountFilter) {
    const { dialect } = this.reader;
    const parameters: unknown[] = [undefined];
    const bind = (value: unknown) => `?${parameters.push(value)}`;
    const where = ['a.company_key = ?1'];
    if (filter.type) where.push(`a.type = ${bind(filter.type)}`);
    if (filter.subtype) where.push(`a.subtype = ${bind(filter.subtype)}`);
    if (filter.status) where.push(`a.status = ${bind(filter.status)}`);
    // Not LIKE, which looks past case.
    if (filter.codePrefix) where.push(`substr(a.code, 1, ${[...filter.codePrefix].length}) = ${bind(filter.codePrefix)}`);
    if (filter.search) {
      const pattern = bind(likePattern(filter.search));
      where.push(`(${dialect.matches('a.code', pattern)} or ${dialect.matches('a.name', pattern)})`);
    }
    return { where, parameters };
  }

  private ofEach(selected: readonly string[], companyKeys: readonly number[], where: string, [, ...parameters]: unknown[]) {
    const parents = { types: ['integer'] as const, values: companyKeys.map((key) => [key]) };
    return this.reader.rowsForEach({ columns: selected, rest: `from accounts a where ${where}`, parents, parameters });
  }

  private async select(connection: Connection, where: string, parameters: unknown[], tail = ''): Promise<AccountRow[]> {
    const rows = await connection.rows(columns, `from accounts a where ${where} ${tail}`, parameters);
    return rows.map(fromRow);
  }
}
