import type { QuotaAmount } from '../auth';
import { keyset, likePattern, type Connection, type OrderColumn, type Reader } from '../database';
import type { PageRequest, Position } from '../shared/pagination';
import type { Developer, DeveloperFilter, DeveloperStatus } from './developer.types';
import { amountOf, quotaColumns } from './quota-columns';

const account = ['d.key', 'd.id', 'd.name', 'd.email', 'd.status', 'd.suspension_reason', 'd.last_seen_at', 'd.created_at', 'd.updated_at'];
const columns = [...account, ...quotaColumns('d')];

/** A developer as GraphQL reads it, with its internal key. */
export type DeveloperRow = Developer & { readonly __typename: 'Developer'; readonly ownQuota: QuotaAmount | null };

function fromRow(row: unknown[]): DeveloperRow {
  const [key, id, name, email, status, suspensionReason, lastSeenAt, createdAt, updatedAt, costPerMinute, burst] = row;
  return {
    __typename: 'Developer',
    key: key as number,
    id: id as string,
    name: name as string,
    email: email as string | null,
    status: status as DeveloperStatus,
    suspensionReason: suspensionReason as string | null,
    lastSeenAt: lastSeenAt as number | null,
    createdAt: createdAt as number,
    updatedAt: updatedAt as number,
    ownQuota: amountOf(costPerMinute, burst),
  };
}

const order: readonly OrderColumn[] = [{ expression: 'd.key', type: 'number', descending: false }];

export const positionOf = (developer: DeveloperRow): Position => [developer.key];

export class DeveloperRepository {
  constructor(private readonly reader: Reader) {}

  // Both also take a transaction, to read what it has written.
  byIds(ids: readonly string[], connection: Connection = this.reader): Promise<DeveloperRow[]> {
    return this.select(connection, `d.id in ${connection.dialect.list('?1', 'uuid')}`, [connection.dialect.bindList(ids)]);
  }

  byKeys(keys: readonly number[], connection: Connection = this.reader): Promise<DeveloperRow[]> {
    return this.select(connection, `d.key in ${connection.dialect.list('?1', 'integer')}`, [connection.dialect.bindList(keys)]);
  }

  async page(filter: DeveloperFilter, page: PageRequest): Promise<DeveloperRow[]> {
    const { where, parameters } = this.conditions(filter);
    const { conditions, tail } = keyset(this.reader.dialect, order, page, parameters);
    return this.select(this.reader, [...where, ...conditions].join(' and '), parameters, tail);
  }

  async count(filter: DeveloperFilter): Promise<number> {
    const { where, parameters } = this.conditions(filter);
    const rows = await this.reader.rows(['count(*)'], `from developers d where ${where.join(' and ')}`, parameters);
    return rows[0]![0] as number;
  }

  async any(): Promise<boolean> {
    return (await this.reader.rows(['1'], 'from developers limit 1')).length > 0;
  }

  private conditions({ status, role, search }: DeveloperFilter) {
    const parameters: unknown[] = [];
    const bind = (value: unknown) => `?${parameters.push(value)}`;
    const where = ['1 = 1'];
    if (status) where.push(`d.status = ${bind(status)}`);
    if (role) {
      const held = `select 1 from developer_roles dr join roles r on r.key = dr.role_key where dr.developer_key = d.key`;
      where.push(`exists (${held} and r.name = ${bind(role)})`);
    }
    if (search) {
      const pattern = bind(likePattern(search));
      const { dialect } = this.reader;
      where.push(`(${dialect.matches('d.name', pattern)} or ${dialect.matches('d.email', pattern)})`);
    }
    return { where, parameters };
  }

  private async select(connection: Connection, where: string, parameters: readonly unknown[], tail = ''): Promise<DeveloperRow[]> {
    return (await connection.rows(columns, `from developers d where ${where} ${tail}`, parameters)).map(fromRow);
  }
}
