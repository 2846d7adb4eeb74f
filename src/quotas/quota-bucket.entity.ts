import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../database/columns';

/** What was left to a caller when some process last said so. No row is a full bucket. */
@Entity('quota_buckets', { withoutRowid: true })
@Index('quota_buckets_full', ['fullAt'])
export class QuotaBucketEntity {
  /** The key of a developer, or a hash of issuer and subject of a caller without an account. */
  @PrimaryColumn({ name: 'owner', type: 'text' })
  owner: string;

  /** In millionths of a cost of one; below zero, what is owed. */
  @Column({ name: 'level', type: 'bigint' })
  level: number;

  /** When that much was left. */
  @Column({ name: 'at', ...instant })
  at: number;

  /** From when the bucket is full again, and the row can be deleted. */
  @Column({ name: 'full_at', ...instant })
  fullAt: number;
}
