import { mostGenerous, type Quota, type QuotaAmount } from '../auth';
import type { Reader } from '../database';
import type { RoleRow } from './role.repository';

export function quotaOfRole({ name, quota }: Pick<RoleRow, 'name' | 'quota'>): Quota[] {
  return quota ? [{ ...quota, source: 'ROLE', role: name }] : [];
}

/** Which quotas hold: a developer's own, else the most generous of its roles', else that of the settings. */
export class QuotaRepository {
  private readonly forAll: Quota | null;

  constructor(
    private readonly reader: Reader,
    forAll: QuotaAmount | null,
  ) {
    this.forAll = forAll && { ...forAll, source: 'SERVER', role: null };
  }

  /** Of developers, in the order of their keys; null for one that nothing limits. */
  async ofDevelopers(keys: readonly number[]): Promise<(Quota | null)[]> {
    const { dialect } = this.reader;
    const list = dialect.list('?1', 'integer');
    const own = `select d.key as developer, null as role, d.quota_cost_per_minute as rate, d.quota_burst as burst from developers d where d.key in ${list}`;
    const held = 'from developer_roles dr join roles r on r.key = dr.role_key';
    const ofRoles = `select dr.developer_key, r.name, r.quota_cost_per_minute, r.quota_burst ${held} where dr.developer_key in ${list}`;
    const rest = `from (${own} union all ${ofRoles}) q where q.rate is not null order by q.role`;
    const rows = await this.reader.rows(['q.developer', 'q.role', 'q.rate', 'q.burst'], rest, [dialect.bindList(keys)]);
    const quotas = rows.map(([developer, role, costPerMinute, burst]) => ({
      developer,
      quota: { costPerMinute, burst, source: role === null ? 'DEVELOPER' : 'ROLE', role } as Quota,
    }));
    return keys.map((key) => this.holding(quotas.filter(({ developer }) => developer === key).map(({ quota }) => quota)));
  }

  /** Which one holds of those that were set for a developer and its roles. */
  holding(set: readonly Quota[]): Quota | null {
    return set.find(({ source }) => source === 'DEVELOPER') ?? mostGenerous(set) ?? this.forAll;
  }
}
