import type { RequestContext } from '../auth';
import { callerOf } from '../auth';
import type { Companies } from '../companies';
import type { Database } from '../database';
import type { Clock } from '../shared/clock';
import type { NodeSource } from '../shared/node-source';
import { AccountResolver, CompanyAccountsResolver } from './accounts/account.resolver';
import { Accounts } from './accounts/accounts';
import { Balances } from './balances/balances';
import { Movements } from './balances/movements';
import { ClosingResolver } from './closing/closing.resolver';
import type { JournalBooks } from './journal/books';
import { CompanyJournalResolver } from './journal/journal.resolver';
import { Journal } from './journal/journal';
import { AccountLines } from './transactions/account-lines';
import { CompanyTransactionsResolver, EntryResolver, TransactionResolver } from './transactions/transaction.resolver';
import { TransactionLifeResolver } from './transactions/transaction-life.resolver';
import { TransactionReferences } from './transactions/transaction-references';
import { Transactions } from './transactions/transactions';

export interface LedgerDependencies {
  readonly database: Database;
  readonly companies: Companies;
  readonly books: JournalBooks;
  readonly clock: Clock;
}

export interface Ledger {
  readonly accounts: Accounts;
  readonly balances: Balances;
  readonly movements: Movements;
  readonly lines: AccountLines;
  readonly transactions: Transactions;
  readonly resolvers: readonly object[];
  readonly nodeSources: readonly NodeSource<RequestContext>[];
}

export const ledgerResolvers = [
  AccountResolver,
  CompanyAccountsResolver,
  CompanyJournalResolver,
  TransactionResolver,
  TransactionLifeResolver,
  ClosingResolver,
  EntryResolver,
  CompanyTransactionsResolver,
] as const;

export function createLedger({ database: { reader, writer }, companies, books, clock }: LedgerDependencies): Ledger {
  const accounts = new Accounts({ reader, writer, companies, books, clock });
  const balances = new Balances(reader);
  const journal = new Journal(writer, books, clock);
  const transactions = new Transactions(reader, accounts, { companies, journal });
  return {
    accounts,
    balances,
    movements: new Movements(reader),
    lines: new AccountLines(reader),
    transactions,
    resolvers: [
      new AccountResolver(accounts, balances, companies),
      new CompanyAccountsResolver(accounts),
      new CompanyJournalResolver(reader),
      new TransactionResolver(transactions, companies),
      new TransactionLifeResolver({ references: new TransactionReferences(reader), journal }, transactions),
      new ClosingResolver({ companies, journal }),
      new EntryResolver(accounts),
      new CompanyTransactionsResolver(transactions),
    ],
    nodeSources: [
      { load: (context, ids) => accounts.visible(callerOf(context), ids) },
      { load: (context, ids) => transactions.visible(callerOf(context), ids) },
    ],
  };
}
