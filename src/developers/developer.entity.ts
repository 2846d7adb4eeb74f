import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant } from '../database/columns';

@Entity('developers')
@Index('developers_id', ['id'], { unique: true })
export class DeveloperEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'email', type: 'text', nullable: true })
  email: string | null;

  @Column({ name: 'status', type: 'text' })
  status: string;

  /** Why it is suspended, where somebody said so. */
  @Column({ name: 'suspension_reason', type: 'text', nullable: true })
  suspensionReason: string | null;

  /** Its own quota: see QuotaAmount. */
  @Column({ name: 'quota_cost_per_minute', type: 'integer', nullable: true })
  quotaCostPerMinute: number | null;

  @Column({ name: 'quota_burst', type: 'integer', nullable: true })
  quotaBurst: number | null;

  @Column({ name: 'last_seen_at', nullable: true, ...instant })
  lastSeenAt: number | null;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;

  @Column({ name: 'updated_at', ...instant })
  updatedAt: number;
}
