import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../database/columns';

/** Which transaction a key brought about, and the hash of the input that did. */
@Entity('idempotency_keys', { withoutRowid: true })
export class IdempotencyKeyEntity {
  @PrimaryColumn({ name: 'company_key', type: 'integer' })
  companyKey: number;

  @PrimaryColumn({ name: 'idempotency_key', type: 'text' })
  idempotencyKey: string;

  @Column({ name: 'request_hash', type: 'text' })
  requestHash: string;

  @Column({ name: 'transaction_key', type: 'bigint' })
  transactionKey: number;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;
}
