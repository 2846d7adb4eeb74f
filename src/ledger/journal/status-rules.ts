import type { Violation } from '../../shared/errors';
import type { TransactionRow } from '../transactions/transaction-row';
import { TransactionStatus } from '../transactions/transaction.types';

/** Why a transaction is no draft any more, as the broken rule of what `path` leads to; undefined while it is one. */
export function noDraft({ status, number }: TransactionRow, path: readonly string[]): Violation | undefined {
  switch (status) {
    case TransactionStatus.PENDING:
      return undefined;
    case TransactionStatus.POSTED:
      return { code: 'ALREADY_POSTED', message: `The transaction is posted, as number ${number}; reverse it instead.`, path };
    case TransactionStatus.VOIDED:
      return { code: 'ALREADY_VOIDED', message: 'The transaction is voided, and a voided one never changes.', path };
  }
}
