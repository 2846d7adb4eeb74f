import type { BookAccount, BookTransaction } from './book';

/** What is exported of a company besides its accounts and transactions. */
export interface ExportedCompany {
  readonly legalName: string;
  readonly baseCurrency: string;
}

/** A posted transaction with its number in the journal. */
export interface NumberedTransaction extends BookTransaction {
  readonly number: number;
}

/** Writes books in one format piece by piece, so that books of any size fit into memory. Each piece is some whole lines. */
export interface BookWriter {
  begin(company: ExportedCompany, accounts: readonly BookAccount[]): string;
  transactions(page: readonly NumberedTransaction[]): string;
  end(): string;
}
