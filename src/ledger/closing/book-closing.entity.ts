import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant } from '../../database/columns';

/** Books that were closed or reopened: kept for ever, in the order in which it happened. */
@Entity('book_closings')
@Index('book_closings_company', ['companyKey', 'key'])
export class BookClosingEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'company_key', type: 'integer' })
  companyKey: number;

  /** Through which day the books are closed from then on (YYYYMMDD); null: wholly open. */
  @Column({ name: 'through', type: 'integer', nullable: true })
  through: number | null;

  /** Why they were reopened; null where they were closed. */
  @Column({ name: 'reason', type: 'text', nullable: true })
  reason: string | null;

  /** Number of the last transaction that was posted before: until the next row, whatever has a higher one is dated after `through`. */
  @Column({ name: 'last_number', type: 'bigint' })
  lastNumber: number;

  /** Who did it; null for a caller from an outside issuer without a developer account. */
  @Column({ name: 'developer_key', type: 'integer', nullable: true })
  developerKey: number | null;

  /** Subject of the token. */
  @Column({ name: 'subject', type: 'text' })
  subject: string;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;
}
