import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What was posted to an account in one currency and period. A period is a month (YYYYMM) or a day (YYYYMMDD), so a balance at any day is
 * the months before its month and the days of it: a bounded number of rows however many transactions there are.
 */
@Entity('balances', { withoutRowid: true })
export class BalanceEntity {
  @PrimaryColumn({ name: 'account_key', type: 'integer' })
  accountKey: number;

  @PrimaryColumn({ name: 'period', type: 'integer' })
  period: number;

  @PrimaryColumn({ name: 'currency', type: 'text' })
  currency: string;

  /** Minor units, as a sum of what was debited; past 2^53, so it is read as text. */
  @Column({ name: 'debit', type: 'bigint' })
  debit: string;

  @Column({ name: 'credit', type: 'bigint' })
  credit: string;
}
