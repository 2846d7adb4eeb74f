import type { Permission, Quota, Rights } from '../auth';
import type { Connection, Reader, WriteTransaction } from '../database';
import type { AccessGrant } from './access-grant.types';
import { DeveloperStatus } from './developer.types';
import { quotaColumns } from './quota-columns';
import { permissionsOf } from './role.repository';

/** Rights with the time at which one of them ends; null where none does. */
export interface TimedRights {
  readonly rights: Rights;
  readonly endsAt: number | null;
  /** Quotas that were set for the developer and for the roles that it holds everywhere. */
  readonly quotas: readonly Quota[];
}

export interface NewGrant {
  readonly developerKey: number;
  readonly companyKey: number;
  readonly roleKey: number;
  readonly expiresAt: number | null;
  readonly createdAt: number;
}

const grants = 'from access_grants g join roles r on r.key = g.role_key';

export class AccessRepository {
  constructor(private readonly reader: Reader) {}

  /** The grants of developers that hold at an instant, in the order in which they were made. */
  async grantsOf(developerKeys: readonly number[], now: number): Promise<AccessGrant[]> {
    const { dialect } = this.reader;
    const where = `g.developer_key in ${dialect.list('?1', 'integer')} and (g.expires_at is null or g.expires_at > ?2)`;
    const columns = ['g.developer_key', 'g.company_key', 'r.name', 'g.expires_at', 'g.created_at'];
    const rows = await this.reader.rows(columns, `${grants} where ${where} order by g.key`, [dialect.bindList(developerKeys), now]);
    return rows.map(([developerKey, companyKey, role, expiresAt, createdAt]) => ({
      developerKey: developerKey as number,
      companyKey: companyKey as number,
      role: role as string,
      expiresAt: expiresAt as number | null,
      createdAt: createdAt as number,
    }));
  }

  /** What a developer may do at an instant; also takes a transaction, to decide on what it sees. */
  async rightsOf(developerKey: number, now: number, connection: Connection = this.reader): Promise<TimedRights> {
    const everywhere = 'from developer_roles dr join roles r on r.key = dr.role_key where dr.developer_key = ?1';
    const inCompany = `${grants} where g.developer_key = ?1 and (g.expires_at is null or g.expires_at > ?2)`;
    const quotaOf = (table: string) => quotaColumns(table).join(', ');
    // Roles in single companies bring no quota: whoever opens a company is given one.
    const held = [
      `select null as company, null as ends, r.name, r.permissions, ${quotaOf('r')} ${everywhere}`,
      `select g.company_key, g.expires_at, r.name, r.permissions, null, null ${inCompany}`,
      `select null, null, null, null, ${quotaOf('d')} from developers d where d.key = ?1 and d.quota_burst is not null`,
    ];
    const columns = ['h.company', 'h.ends', 'h.name', 'h.permissions', 'h.quota_cost_per_minute', 'h.quota_burst'];
    const rows = await connection.rows(columns, `from (${held.join(' union all ')}) h order by h.name`, [developerKey, now]);
    return collect(rows as HeldRole[]);
  }

  /** Whether a developer is let in with a credential. */
  async isLetIn(developerKey: number, credentialKey: number, connection: Connection): Promise<boolean> {
    const client = 'from developers d join credentials c on c.developer_key = d.key';
    const rest = `${client} where d.key = ?1 and d.status = '${DeveloperStatus.ACTIVE}' and c.key = ?2 and c.revoked_at is null`;
    return (await connection.rows(['1'], rest, [developerKey, credentialKey])).length > 0;
  }

  /**
   * Whether some ADMIN can get in at an instant: by credentials that are limited to nothing, or as a subject of one of the issuers. A
   * grant of the role in one company makes no such ADMIN.
   */
  async hasAdmin(issuers: readonly string[], now: number, connection: Connection): Promise<boolean> {
    const { dialect } = connection;
    const held = 'from developer_roles dr join roles r on r.key = dr.role_key join developers d on d.key = dr.developer_key';
    const secret =
      'exists (select 1 from credential_secrets s where s.credential_key = c.key and (s.expires_at is null or s.expires_at > ?1))';
    const unlimited = `c.developer_key = d.key and c.revoked_at is null and c.scope is null and (c.public_keys is not null or ${secret})`;
    const credential = `exists (select 1 from credentials c where ${unlimited})`;
    const linked = `s.developer_key = d.key and s.issuer in ${dialect.list('?2', 'text')}`;
    const subject = `exists (select 1 from developer_subjects s where ${linked})`;
    const letIn = `r.name = 'ADMIN' and d.status = '${DeveloperStatus.ACTIVE}' and (${credential} or ${subject})`;
    return (await connection.rows(['1'], `${held} where ${letIn} limit 1`, [now, dialect.bindList(issuers)])).length > 0;
  }

