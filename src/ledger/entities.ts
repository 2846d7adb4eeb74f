import { AccountEntity } from './accounts/account.entity';
import { BalanceEntity } from './balances/balance.entity';
import { BookClosingEntity } from './closing/book-closing.entity';
import { EntryEntity } from './transactions/entry.entity';
import { IdempotencyKeyEntity } from './journal/idempotency-key.entity';
import { JournalEntity } from './journal/journal.entity';
import { TransactionEntity } from './transactions/transaction.entity';

export const ledgerEntities = [
  AccountEntity,
  BalanceEntity,
  BookClosingEntity,
  EntryEntity,
  IdempotencyKeyEntity,
  JournalEntity,
  TransactionEntity,
];
