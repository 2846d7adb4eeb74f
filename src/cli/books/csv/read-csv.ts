import { parse, type CsvError } from 'csv-parse/sync';
import { textOf } from '../../../shared/spreadsheet-text';
import type { PlaceOf } from '../book';
import { UnreadableError, type ParsedBooks, type Problem } from '../parsed-books';
import { AccountRows } from './account-rows';
import { csvColumns, type CsvColumn, type CsvRow, type PlacedRow } from './columns';
import { TransactionRows } from './transaction-rows';

/** Reads CSV (RFC 4180) with a heading of the known columns, in any order. @throws UnreadableError where it is no such file */
export function readCsv(text: string): ParsedBooks {
  const problems: Problem[] = [];
  const [accounts, transactions] = [new AccountRows(problems), new TransactionRows(problems)];
  for (const row of rowsOf(text)) {
    if (row.cells.account !== undefined) accounts.add(row);
    if (row.cells.transaction !== undefined) transactions.add(row);
    else if (row.cells.account === undefined)
      problems.push({ place: `line ${row.line}`, message: 'This row names neither a transaction nor an account.' });
    else if (row.cells.date !== undefined)
      problems.push({
        place: `line ${row.line}, transaction`,
        message: 'Which transaction is this entry of? Give it a text that is the same in all its rows.',
      });
  }
  const placeOf: PlaceOf = ([list, ...rest]) => (list === 'accounts' ? accounts.placeOf(rest) : transactions.placeOf(rest));
  return { content: { accounts: accounts.list, transactions: transactions.list }, placeOf, problems, notes: [] };
}

function rowsOf(text: string): PlacedRow[] {
  // Spreadsheets of some countries write another delimiter; no name of a column holds one.
  const [delimiter = ','] = /[,;\t]/.exec(text) ?? [];
  try {
    const parsed = parse(text, {
      columns: checkedHeading,
      delimiter,
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count_less: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    return parsed.map(({ record, info }) => {
      const cells = Object.entries(record).flatMap(([column, cell]) => (cell === '' ? [] : [[column, textOf(cell)]]));
      // What is told is the line that a record ends in; its cells may hold ends of line.
      return { line: info.lines - endsOfLine(Object.values(record)), cells: Object.fromEntries(cells) as CsvRow };
    });
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    const { lines, message } = error as CsvError & { lines?: number };
    throw new UnreadableError(`is no CSV${lines ? ` (line ${lines})` : ''}: ${message}`);
  }
}

function endsOfLine(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

function checkedHeading(heading: readonly string[]): CsvColumn[] {
  const names = heading.map((name) => name.trim());
  const unknown = names.filter((name) => !Object.hasOwn(csvColumns, name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const wrong = [
    ...unknown.map((name) => `there is no column ${JSON.stringify(name)}`),
    ...twice.map((name) => `the column ${name} stands twice`),
    ...(names.includes('account') ? [] : ['the column account is missing']),
  ];
  if (wrong.length > 0)
    throw new UnreadableError(
      `has another heading than books as CSV have: ${wrong.join('; ')}. The columns are ${Object.keys(csvColumns).join(', ')}`,
    );
  return names as CsvColumn[];
}
