import { ApiClient, type ApiOptions } from '../api/client';
import { createMissingAccounts } from './create-accounts';
import { findOrCreateCompany, type CompanyChoice, type FoundCompany } from './find-company';
import { postTransactions } from './post-transactions';
import type { Progress } from '../progress';
import { readBook } from './read-book';

export interface ImportRequest extends CompanyChoice {
  readonly file: string;
  readonly batchSize: number;
}

export interface ImportSummary {
  readonly company: FoundCompany;
  readonly accounts: { readonly created: number; readonly found: number };
  readonly transactions: { readonly posted: number; readonly replayed: number };
}

/**
 * Brings a file's books into a company through the API: first the whole file is checked, then the company is found or made, then its
 * missing accounts, then the transactions. Whatever was cut off is carried on by running it again.
 * @throws CliError with what to do
 */
export async function importBook(request: ImportRequest, options: ApiOptions, progress: Progress): Promise<ImportSummary> {
  const book = await readBook(request.file);
  const api = new ApiClient(options);
  try {
    await api.connect();
    const company = await findOrCreateCompany(api, request, book);
    const accounts = await createMissingAccounts(api, company.id, book, progress);
    const transactions = await postTransactions(api, company.id, book, request.batchSize, progress);
    return { company, accounts, transactions };
  } finally {
    progress.stop();
  }
}