  /** Until when a developer holds permissions in a company (null: for good), apart from those that it holds everywhere. */
  async endsIn(companyKey: number, developerKey: number, now: number, connection: Connection): Promise<Map<Permission, number | null>> {
    const where = 'g.developer_key = ?1 and g.company_key = ?2 and (g.expires_at is null or g.expires_at > ?3)';
    const rows = await connection.rows(['r.permissions', 'g.expires_at'], `${grants} where ${where}`, [developerKey, companyKey, now]);
    const ends = new Map<Permission, number | null>();
    for (const [permissions, end] of rows as [string, number | null][]) {
      for (const permission of permissionsOf(permissions)) {
        const known = ends.get(permission);
        ends.set(permission, known === null || end === null ? null : Math.max(end, known ?? end));
      }
    }
    return ends;
  }

  /** Granting what is granted replaces its end. */
  async grant(transaction: WriteTransaction, { developerKey, companyKey, roleKey, expiresAt, createdAt }: NewGrant): Promise<void> {
    const target = 'access_grants (developer_key, company_key, role_key, expires_at, created_at)';
    const again = 'on conflict (developer_key, company_key, role_key) do update set expires_at = excluded.expires_at';
    const values = [developerKey, companyKey, roleKey, expiresAt, createdAt];
    await transaction.run(`insert into ${target} values (?1, ?2, ?3, ?4, ?5) ${again}`, values);
  }

  async revoke(
    transaction: WriteTransaction,
    { developerKey, companyKey, roleKeys }: { developerKey: number; companyKey: number; roleKeys: readonly number[] },
  ): Promise<void> {
    const { dialect } = transaction;
    const where = `developer_key = ?1 and company_key = ?2 and role_key in ${dialect.list('?3', 'integer')}`;
    await transaction.run(`delete from access_grants where ${where}`, [developerKey, companyKey, dialect.bindList(roleKeys)]);
  }

  async revokeRole(transaction: WriteTransaction, roleKey: number): Promise<void> {
    await transaction.run('delete from access_grants where role_key = ?1', [roleKey]);
  }

  /** How many developers hold a role, everywhere or in some company. */
  async holdersOf(roleKey: number, now: number, connection: Connection): Promise<number> {
    const everywhere = 'select developer_key from developer_roles where role_key = ?1';
    const inCompany = 'select developer_key from access_grants where role_key = ?1 and (expires_at is null or expires_at > ?2)';
    return (await connection.rows(['count(*)'], `from (${everywhere} union ${inCompany}) h`, [roleKey, now]))[0]![0] as number;
  }
}

/** A role with the company that it is held in (null: everywhere), its end and its quota; without a name the developer's own quota. */
type HeldRole = [
  company: number | null,
  ends: number | null,
  name: string | null,
  permissions: string,
  costPerMinute: number | null,
  burst: number,
];

function collect(held: readonly HeldRole[]): TimedRights {
  const roles: string[] = [];
  const everywhere = new Set<Permission>();
  const inCompany = new Map<number, Set<Permission>>();
  const quotas: Quota[] = [];
  let endsAt: number | null = null;
  for (const [company, ends, name, permissions, costPerMinute, burst] of held) {
    if (costPerMinute !== null) quotas.push({ costPerMinute, burst, source: name === null ? 'DEVELOPER' : 'ROLE', role: name });
    if (name === null) continue;
    const there = company === null ? everywhere : (inCompany.get(company) ?? new Set());
    for (const permission of permissionsOf(permissions)) there.add(permission);
    if (company === null) roles.push(name);
    else inCompany.set(company, there);
    if (ends !== null) endsAt = Math.min(ends, endsAt ?? ends);
  }
  return { rights: { roles, everywhere, inCompany }, endsAt, quotas };
}
