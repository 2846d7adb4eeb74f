export { createLedger, ledgerResolvers, type Ledger } from './ledger';
export { JournalBooks } from './journal/books';
export { EntryDirection, subtypeTable } from './accounts/account-types';
export { Account } from './accounts/account.types';
export { Accounts } from './accounts/accounts';
export { Balances } from './balances/balances';
export { Transactions } from './transactions/transactions';
export { BooksVerifier, type CompanyVerification, type Verification, type WrittenHead } from './verification/verify-books';
export type { Disagreement } from './verification/disagreement';
