import { Readable, type Writable } from 'node:stream';
import { ApiClient, type ApiOptions } from '../api/client';
import { existingCompany, type CompanyChoice, type FoundCompany } from '../api/find-company';
import { formats, type FormatName } from '../books/formats';
import { toFile, toStandardOutput } from '../output';
import type { Progress } from '../progress';
import { lastNumber, readAccounts, readTransactions } from './read-books';

export interface ExportRequest extends CompanyChoice {
  readonly format: FormatName;
  /** Path of a file; undefined: the standard output. */
  readonly output: string | undefined;
}

export interface ExportSummary {
  readonly company: FoundCompany;
  readonly accounts: number;
  readonly transactions: number;
}

/**
 * Writes a company's accounts, and all that was posted when it began, page by page: memory holds one page, however large the books are.
 * @throws CliError with what to do; a file that was named is as it was then
 */
export async function exportBooks(
  request: ExportRequest,
  options: ApiOptions,
  standardOutput: Writable,
  progress: Progress,
): Promise<ExportSummary> {
  const api = new ApiClient(options);
  try {
    await api.connect();
    const company = await existingCompany(api, request);
    // The accounts after the last number: every account of these transactions is among them.
    const transactions = await lastNumber(api, company.id);
    const accounts = await readAccounts(api, company.id);
    const pieces = async function* () {
      const writer = formats[request.format].writer();
      yield writer.begin(company, [...accounts.values()]);
      progress.start('transactions', transactions);
      for await (const page of readTransactions(api, company.id, accounts, transactions)) {
        yield writer.transactions(page);
        progress.advance(page.length);
      }
      yield writer.end();
    };
    const content = Readable.from(pieces(), { highWaterMark: 1 });
    if (request.output === undefined) await toStandardOutput(standardOutput, content);
    else await toFile(request.output, content);
    return { company, accounts: accounts.size, transactions };
  } finally {
    progress.stop();
  }
}
