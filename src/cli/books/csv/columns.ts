/** The columns of books as CSV, in the order of an export, and what each holds. */
export const csvColumns = {
  transaction: 'the same text in rows that follow each other makes them one transaction; empty: the row declares an account',
  date: 'accounting date, 2026-01-31',
  description: 'what the transaction is about',
  payee: 'who it was with',
  externalId: 'your own id for it',
  tags: 'labels, with ; between them, or as a JSON array',
  metadata: 'of the transaction, as a JSON object',
  account: 'code of the account',
  accountName: 'its name (default: the code)',
  accountType: 'ASSET, LIABILITY, EQUITY, REVENUE or EXPENSE; needed in one row of each account',
  accountSubtype: 'what it is used for, such as CASH',
  accountParent: 'code of the account that it is part of',
  accountDescription: 'what belongs into it',
  accountMetadata: 'of the account, as a JSON object',
  accountArchived: 'true where it takes no more postings',
  debit: 'amount, if the entry is a debit',
  credit: 'amount, if it is a credit',
  amount: 'in place of the two: above zero a debit, below zero a credit',
  currency: 'ISO 4217 code',
  memo: 'what the entry is about',
} as const;

export type CsvColumn = keyof typeof csvColumns;

/** A row by the names of its columns; what is empty is left out. */
export type CsvRow = Partial<Record<CsvColumn, string>>;

/** A row with the line of the file that it begins in. */
export interface PlacedRow {
  readonly line: number;
  readonly cells: CsvRow;
}
