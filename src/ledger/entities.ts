import { AccountEntity } from './account.entity';
import { BalanceEntity } from './balance.entity';
import { EntryEntity } from './entry.entity';
import { IdempotencyKeyEntity } from './idempotency-key.entity';
import { JournalEntity } from './journal.entity';
import { TransactionEntity } from './transaction.entity';

export const ledgerEntities = [AccountEntity, BalanceEntity, EntryEntity, IdempotencyKeyEntity, JournalEntity, TransactionEntity];
