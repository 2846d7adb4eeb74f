export { createLedger, ledgerResolvers, type Ledger } from './ledger';
export { JournalBooks } from './journal/books';
export { normalBalanceOf, AccountType, EntryDirection } from './accounts/account-types';
export { Account } from './accounts/account.types';
export type { AccountRow } from './accounts/account.repository';
export { Accounts } from './accounts/accounts';
export { Balances } from './balances/balances';
export { Transactions } from './transactions/transactions';
export { Transaction } from './transactions/transaction.types';
