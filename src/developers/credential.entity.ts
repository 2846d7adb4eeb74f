import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant, json } from '../database/columns';
import { DeveloperEntity } from './developer.entity';

/** Client credentials of a developer: a client id with one or more secrets. */
@Entity('credentials')
@Index('credentials_id', ['id'], { unique: true })
@Index('credentials_client_id', ['clientId'], { unique: true })
@Index('credentials_developer', ['developerKey'])
export class CredentialEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'id', type: 'uuid' })
  id: string;

  @ForeignKey(() => DeveloperEntity)
  @Column({ name: 'developer_key', type: 'integer' })
  developerKey: number;

  @Column({ name: 'client_id', type: 'text' })
  clientId: string;

  @Column({ name: 'label', type: 'text', nullable: true })
  label: string | null;

  /** Permissions that its tokens are limited to; null: all that the developer has. */
  @Column({ name: 'scope', nullable: true, ...json })
  scope: readonly string[] | null;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;

  @Column({ name: 'revoked_at', nullable: true, ...instant })
  revokedAt: number | null;

  /** A JWKS whose keys sign the client's assertions (RFC 7523); null where it has secrets alone. */
  @Column({ name: 'public_keys', nullable: true, ...json })
  publicKeys: object | null;

  /** When an assertion was last signed with one of them. */
  @Column({ name: 'keys_used_at', nullable: true, ...instant })
  keysUsedAt: number | null;
}

@Entity('credential_secrets')
@Index('credential_secrets_id', ['id'], { unique: true })
@Index('credential_secrets_credential', ['credentialKey'])
export class CredentialSecretEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'id', type: 'uuid' })
  id: string;

  @ForeignKey(() => CredentialEntity)
  @Column({ name: 'credential_key', type: 'integer' })
  credentialKey: number;

  /** SHA-256 of the secret, in hex. */
  @Column({ name: 'hash', type: 'text' })
  hash: string;

  @Column({ name: 'last_four', type: 'text' })
  lastFour: string;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;

  @Column({ name: 'expires_at', nullable: true, ...instant })
  expiresAt: number | null;

  @Column({ name: 'last_used_at', nullable: true, ...instant })
  lastUsedAt: number | null;
}
