import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../../database/columns';

/** A client assertion that has been used, which none may be twice; kept until some time after it has expired. */
@Entity('used_assertions')
@Index('used_assertions_expiry', ['expiresAt'])
export class UsedAssertionEntity {
  /** SHA-256 of its client's id and its `jti`, in hex. */
  @PrimaryColumn({ name: 'id', type: 'text' })
  id: string;

  @Column({ name: 'expires_at', ...instant })
  expiresAt: number;
}
