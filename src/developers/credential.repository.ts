import type { Connection, Reader } from '../database';
import type { Credential, CredentialSecret } from './credential.types';

/** A credential as GraphQL reads it, with the keys inside. */
export type CredentialRow = Credential & { readonly __typename: 'Credential' };

const columns = [
  'c.key',
  'c.id',
  'c.developer_key',
  'c.client_id',
  'c.label',
  'c.scope',
  'c.created_at',
  'c.revoked_at',
  'c.public_keys',
  'c.keys_used_at',
];

function fromRow([key, id, developerKey, clientId, label, scope, createdAt, revokedAt, publicKeys, keysUsedAt]: unknown[]): CredentialRow {
  return {
    __typename: 'Credential',
    key: key as number,
    id: id as string,
    developerKey: developerKey as number,
    clientId: clientId as string,
    label: label as string | null,
    scope: scope === null ? null : (JSON.parse(scope as string) as string[]),
    createdAt: createdAt as number,
    revokedAt: revokedAt as number | null,
    publicKeys: publicKeys === null ? null : (JSON.parse(publicKeys as string) as object),
    keysUsedAt: keysUsedAt as number | null,
  };
}

/** How many secrets of a credential are shown: it may be rotated for ever. */
const MOST_SECRETS = 10;

const secretColumns = ['s.credential_key', 's.id', 's.last_four', 's.created_at', 's.expires_at', 's.last_used_at'];

function secretFromRow([credentialKey, id, lastFour, createdAt, expiresAt, lastUsedAt]: unknown[]): CredentialSecret {
  return {
    credentialKey: credentialKey as number,
    id: id as string,
    lastFour: lastFour as string,
    createdAt: createdAt as number,
    expiresAt: expiresAt as number | null,
    lastUsedAt: lastUsedAt as number | null,
  };
}

export class CredentialRepository {
  constructor(private readonly reader: Reader) {}

  /** Also takes a transaction, to decide on what it sees. */
  byIds(ids: readonly string[], connection: Connection = this.reader): Promise<CredentialRow[]> {
    return this.select(connection, `c.id in ${connection.dialect.list('?1', 'uuid')}`, [connection.dialect.bindList(ids)]);
  }

  /** In the order in which they were made. */
  ofDevelopers(developerKeys: readonly number[]): Promise<CredentialRow[]> {
    const { dialect } = this.reader;
    return this.select(this.reader, `c.developer_key in ${dialect.list('?1', 'integer')}`, [dialect.bindList(developerKeys)]);
  }

  async byClientId(clientId: string, connection: Connection): Promise<CredentialRow | undefined> {
    return (await this.select(connection, 'c.client_id = ?1', [clientId]))[0];
  }

  /** How many of a developer are not revoked. */
  async countOf(developerKey: number, connection: Connection): Promise<number> {
    const rest = 'from credentials c where c.developer_key = ?1 and c.revoked_at is null';
    return (await connection.rows(['count(*)'], rest, [developerKey]))[0]![0] as number;
  }

  /** The last ten of each credential, in the order in which they were made. */
  async secretsOf(credentialKeys: readonly number[]): Promise<CredentialSecret[]> {
    const { dialect } = this.reader;
    const age = 'row_number() over (partition by credential_key order by key desc) as age';
    const secrets = `select s.*, ${age} from credential_secrets s where credential_key in ${dialect.list('?1', 'integer')}`;
    const rest = `from (${secrets}) s where s.age <= ${MOST_SECRETS} order by s.key`;
    return (await this.reader.rows(secretColumns, rest, [dialect.bindList(credentialKeys)])).map(secretFromRow);
  }

  private async select(connection: Connection, where: string, parameters: readonly unknown[]): Promise<CredentialRow[]> {
    return (await connection.rows(columns, `from credentials c where ${where} order by c.key`, parameters)).map(fromRow);
  }
}
