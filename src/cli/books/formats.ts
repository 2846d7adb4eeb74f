import { extname } from 'node:path';
import type { BookWriter } from './book-writer';
import { readCsv } from './csv/read-csv';
import { CsvWriter } from './csv/write-csv';
import { readJson } from './json/read-json';
import { JsonWriter } from './json/write-json';
import { readJournal } from './journal/read-journal';
import { JournalWriter } from './journal/write-journal';
import type { ParsedBooks, ReadOptions } from './parsed-books';

export interface Format {
  readonly extensions: readonly string[];
  /** @throws UnreadableError */
  read(text: string, options: ReadOptions): ParsedBooks;
  writer(): BookWriter;
}

/** The formats of books, by their names in `--format`. docs/formats.md describes them. */
export const formats = {
  json: { extensions: ['.json'], read: readJson, writer: () => new JsonWriter() },
  csv: { extensions: ['.csv'], read: readCsv, writer: () => new CsvWriter() },
  hledger: { extensions: ['.journal', '.hledger', '.ledger', '.j'], read: readJournal, writer: () => new JournalWriter() },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as FormatName[];

/** The format that the end of a file's name tells. */
export function formatOfFile(file: string): FormatName | undefined {
  const extension = extname(file).toLowerCase();
  return formatNames.find((name) => (formats[name] as Format).extensions.includes(extension));
}
