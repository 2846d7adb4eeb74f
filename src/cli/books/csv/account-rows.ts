import type { Problem } from '../parsed-books';
import type { CsvColumn, PlacedRow } from './columns';
import { jsonCell } from './json-cell';

/** What each part of an account is called in its columns. */
const columnOf: Readonly<Record<string, CsvColumn>> = {
  code: 'account',
  name: 'accountName',
  type: 'accountType',
  subtype: 'accountSubtype',
  parent: 'accountParent',
  description: 'accountDescription',
  metadata: 'accountMetadata',
  archived: 'accountArchived',
};

/** The accounts of a file, put together from all rows that say something of them; what rows say of one must be the same. */
export class AccountRows {
  private readonly cells = new Map<string, Map<string, { readonly text: string; readonly line: number }>>();

  constructor(private readonly problems: Problem[]) {}

  add({ line, cells }: PlacedRow): void {
    const code = cells.account!;
    const known = this.cells.get(code) ?? new Map<string, { text: string; line: number }>();
    this.cells.set(code, known);
    for (const [part, column] of Object.entries(columnOf)) {
      const text = cells[column];
      if (text === undefined) continue;
      const before = known.get(part);
      if (before === undefined) known.set(part, { text, line });
      else if (before.text !== text) {
        const message = `Line ${before.line} says ${before.text.slice(0, 100)} of the account ${code}, this one ${text.slice(0, 100)}.`;
        this.problems.push({ place: `line ${line}, ${column}`, message });
      }
    }
  }

  /** Of the form of the JSON format. */
  get list(): object[] {
    return [...this.cells].map(([code, cells], index) => {
      const texts = Object.fromEntries([...cells].map(([part, { text }]) => [part, text]));
      const { metadata, archived, ...account } = texts;
      return {
        name: code,
        ...account,
        ...(metadata !== undefined && { metadata: jsonCell(metadata, this.placeOf([index, 'metadata']), this.problems) }),
        ...(archived !== undefined && { archived: trueOrFalse(archived) }),
      };
    });
  }

  /** The line that declares what the path leads to: the place in the list, and the part. */
  placeOf([index, part = 'code']: readonly PropertyKey[]): string {
    const cells = [...this.cells.values()][index as number]!;
    const { line } = cells.get(String(part)) ?? cells.get('code')!;
    return `line ${line}, ${columnOf[String(part)] ?? String(part)}`;
  }
}

/** As programs write it; whatever else is told of when the account is checked. */
function trueOrFalse(text: string): unknown {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : text;
}
