import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant, json } from '../database/columns';

/** Something out of the ordinary, as it was found. What changes of it is who has looked at it, and who was told. */
@Entity('anomalies')
@Index('anomalies_id', ['id'], { unique: true })
@Index('anomalies_detected', ['detectedAt', 'key'])
@Index('anomalies_developer', ['developerKey', 'detectedAt', 'key'])
@Index('anomalies_notify', ['notifyAt'], { where: 'notify_at is not null' })
export class AnomalyEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'kind', type: 'text' })
  kind: string;

  @Column({ name: 'severity', type: 'text' })
  severity: string;

  /** Null where it is about nobody whom we know. */
  @Column({ name: 'developer_key', type: 'integer', nullable: true })
  developerKey: number | null;

  @Column({ name: 'credential_key', type: 'integer', nullable: true })
  credentialKey: number | null;

  /** What its kind is not raised for again soon. */
  @Column({ name: 'subject', type: 'text' })
  subject: string;

  @Column({ name: 'detected_at', ...instant })
  detectedAt: number;

  @Column({ name: 'window_from', ...instant })
  windowFrom: number;

  @Column({ name: 'window_to', ...instant })
  windowTo: number;

  @Column({ name: 'observed', type: 'double precision' })
  observed: number;

  @Column({ name: 'expected', type: 'double precision', nullable: true })
  expected: number | null;

  @Column({ name: 'summary', type: 'text' })
  summary: string;

  @Column({ name: 'evidence', ...json })
  evidence: object;

  @Column({ name: 'acknowledged_at', nullable: true, ...instant })
  acknowledgedAt: number | null;

  /** Internal key of the developer; null too for somebody without an account here. */
  @Column({ name: 'acknowledged_by', type: 'integer', nullable: true })
  acknowledgedBy: number | null;

  @Column({ name: 'note', type: 'text', nullable: true })
  note: string | null;

  /** When the webhook is to be told of it next; null where it need not be, or no more. */
  @Column({ name: 'notify_at', nullable: true, ...instant })
  notifyAt: number | null;

  @Column({ name: 'notify_tries', type: 'integer' })
  notifyTries: number;

  /** When the webhook took it. */
  @Column({ name: 'notified_at', nullable: true, ...instant })
  notifiedAt: number | null;
}
