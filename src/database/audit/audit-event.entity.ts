import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../columns';

/** What somebody did or was refused: a link of the chain of its company. Rows are never changed or deleted. */
@Entity('audit_events', { withoutRowid: true })
@Index('audit_events_at', ['at', 'companyKey', 'number'])
@Index('audit_events_object', ['objectId'], { where: 'object_id is not null' })
class AuditEventEntity {
  /** Zero for the chain of the instance. */
  @PrimaryColumn({ name: 'company_key', type: 'integer' })
  companyKey: number;

  @PrimaryColumn({ name: 'number', type: 'bigint' })
  number: number;

  @Column({ name: 'at', ...instant })
  at: number;

  @Column({ name: 'action', type: 'text' })
  action: string;

  @Column({ name: 'outcome', type: 'text' })
  outcome: string;

  @Column({ name: 'developer_key', type: 'integer', nullable: true })
  developerKey: number | null;

  @Column({ name: 'credential_key', type: 'integer', nullable: true })
  credentialKey: number | null;

  /** Subject of the token, where there is no developer. */
  @Column({ name: 'subject', type: 'text', nullable: true })
  subject: string | null;

  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  /** Prefix of the address. */
  @Column({ name: 'address', type: 'text', nullable: true })
  address: string | null;

  @Column({ name: 'object_id', type: 'uuid', nullable: true })
  objectId: string | null;

  /** The transactions that it made: those of the company whose internal keys lie between these, both included. */
  @Column({ name: 'first_transaction_key', type: 'bigint', nullable: true })
  firstTransactionKey: number | null;

  @Column({ name: 'last_transaction_key', type: 'bigint', nullable: true })
  lastTransactionKey: number | null;

  /** JSON; as text, since it is hashed as it stands. */
  @Column({ name: 'detail', type: 'text', nullable: true })
  detail: string | null;

  @Column({ name: 'hash', type: 'text' })
  hash: string;
}

/** The head of a chain. Its row is the chain's lock. */
@Entity('audit_chains')
class AuditChainEntity {
  @PrimaryColumn({ name: 'company_key', type: 'integer' })
  companyKey: number;

  @Column({ name: 'last_number', type: 'bigint' })
  lastNumber: number;

  @Column({ name: 'last_hash', type: 'text' })
  lastHash: string;
}

export const auditEntities = [AuditEventEntity, AuditChainEntity];
