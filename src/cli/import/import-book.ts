import { ApiClient, type ApiOptions } from '../api/client';
import type { FormatName } from '../books/formats';
import type { ReadOptions } from '../books/parsed-books';
import type { Progress } from '../progress';
import { archiveAccounts } from './archive-accounts';
import { createMissingAccounts } from './create-accounts';
import { findOrCreateCompany, type TargetChoice, type TargetCompany } from './open-company';
import { postTransactions } from './post-transactions';
import { readBook } from './read-book';

export interface ImportRequest extends TargetChoice, ReadOptions {
  readonly file: string;
  readonly format: FormatName;
  readonly batchSize: number;
}

export interface ImportSummary {
  readonly company: TargetCompany;
  readonly accounts: { readonly created: number; readonly found: number; readonly archived: number };
  readonly transactions: { readonly posted: number; readonly replayed: number };
  /** What was left out of the file and does no harm to the books. */
  readonly notes: readonly string[];
}

/**
 * Brings a file's books into a company through the API: first the whole file is checked, then the company is found or made, then its
 * missing accounts, then the transactions. Whatever was cut off is carried on by running it again.
 * @throws CliError with what to do
 */
export async function importBook(request: ImportRequest, options: ApiOptions, progress: Progress): Promise<ImportSummary> {
  const { book, notes } = await readBook(request.file, request.format, request);
  const api = new ApiClient(options);
  try {
    await api.connect();
    const company = await findOrCreateCompany(api, request, book);
    const { accounts, created, found } = await createMissingAccounts(api, company.id, book, progress);
    const transactions = await postTransactions(api, company.id, book, request.batchSize, progress);
    const archived = await archiveAccounts(api, book, accounts);
    return { company, accounts: { created, found, archived }, transactions, notes };
  } finally {
    progress.stop();
  }
}
