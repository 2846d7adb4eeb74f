import { isPermission, type Client, type Standing } from '../auth';
import type { Reader } from '../database';
import type { AccessRepository } from './access.repository';
import { DeveloperStatus } from './developer.types';
import type { QuotaRepository } from './quota.repository';
import type { TimedStanding } from './standing-memory';

/** As many secrets are told of a credential; an older one got no token that is still good. */
const KNOWN_SECRETS = 10;

/** What a client id may consist of; nothing else is asked of the database, which would refuse a NUL character. */
const clientIdForm = /^[\x21-\x7e]{1,128}$/;

export class ClientRepository {
  constructor(
    private readonly reader: Reader,
    private readonly access: AccessRepository,
    private readonly quotas: QuotaRepository,
  ) {}

  /**
   * The client with its newest two secrets: no others can work still. Reads the first client in place of one that does not exist, and
   * says that there is none: telling the two apart by the time that they take would tell which clients there are.
   */
  async find(clientId: string): Promise<Client | undefined> {
    const named = '(select key from credentials where client_id = ?1)';
    const client = 'from credentials c join developers d on d.key = c.developer_key join credential_secrets s on s.credential_key = c.key';
    const newest = 's.key in (select key from credential_secrets where credential_key = c.key order by key desc limit 2)';
    const columns = ['s.key', 's.id', 's.hash', 's.expires_at', 'c.client_id', 'c.revoked_at', 'd.status', 'c.public_keys'];
    const rest = `${client} where c.key = coalesce(${named}, (select min(key) from credentials)) and ${newest}`;
    const rows = await this.reader.rows(columns, rest, [clientIdForm.test(clientId) ? clientId : '']);
    const first = rows[0];
    if (!first) return undefined;
    const secrets = rows.map(([key, id, hash, expiresAt]) => ({
      key: key as number,
      id: id as string,
      hash: hash as string,
      expiresAt: expiresAt as number | null,
    }));
    const [found, revokedAt, status, publicKeys] = first.slice(4);
    return { secrets, publicKeys: keysIn(publicKeys), barred: found === clientId ? barredBy(revokedAt, status) : 'UNKNOWN_CLIENT' };
  }

  async standing(clientId: string, now: number): Promise<TimedStanding<Standing> | undefined> {
    const expiry = 'select expires_at from credential_secrets where credential_key = c.key';
    const columns = [
      'c.key',
      'd.key',
      'd.id',
      'd.status',
      'c.revoked_at',
      'c.scope',
      's.id',
      's.key',
      `case when c.public_keys is not null or exists (${expiry} and expires_at is null) then null else coalesce((${expiry} order by expires_at desc limit 1), 0) end`,
    ];
    const client = 'from credentials c join developers d on d.key = c.developer_key join credential_secrets s on s.credential_key = c.key';
    const rest = `${client} where c.client_id = ?1 order by s.key desc limit ${KNOWN_SECRETS}`;
    const rows = await this.reader.rows(columns, rest, [clientIdForm.test(clientId) ? clientId : '']);
    const [row] = rows;
    if (!row) return undefined;
    const [credentialKey, developerKey, id, status, revokedAt, scope, , , usableUntil] = row;
    const { rights, endsAt, quotas } = await this.access.rightsOf(developerKey as number, now);
    const standing = {
      developer: { key: developerKey as number, id: id as string },
      credentialKey: credentialKey as number,
      secrets: new Map(rows.map((each) => [each[6] as string, each[7] as number])),
      active: barredBy(revokedAt, status) === null,
      usableUntil: usableUntil as number | null,
      scope: scope === null ? null : new Set((JSON.parse(scope as string) as string[]).filter(isPermission)),
      rights,
      quota: this.quotas.holding(quotas),
    };
    return { standing, endsAt };
  }
}

function keysIn(jwks: unknown): Client['publicKeys'] {
  return jwks === null ? [] : (JSON.parse(jwks as string) as { keys: Client['publicKeys'] }).keys;
}

function barredBy(revokedAt: unknown, status: unknown): 'REVOKED' | 'SUSPENDED' | null {
  if (revokedAt !== null) return 'REVOKED';
  return status === DeveloperStatus.ACTIVE ? null : 'SUSPENDED';
}
