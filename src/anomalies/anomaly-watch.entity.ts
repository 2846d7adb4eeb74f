import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../database/columns';

/** One row: which process watches, and up to where it has read. */
@Entity('anomaly_watch')
export class AnomalyWatchEntity {
  @PrimaryColumn({ name: 'key', type: 'integer' })
  key: number;

  /** Drawn by the process; null where nobody watches. */
  @Column({ name: 'holder', type: 'text', nullable: true })
  holder: string | null;

  @Column({ name: 'held_until', ...instant })
  heldUntil: number;

  /** The last usage record that was read, and the last audit event. */
  @Column({ name: 'record_at', ...instant })
  recordAt: number;

  @Column({ name: 'record_number', type: 'bigint' })
  recordNumber: number;

  @Column({ name: 'event_at', ...instant })
  eventAt: number;

  @Column({ name: 'event_company_key', type: 'integer' })
  eventCompanyKey: number;

  @Column({ name: 'event_number', type: 'bigint' })
  eventNumber: number;
}
