import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../database/columns';

/**
 * What happened in a minute, an hour or a day (UTC), by client, root field, status and latency: kept for ever, and only ever added to.
 * An operation counts once in `operations`, with its first root field; `calls` counts each root field each time that it was asked for.
 */
@Entity('usage_rollups', { withoutRowid: true })
export class UsageRollupEntity {
  /** 60, 3600 or 86400 seconds. */
  @PrimaryColumn({ name: 'grain', type: 'integer' })
  grain: number;

  @PrimaryColumn({ name: 'start', ...instant })
  start: number;

  /** 0 for nobody. */
  @PrimaryColumn({ name: 'developer_key', type: 'integer' })
  developerKey: number;

  @PrimaryColumn({ name: 'credential_key', type: 'integer' })
  credentialKey: number;

  /** Empty for what has no root field: requests that were not understood, or refused before. */
  @PrimaryColumn({ name: 'field', type: 'text' })
  field: string;

  @PrimaryColumn({ name: 'status', type: 'text' })
  status: string;

  /** Of the latency, see histogram.ts. */
  @PrimaryColumn({ name: 'bucket', type: 'integer' })
  bucket: number;

  @Column({ name: 'operations', type: 'bigint' })
  operations: number;

  @Column({ name: 'operation_rows', type: 'bigint' })
  operationRows: number;

  @Column({ name: 'operation_cost', type: 'bigint' })
  operationCost: number;

  @Column({ name: 'calls', type: 'bigint' })
  calls: number;

  @Column({ name: 'call_rows', type: 'bigint' })
  callRows: number;

  @Column({ name: 'call_cost', type: 'bigint' })
  callCost: number;
}
