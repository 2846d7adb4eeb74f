import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../database/columns';

/** A token of ours that its client has revoked; kept until some time after it has expired. */
@Entity('revoked_tokens')
@Index('revoked_tokens_expiry', ['expiresAt'])
@Index('revoked_tokens_version', ['version'])
export class RevokedTokenEntity {
  /** Its `jti`. */
  @PrimaryColumn({ name: 'id', type: 'text' })
  id: string;

  @Column({ name: 'expires_at', ...instant })
  expiresAt: number;

  /** The version of access that the revocation made, so that each process reads what is newer than what it knows. */
  @Column({ name: 'version', type: 'integer' })
  version: number;
}
