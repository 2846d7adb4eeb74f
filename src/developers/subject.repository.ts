import type { CallerStanding, OutsideCaller, Rights } from '../auth';
import type { Connection, Reader, WriteTransaction } from '../database';
import { isStorable } from '../shared/violations';
import type { AccessRepository, TimedRights } from './access.repository';
import { DeveloperStatus } from './developer.types';
import { quotaOfRole, type QuotaRepository } from './quota.repository';
import type { RoleRepository, RoleRow } from './role.repository';
import type { TimedStanding } from './standing-memory';
import { DeveloperSubjectEntity } from './subject.entity';
import type { OutsideSubject, OutsideSubjectInput } from './subject.types';

const nothing: TimedRights = { rights: { roles: [], everywhere: new Set(), inCompany: new Map() }, endsAt: null, quotas: [] };
const columns = ['s.developer_key', 's.issuer', 's.subject'];

function fromRow([developerKey, issuer, subject]: unknown[]): OutsideSubject {
  return { developerKey: developerKey as number, issuer: issuer as string, subject: subject as string };
}

export class SubjectRepository {
  constructor(
    private readonly reader: Reader,
    private readonly access: AccessRepository,
    private readonly roles: RoleRepository,
    private readonly quotas: QuotaRepository,
  ) {}

  /**
   * What the developer holds that the subject is linked to, where there is one, with the roles that the issuer gives, held everywhere;
   * also takes a transaction.
   */
  async standing(
    { issuer, subject, roles }: OutsideCaller,
    now: number,
    connection: Connection = this.reader,
  ): Promise<TimedStanding<CallerStanding>> {
    const linked = 'from developer_subjects s join developers d on d.key = s.developer_key';
    const named = `${linked} where s.issuer = ?1 and s.subject = ?2`;
    const [row] = await connection.rows(['d.key', 'd.id', 'd.status'], named, [issuer, subject]);
    const developer = row ? { key: row[0] as number, id: row[1] as string } : null;
    const { rights, endsAt, quotas } = developer ? await this.access.rightsOf(developer.key, now, connection) : nothing;
    const given = roles.length > 0 ? await this.roles.byNames(roles.filter(isStorable), connection) : [];
    const standing = {
      developer,
      credentialKey: null,
      active: !row || row[2] === DeveloperStatus.ACTIVE,
      secrets: new Map(),
      usableUntil: null,
      scope: null,
      rights: withRoles(rights, given),
      quota: this.quotas.holding([...quotas, ...given.flatMap(quotaOfRole)]),
    };
    return { standing, endsAt };
  }

  /** Subjects that are linked to the developers, in the order in which they were; also takes a transaction. */
  async ofDevelopers(developerKeys: readonly number[], connection: Connection = this.reader): Promise<OutsideSubject[]> {
    const { dialect } = connection;
    const rest = `from developer_subjects s where s.developer_key in ${dialect.list('?1', 'integer')} order by s.key`;
    return (await connection.rows(columns, rest, [dialect.bindList(developerKeys)])).map(fromRow);
  }

  /** Those of the subjects that are linked to some developer. */
  async linked(subjects: readonly OutsideSubjectInput[], connection: Connection): Promise<OutsideSubject[]> {
    const { dialect } = connection;
    const rest = `from developer_subjects s where s.subject in ${dialect.list('?1', 'text')}`;
    const found = await connection.rows(columns, rest, [dialect.bindList(subjects.map(({ subject }) => subject))]);
    return found.map(fromRow).filter((one) => subjects.some((other) => isSame(one, other)));
  }

  async link(transaction: WriteTransaction, developerKey: number, subjects: readonly OutsideSubjectInput[], now: number): Promise<void> {
    for (const { issuer, subject } of subjects) {
      await transaction.manager.insert(DeveloperSubjectEntity, { developerKey, issuer, subject, createdAt: now });
    }
  }

  async unlink(transaction: WriteTransaction, subjects: readonly OutsideSubject[]): Promise<void> {
    for (const { issuer, subject } of subjects) await transaction.manager.delete(DeveloperSubjectEntity, { issuer, subject });
  }
}

export function isSame(one: OutsideSubjectInput, other: OutsideSubjectInput): boolean {
  return one.issuer === other.issuer && one.subject === other.subject;
}

function withRoles(rights: Rights, given: readonly RoleRow[]): Rights {
  if (given.length === 0) return rights;
  return {
    roles: [...new Set([...rights.roles, ...given.map(({ name }) => name)])].sort(),
    everywhere: new Set([...rights.everywhere, ...given.flatMap(({ permissions }) => permissions)]),
    inCompany: rights.inCompany,
  };
}
