import { isPermission, type Client, type Standing } from '../auth';
import type { Reader } from '../database';
import type { AccessRepository } from './access.repository';
import { DeveloperStatus } from './developer.types';
import type { TimedStanding } from './standing-memory';

/** What a client id may consist of; nothing else is asked of the database, which would refuse a NUL character. */
const clientIdForm = /^[\x21-\x7e]{1,128}$/;

export class ClientRepository {
  constructor(
    private readonly reader: Reader,
    private readonly access: AccessRepository,
  ) {}

  /**
   * The client with its newest two secrets: no others can work still. Reads the first client in place of one that does not exist, and
   * says that there is none: telling the two apart by the time that they take would tell which clients there are.
   */
  async find(clientId: string): Promise<Client | undefined> {
    const named = '(select key from credentials where client_id = ?1)';
    const client = 'from credentials c join developers d on d.key = c.developer_key join credential_secrets s on s.credential_key = c.key';
    const newest = 's.key in (select key from credential_secrets where credential_key = c.key order by key desc limit 2)';
    const columns = ['s.key', 's.hash', 's.expires_at', 'c.client_id', 'c.revoked_at', 'd.status', 'c.public_keys'];
    const rest = `${client} where c.key = coalesce(${named}, (select min(key) from credentials)) and ${newest}`;
    const rows = await this.reader.rows(columns, rest, [clientIdForm.test(clientId) ? clientId : '']);
    const first = rows[0];
    if (!first) return undefined;
    const secrets = rows.map(([key, hash, expiresAt]) => ({
      key: key as number,
      hash: hash as string,
      expiresAt: expiresAt as number | null,
    }));
    const [found, revokedAt, status, publicKeys] = first.slice(3);
    return { secrets, publicKeys: keysIn(publicKeys), barred: found === clientId ? barredBy(revokedAt, status) : 'UNKNOWN_CLIENT' };
  }

  async standing(clientId: string, now: number): Promise<TimedStanding<Standing> | undefined> {
    const secrets = 'select expires_at from credential_secrets s where s.credential_key = c.key';
    const columns = [
      'c.key',
      'd.key',
      'd.id',
      'd.status',
      'c.revoked_at',
      'c.scope',
      `case when c.public_keys is not null or exists (${secrets} and expires_at is null) then null else coalesce((${secrets} order by expires_at desc limit 1), 0) end`,
    ];
    const client = 'from credentials c join developers d on d.key = c.developer_key';
    const [row] = await this.reader.rows(columns, `${client} where c.client_id = ?1`, [clientIdForm.test(clientId) ? clientId : '']);
    if (!row) return undefined;
    const [credentialKey, developerKey, id, status, revokedAt, scope, usableUntil] = row;
    const { rights, endsAt } = await this.access.rightsOf(developerKey as number, now);
    const standing = {
      developer: { key: developerKey as number, id: id as string },
      credentialKey: credentialKey as number,
      active: barredBy(revokedAt, status) === null,
      usableUntil: usableUntil as number | null,
      scope: scope === null ? null : new Set((JSON.parse(scope as string) as string[]).filter(isPermission)),
      rights,
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
