import type { ApiClient } from '../api/client';
import { RefusedError } from '../api/graphql-answer';
import type { Book, BookEntry, BookTransaction } from '../books/book';
import { CliError } from '../failure';
import { idempotencyKeys } from './idempotency';
import type { Progress } from '../progress';

const CREATE = `mutation CreateTransactions($input: CreateTransactionsInput!) {
  createTransactions(input: $input) { results { replayed } }
}`;

/** Entries that the server takes in one request. */
const MOST_ENTRIES = 20_000;

/** Posts the transactions of the file in its order, each batch whole or not at all. @throws CliError with every transaction that was refused */
export async function postTransactions(
  api: ApiClient,
  companyId: string,
  book: Book,
  batchSize: number,
  progress: Progress,
): Promise<{ readonly posted: number; readonly replayed: number }> {
  const { transactions } = book;
  const keys = idempotencyKeys(transactions);
  let replayed = 0;
  progress.start('transactions', transactions.length);
  for (let start = 0, end = 0; start < transactions.length; start = end) {
    end = endOfBatch(transactions, start, batchSize);
    const batch = transactions.slice(start, end);
    const inputs = batch.map((transaction, index) => inputOf(transaction, keys[start + index]!));
    replayed += await post(api, companyId, inputs, book, start);
    progress.advance(batch.length);
  }
  progress.stop();
  return { posted: transactions.length - replayed, replayed };
}

/** Where the batch that begins at `start` ends: it has `size` transactions, or fewer where they have many entries. */
function endOfBatch(transactions: readonly BookTransaction[], start: number, size: number): number {
  let [end, entries] = [start, 0];
  while (end < transactions.length && end - start < size) {
    entries += transactions[end]!.entries.length;
    if (entries > MOST_ENTRIES && end > start) break;
    end += 1;
  }
  return end;
}

async function post(api: ApiClient, companyId: string, inputs: readonly object[], book: Book, start: number) {
  try {
    type Answer = { createTransactions: { results: { replayed: boolean }[] } };
    const answer = await api.mutateOnce<Answer>(CREATE, { input: { companyId, transactions: inputs, onFailure: 'ABORT' } });
    return answer.createTransactions.results.filter((result) => result.replayed).length;
  } catch (error) {
    if (!(error instanceof RefusedError) || error.violations.length === 0) throw error;
    const [first, last] = [start, start + inputs.length - 1].map((index) => book.placeOf(['transactions', index]));
    throw new CliError(`The server refused ${first} to ${last}, and posted none of these; those before them are posted:`, [
      ...error.violations.map(({ path, message }) => `${placeOf(path, book, start)}: ${message}`),
      ...error.advice,
      'Mend the file and run the import again: what is posted is not posted twice.',
    ]);
  }
}

function inputOf({ payee, ...transaction }: BookTransaction, idempotencyKey: string): object {
  return { ...transaction, counterparty: payee, entries: transaction.entries.map(entryOf), idempotencyKey };
}

function entryOf({ account, amount, currency, memo }: BookEntry): object {
  const credit = amount.startsWith('-');
  return { accountCode: account, direction: credit ? 'CREDIT' : 'DEBIT', amount: credit ? amount.slice(1) : amount, currency, memo };
}

/** Where in the file a violation of a batch lies: its path is input, transactions, index, and what lies below. */
function placeOf(path: readonly string[], book: Book, start: number): string {
  const index = start + Number(path[2]);
  const transaction = book.transactions[index];
  if (path[1] !== 'transactions' || !transaction) return path.join('.');
  const below = path.slice(3).map((part) => (/^\d+$/.test(part) ? Number(part) : (namesInFile[part] ?? part)));
  const { externalId, date, description } = transaction;
  const called = [externalId, date, JSON.stringify(description)].filter((part) => part).join(' ');
  return `${book.placeOf(['transactions', index, ...below])} (${called})`;
}

const namesInFile: Readonly<Record<string, string>> = { accountCode: 'account', counterparty: 'payee', direction: 'amount' };
