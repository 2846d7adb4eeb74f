import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, json } from '../database/columns';
import type { RootFieldUse } from './metering/usage-record';

/** An operation, a statement as CSV, or a request to an OAuth endpoint, that was answered. Kept for USAGE_RETENTION_DAYS. */
@Entity('usage_records', { withoutRowid: true })
@Index('usage_records_developer', ['developerKey', 'answeredAt'])
export class UsageRecordEntity {
  @PrimaryColumn({ name: 'answered_at', ...instant })
  answeredAt: number;

  /** Tells records of one millisecond apart: part of it was drawn by the process, the rest counts its records. */
  @PrimaryColumn({ name: 'number', type: 'bigint' })
  number: number;

  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  /** 0 for nobody, as below. */
  @Column({ name: 'developer_key', type: 'integer' })
  developerKey: number;

  @Column({ name: 'credential_key', type: 'integer' })
  credentialKey: number;

  /** The secret by which a client proved who it is, or by which the token was obtained. */
  @Column({ name: 'secret_key', type: 'integer', nullable: true })
  secretKey: number | null;

  /** Of a token of an outside issuer. */
  @Column({ name: 'issuer', type: 'text', nullable: true })
  issuer: string | null;

  @Column({ name: 'subject', type: 'text', nullable: true })
  subject: string | null;

  /** The network of the caller: /24 or /48. */
  @Column({ name: 'address', type: 'text' })
  address: string;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent: string | null;

  /** query, mutation, report or oauth. */
  @Column({ name: 'operation_type', type: 'text', nullable: true })
  operationType: string | null;

  @Column({ name: 'operation_name', type: 'text', nullable: true })
  operationName: string | null;

  /** The first 32 hexadecimal digits of the SHA-256 of the document. */
  @Column({ name: 'operation_hash', type: 'text', nullable: true })
  operationHash: string | null;

  @Column({ name: 'root_fields', ...json })
  rootFields: readonly RootFieldUse[];

  @Column({ name: 'cost_asked', type: 'bigint', nullable: true })
  costAsked: number | null;

  @Column({ name: 'cost', type: 'bigint' })
  cost: number;

  @Column({ name: 'row_count', type: 'bigint' })
  rows: number;

  @Column({ name: 'bytes', type: 'bigint' })
  bytes: number;

  @Column({ name: 'duration_us', type: 'bigint' })
  durationUs: number;

  /** The bucket of the histogram that the duration falls into. */
  @Column({ name: 'bucket', type: 'integer' })
  bucket: number;

  @Column({ name: 'http_status', type: 'integer' })
  httpStatus: number;

  /** OK, or the code of the error that counts. */
  @Column({ name: 'status', type: 'text' })
  status: string;

  /** 1 where idempotency keys brought back earlier results. */
  @Column({ name: 'replayed', type: 'integer' })
  replayed: number;

  /** Why a client was refused that tried to prove who it is. */
  @Column({ name: 'client_failure', type: 'text', nullable: true })
  clientFailure: string | null;

  /** Short hashes of ids that led to nothing which the caller can see; null for none. */
  @Column({ name: 'missed', nullable: true, ...json })
  missed: readonly string[] | null;
}
