import { isPermission, type Permission, type QuotaAmount } from '../auth';
import type { Connection, Reader } from '../database';
import { isStorable } from '../shared/violations';
import { amountOf, quotaColumns } from './quota-columns';
import type { Role } from './role.types';

/** A role as GraphQL reads it, with its internal key. */
export type RoleRow = Omit<Role, 'permissions'> & {
  readonly key: number;
  readonly permissions: readonly Permission[];
  readonly quota: QuotaAmount | null;
};

const columns = ['r.key', 'r.name', 'r.description', 'r.permissions', 'r.built_in', ...quotaColumns('r')];

function fromRow([key, name, description, permissions, builtIn, costPerMinute, burst]: unknown[]): RoleRow {
  return {
    key: key as number,
    name: name as string,
    description: description as string | null,
    permissions: permissionsOf(permissions),
    builtIn: Boolean(builtIn),
    quota: amountOf(costPerMinute, burst),
  };
}

/** The permissions in a column. Unknown ones grant nothing: another version may have written them. */
export function permissionsOf(json: unknown): readonly Permission[] {
  return (JSON.parse(json as string) as string[]).filter(isPermission);
}

export class RoleRepository {
  constructor(private readonly reader: Reader) {}

  // Those that take a connection also take a transaction, to decide on what it sees.
  async all(connection: Connection = this.reader): Promise<RoleRow[]> {
    return (await connection.rows(columns, 'from roles r order by r.built_in desc, r.key')).map(fromRow);
  }

  async byName(name: string, connection: Connection): Promise<RoleRow | undefined> {
    return isStorable(name) ? (await this.byNames([name], connection))[0] : undefined;
  }

  /** Those that exist, in no particular order. */
  async byNames(names: readonly string[], connection: Connection = this.reader): Promise<RoleRow[]> {
    const { dialect } = connection;
    const rows = await connection.rows(columns, `from roles r where r.name in ${dialect.list('?1', 'text')}`, [dialect.bindList(names)]);
    return rows.map(fromRow);
  }

  /** Names of the roles that developers hold everywhere, by the developer's key, sorted. */
  async namesOf(developerKeys: readonly number[], connection: Connection = this.reader): Promise<ReadonlyMap<number, string[]>> {
    const { dialect } = connection;
    const held = 'from developer_roles dr join roles r on r.key = dr.role_key';
    const rest = `${held} where dr.developer_key in ${dialect.list('?1', 'integer')} order by r.name`;
    const rows = await connection.rows(['dr.developer_key', 'r.name'], rest, [dialect.bindList(developerKeys)]);
    const names = new Map<number, string[]>(developerKeys.map((key) => [key, []]));
    for (const [key, name] of rows) names.get(key as number)?.push(name as string);
    return names;
  }

  /** The roles that a developer holds in a company at an instant. */
  async heldIn(companyKey: number, developerKey: number, now: number, connection: Connection): Promise<RoleRow[]> {
    const where = 'g.company_key = ?1 and g.developer_key = ?2 and (g.expires_at is null or g.expires_at > ?3)';
    const rest = `from roles r join access_grants g on g.role_key = r.key where ${where} order by r.key`;
    return (await connection.rows(columns, rest, [companyKey, developerKey, now])).map(fromRow);
  }
}
