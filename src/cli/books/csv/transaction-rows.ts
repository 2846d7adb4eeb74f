import type { Problem } from '../parsed-books';
import { tagsOf } from './cells';
import type { CsvColumn, CsvRow, PlacedRow } from './columns';
import { jsonCell } from './json-cell';

/** What all rows of a transaction say of it. */
const details = ['date', 'description', 'payee', 'externalId', 'tags', 'metadata'] as const satisfies readonly CsvColumn[];

/** What a part of a transaction is called in its columns, where that differs. */
const columnOf: Readonly<Record<string, CsvColumn>> = { entries: 'transaction' };

/** The transactions of a file: rows that follow each other with the same text in the column `transaction` are the entries of one. */
export class TransactionRows {
  private readonly rows: PlacedRow[][] = [];
  private readonly lineOf = new Map<string, number>();

  constructor(private readonly problems: Problem[]) {}

  add(row: PlacedRow): void {
    const name = row.cells.transaction!;
    const current = this.rows.at(-1);
    const first = current?.[0];
    if (current && first?.cells.transaction === name) {
      this.checkSame(first, row);
      current.push(row);
      return;
    }
    const earlier = this.lineOf.get(name);
    if (earlier === undefined) this.lineOf.set(name, row.line);
    else this.tell(row, 'transaction', `The transaction ${name} begins at line ${earlier}; its rows must follow each other.`);
    this.rows.push([row]);
  }

  /** Of the form of the JSON format. */
  get list(): object[] {
    return this.rows.map((rows) => ({ ...this.detailsOf(rows[0]!), entries: rows.map((row) => this.entryOf(row)) }));
  }

  /** The line of what the path leads to: the place in the list, then a part, or `entries`, a place there and a part of that. */
  placeOf([index, part, entry, ofEntry]: readonly PropertyKey[]): string {
    const rows = this.rows[index as number]!;
    const row = rows[(entry as number | undefined) ?? 0] ?? rows[0]!;
    const name = String(ofEntry ?? part ?? 'transaction');
    const column = name === 'amount' ? amountColumn(row.cells) : (columnOf[name] ?? name);
    return `line ${row.line}${column === 'transaction' ? '' : `, ${column}`}`;
  }

  /** Later rows may leave the details out. */
  private checkSame(first: PlacedRow, row: PlacedRow): void {
    for (const column of details) {
      const text = row.cells[column];
      if (text === undefined || text === first.cells[column]) continue;
      this.tell(row, column, `This differs from the first row of the transaction, at line ${first.line}.`);
    }
  }

  private detailsOf({ line, cells }: PlacedRow): object {
    const { date, description, payee, externalId, tags, metadata } = cells;
    return {
      date,
      description,
      payee,
      externalId,
      ...(tags !== undefined && { tags: this.tagsOf(tags, line) }),
      ...(metadata !== undefined && { metadata: jsonCell(metadata, `line ${line}, metadata`, this.problems) }),
    };
  }

  private tagsOf(text: string, line: number): unknown {
    try {
      return tagsOf(text);
    } catch {
      this.problems.push({ place: `line ${line}, tags`, message: 'This begins as a JSON array does, and is none.' });
      return undefined;
    }
  }

  private entryOf(row: PlacedRow): object {
    const { account, debit, credit, amount, currency, memo } = row.cells;
    const given = [debit, credit, amount].filter((each) => each !== undefined);
    if (given.length > 1) this.tell(row, amountColumn(row.cells), 'An entry has one of debit, credit and amount, and not several.');
    for (const column of ['debit', 'credit'] as const) {
      if (row.cells[column]?.startsWith('-')) this.tell(row, column, 'A debit or credit is above zero; the column tells the side.');
    }
    return {
      account: account ?? '',
      amount: credit === undefined ? (debit ?? amount ?? '') : `-${credit}`,
      currency: currency ?? '',
      memo,
    };
  }

  private tell({ line }: PlacedRow, column: CsvColumn, message: string): void {
    this.problems.push({ place: `line ${line}, ${column}`, message });
  }
}

function amountColumn({ debit, credit }: CsvRow): CsvColumn {
  return credit === undefined ? (debit === undefined ? 'amount' : 'debit') : 'credit';
}
