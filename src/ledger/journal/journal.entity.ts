import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../database/columns';

/** The head of a company's journal: what the next posting needs to know. Its row is the company's lock. */
@Entity('journals')
export class JournalEntity {
  @PrimaryColumn({ name: 'company_key', type: 'integer' })
  companyKey: number;

  @Column({ name: 'last_number', type: 'bigint' })
  lastNumber: number;

  @Column({ name: 'last_hash', type: 'text' })
  lastHash: string;

  @Column({ name: 'last_posted_at', nullable: true, ...instant })
  lastPostedAt: number | null;

  /** YYYYMMDD */
  @Column({ name: 'books_closed_through', type: 'integer', nullable: true })
  booksClosedThrough: number | null;

  /** Goes up with every change to the company or its accounts, so that a writer knows when what it remembers is old. */
  @Column({ name: 'revision', type: 'integer' })
  revision: number;
}
