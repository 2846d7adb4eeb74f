import { shownDecimalMark, writtenAmount } from './amounts';
import type { Commodities } from './commodities';
import type { JournalAccounts } from './journal-accounts';
import { linesText, type ProblemList } from './problem-list';

/** Takes an indented line of a block. */
type Block = (text: string, line: number) => void;

const ignored: Block = () => undefined;

/** What says nothing about the books, and is not even worth a note. */
const declarations = /^(payee|tag|N|end comment|end test|end)\b/;

const refusals: readonly (readonly [RegExp, string])[] = [
  [/^include\b/, 'Included files are not taken: import each, or one that "hledger print" makes of all.'],
  [/^(alias|end aliases)\b/, 'Aliases of accounts are not taken: "hledger print" writes the journal without them.'],
  [/^(apply|end apply|bucket|A )/, 'Directives that change what postings below them say are not taken.'],
  [/^[iIoObh] \d/, 'Time clock entries are not taken.'],
];

/** The directives of a journal: all that begins at the margin and is no transaction. */
export class Directives {
  /** Of dates without one. */
  year: string | undefined;
  private readonly leftOut = new Map<string, number[]>();

  constructor(
    private readonly commodities: Commodities,
    private readonly accounts: JournalAccounts,
    private readonly problems: ProblemList,
  ) {}

  /** Reads one, and answers what takes the lines below it. */
  read(content: string, line: number): Block {
    // ledger's older journals have a sign before a directive.
    const text = content.replace(/^[!@](?=[a-z])/, '');
    const [, year] = /^(?:Y|year|apply year)\s*(\d{4})$/.exec(text) ?? [];
    if (year !== undefined) this.year = year;
    else if (/^account\s/.test(text)) return this.readAccount(text.slice('account'.length).trim(), line);
    else if (/^commodity\s/.test(text)) return this.readCommodity(text.slice('commodity'.length), line);
    else if (/^D\s/.test(text)) this.readSample(text.slice(1), line, true);
    else if (/^decimal-mark\s+[.,]$/.test(text)) this.commodities.decimalMark = text.at(-1)!;
    else if (/^P\s/.test(text)) this.leaveOut('market prices (P)', line);
    else if (text.startsWith('~')) this.leaveOut('periodic transactions (~)', line);
    else if (text.startsWith('=')) this.leaveOut('automatic postings (=)', line);
    else if (!declarations.test(text)) {
      const [, reason] = refusals.find(([pattern]) => pattern.test(text)) ?? [];
      this.problems.add(line, reason ?? `This is neither a transaction nor a directive that is taken: ${text.slice(0, 40)}`);
    }
    return ignored;
  }

  /** What was left out, a sentence for each kind. */
  get notes(): string[] {
    return [...this.leftOut].map(([kind, lines]) => {
      const where = lines.length > 10 ? `${lines.length} between lines ${lines[0]} and ${lines.at(-1)}` : linesText(lines);
      return `Left out: ${kind}, ${where}.`;
    });
  }

  private leaveOut(kind: string, line: number): void {
    const lines = this.leftOut.get(kind) ?? [];
    this.leftOut.set(kind, [...lines, line]);
  }

  private readAccount(text: string, line: number): Block {
    const [, path, comment] = /^(.*?)(?:(?:\s{2,}|\t)\s*(?:;(.*)|.*))?$/.exec(text)!;
    const { comments } = this.accounts.see(path!, line);
    if (comment !== undefined) comments.push(comment.trim());
    return (below, at) => {
      const [, note] = /^(?:;|note\s)(.*)$/.exec(below) ?? [];
      if (note !== undefined) comments.push(note.trim());
      else if (/^alias\b/.test(below)) this.problems.add(at, refusals[1]![1]);
    };
  }

  private readCommodity(text: string, line: number): Block {
    const [written = ''] = text.split(';');
    const symbol = written.trim();
    if (/\d/.test(symbol.replace(/"[^"]*"/g, ''))) this.readSample(symbol, line, false);
    return (below, at) => {
      const [, format] = /^format\s+(.*)$/.exec(below) ?? [];
      if (format !== undefined) this.readSample(format, at, false);
      else if (below === 'default') this.commodities.default = symbol;
    };
  }

  /** An amount whose number shows how numbers of its commodity are written. */
  private readSample(text: string, line: number, isDefault: boolean): void {
    const amount = writtenAmount(text.split(';')[0]!.trim());
    if (!amount) return this.problems.add(line, 'This directive has no amount that shows how numbers are written, such as 1,000.00 USD.');
    this.commodities.declare(amount.commodity, shownDecimalMark(amount.number));
    if (isDefault) this.commodities.default = amount.commodity;
  }
}
