import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A line of a transaction. Its public id is made from the transaction's and the line, so none is stored. */
@Entity('entries', { withoutRowid: true })
@Index('entries_account', ['accountKey', 'date', 'transactionKey', 'line'])
export class EntryEntity {
  @PrimaryColumn({ name: 'transaction_key', type: 'bigint' })
  transactionKey: number;

  @PrimaryColumn({ name: 'line', type: 'integer' })
  line: number;

  @Column({ name: 'account_key', type: 'integer' })
  accountKey: number;

  /** The transaction's date (YYYYMMDD), so that an account's register is read from one index. */
  @Column({ name: 'date', type: 'integer' })
  date: number;

  /** Minor units; a debit is above zero, a credit below. */
  @Column({ name: 'amount', type: 'bigint' })
  amount: number;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'memo', type: 'text', nullable: true })
  memo: string | null;
}
