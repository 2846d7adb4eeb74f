import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../../database/columns';

/** Clustered by key on SQLite. Two indexes lead with the company; the unique ones on number and reverses_key keep the books honest. */
@Entity('transactions', { withoutRowid: true })
@Index('transactions_id', ['id'], { unique: true })
@Index('transactions_date', ['companyKey', 'date', 'key'])
@Index('transactions_drafts', ['companyKey', 'date', 'key'], { where: "status <> 'POSTED'" })
@Index('transactions_key', ['companyKey', 'key'])
@Index('transactions_number', ['companyKey', 'number'], { unique: true })
@Index('transactions_external_id', ['companyKey', 'externalId'], { unique: true, where: 'external_id is not null' })
@Index('transactions_reverses', ['reversesKey'], { unique: true, where: 'reverses_key is not null' })
export class TransactionEntity {
  @PrimaryColumn({ name: 'key', type: 'bigint' })
  key: number;

  @Column({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'company_key', type: 'integer' })
  companyKey: number;

  /** Gapless in the company; null until posted. */
  @Column({ name: 'number', type: 'bigint', nullable: true })
  number: number | null;

  /** YYYYMMDD */
  @Column({ name: 'date', type: 'integer' })
  date: number;

  @Column({ name: 'status', type: 'text' })
  status: string;

  @Column({ name: 'description', type: 'text' })
  description: string;

  @Column({ name: 'counterparty', type: 'text', nullable: true })
  counterparty: string | null;

  @Column({ name: 'external_id', type: 'text', nullable: true })
  externalId: string | null;

  /** JSON array of strings. */
  @Column({ name: 'tags', type: 'text', nullable: true })
  tags: string | null;

  @Column({ name: 'metadata', type: 'text', nullable: true })
  metadata: string | null;

  @Column({ name: 'reverses_key', type: 'bigint', nullable: true })
  reversesKey: number | null;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;

  @Column({ name: 'posted_at', nullable: true, ...instant })
  postedAt: number | null;

  @Column({ name: 'hash', type: 'text', nullable: true })
  hash: string | null;

  @Column({ name: 'void_reason', type: 'text', nullable: true })
  voidReason: string | null;
}
