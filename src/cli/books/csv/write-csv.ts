import { stringify } from 'csv-stringify/sync';
import { cellOf } from '../../../shared/spreadsheet-text';
import type { BookAccount, BookEntry } from '../book';
import type { BookWriter, NumberedTransaction } from '../book-writer';
import { cellOfTags } from './cells';
import { csvColumns, type CsvColumn, type CsvRow } from './columns';

/** All but `amount`: a column each for debit and credit adds up in a spreadsheet. */
const columns = (Object.keys(csvColumns) as CsvColumn[]).filter((column) => column !== 'amount');

/** Writes CSV (RFC 4180): a row for each account, and then one for each entry. */
export class CsvWriter implements BookWriter {
  private accounts = new Map<string, BookAccount>();

  begin(_company: unknown, accounts: readonly BookAccount[]): string {
    this.accounts = new Map(accounts.map((account) => [account.code, account]));
    return `${columns.join(',')}\r\n${linesOf(accounts.map(accountRow))}`;
  }

  transactions(page: readonly NumberedTransaction[]): string {
    return linesOf(page.flatMap((transaction) => transaction.entries.map((entry) => this.entryRow(transaction, entry))));
  }

  end(): string {
    return '';
  }

  private entryRow(transaction: NumberedTransaction, { account, amount, currency, memo }: BookEntry): CsvRow {
    const { number, date, description, payee, externalId, tags, metadata } = transaction;
    const declared = this.accounts.get(account);
    const credit = amount.startsWith('-');
    return {
      transaction: String(number),
      date,
      ...texts({ description, payee, externalId, memo, account, accountName: declared?.name }),
      ...(tags && { tags: cellOf(cellOfTags(tags)) }),
      ...(metadata && { metadata: JSON.stringify(metadata) }),
      accountType: declared?.type,
      [credit ? 'credit' : 'debit']: credit ? amount.slice(1) : amount,
      currency,
    };
  }
}

function accountRow({ code, name, type, subtype, parent, description, metadata, archived }: BookAccount): CsvRow {
  return {
    ...texts({ account: code, accountName: name, accountParent: parent, accountDescription: description }),
    accountType: type,
    accountSubtype: subtype ?? undefined,
    ...(metadata && { accountMetadata: JSON.stringify(metadata) }),
    ...(archived && { accountArchived: 'true' }),
  };
}

/** What people wrote, so that no spreadsheet runs it. */
function texts(row: Partial<Record<CsvColumn, string | null | undefined>>): CsvRow {
  return Object.fromEntries(Object.entries(row).flatMap(([column, text]) => (text == null ? [] : [[column, cellOf(text)]])));
}

function linesOf(rows: readonly CsvRow[]): string {
  const options = { columns, record_delimiter: '\r\n', quoted_match: /[\r\n]/ } as const;
  return rows.length === 0 ? '' : stringify([...rows], options);
}
