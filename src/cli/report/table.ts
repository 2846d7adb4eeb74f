import { parse } from 'csv-parse/sync';
import width from 'string-width';
import { isMonthEnd, parseDate } from '../../shared/dates';
import { textOf } from '../../shared/spreadsheet-text';

/** Columns that hold amounts in every statement; days and periods are amounts too. */
const amounts = new Set(['debit', 'credit', 'balance', 'then', 'now', 'difference']);
/** Of these a line has one. */
const oneSided = new Set(['debit', 'credit']);
/** What the layout says, so that it needs no column. */
const told = new Set(['kind', 'section', 'depth', 'currency']);
const GAP = '  ';

type Row = Readonly<Record<string, string>>;

/** A statement in CSV as an aligned table for a terminal, with its headings above it and its notes below. */
export function tableOf(csv: string, headings: readonly string[]): string {
  const [names, ...records] = parse(csv) as unknown as [string[], ...string[][]];
  const rows: Row[] = records.map((record) => Object.fromEntries(names.map((name, index) => [name, record[index]!])));
  const columns = names.filter((name) => !told.has(name));
  const isAmount = (name: string) => amounts.has(name) || parseDate(name.slice(0, 10)) !== undefined;
  const body = rows.filter(({ kind }) => kind !== 'note');
  const cells = body.map((row) => columns.map((name) => (isAmount(name) ? amountOf(name, row) : indented(name, row))));
  const heads = columns.map((name) => headOf(name));
  const widths = columns.map((_, index) =>
    Math.max(...heads[index]!.map((line) => width(line)), ...cells.map((row) => width(row[index]!)), 0),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, index) => padded(cell, widths[index]!, isAmount(columns[index]!))).join(GAP).trimEnd(); // prettier-ignore
  const rule = columns.map((name, index) => (isAmount(name) ? '─'.repeat(widths[index]!) : ' '.repeat(widths[index]!))).join(GAP);
  const lines: string[] = [...headings, ...currencyOf(body), ''];
  for (const level of [0, 1]) {
    const head = heads.map((each) => each[level] ?? '');
    if (head.some((cell) => cell !== '')) lines.push(line(head));
  }
  let section: string | undefined;
  let before: string | undefined;
  body.forEach((row, index) => {
    if (row['section'] !== section) lines.push('', ...(row['section'] ? [row['section']] : []));
    section = row['section'];
    if (row['kind'] === 'total' && before === 'line') lines.push(rule);
    lines.push(line(cells[index]!));
    before = row['kind'];
  });
  const notes = rows.filter(({ kind }) => kind === 'note').map((row) => row['name'] ?? row['description'] ?? '');
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : []), ''].join('\n');
}

function currencyOf(rows: readonly Row[]): string[] {
  const currency = rows.find((row) => row['currency'])?.['currency'];
  return currency === undefined ? [] : [`In ${currency}`];
}

/** Sub-accounts stand two places to the right of those that count them in. */
function indented(name: string, row: Row): string {
  const text = textOf(row[name]!).replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return name === 'name' ? '  '.repeat(Number(row['depth'] ?? 0)) + text : text;
}

/** Of a line one side is nothing, and is left empty, as in books. */
function amountOf(name: string, row: Row): string {
  const amount = row[name]!;
  return oneSided.has(name) && row['kind'] === 'line' && !/[1-9]/.test(amount) ? '' : grouped(amount);
}

/** Thousands with commas between them, as digits stand in the statement otherwise: never through a number. */
function grouped(amount: string): string {
  const [whole, ...rest] = amount.split('.');
  return [whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ','), ...rest].join('.');
}

function padded(cell: string, to: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(cell)));
  return right ? space + cell : cell + space;
}

/** The lines over a column: a whole month or year by its name, other periods by their first and last day. */
function headOf(name: string): string[] {
  const [from, to] = name.split('/').map((part) => parseDate(part));
  if (from === undefined || to === undefined) return [from === undefined ? heading(name) : name];
  const [first, last] = name.split('/') as [string, string];
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  if (sameYear && first.endsWith('-01-01') && last.endsWith('-12-31')) return [first.slice(0, 4)];
  if (first.slice(0, 7) === last.slice(0, 7) && first.endsWith('-01') && isMonthEnd(to)) return [first.slice(0, 7)];
  return [first, `to ${last}`];
}

function heading(name: string): string {
  return name === 'name' ? '' : name[0]!.toUpperCase() + name.slice(1);
}
