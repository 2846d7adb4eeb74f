import type { PlaceOf } from '../book';
import type { ParsedBooks, ReadOptions } from '../parsed-books';
import { JournalReader } from './journal-reader';

/** Reads a journal of hledger or ledger; all that it cannot take is told at once, with the lines. */
export function readJournal(text: string, options: ReadOptions): ParsedBooks {
  const { accounts, transactions, problems, notes, baseCurrency } = new JournalReader(options).read(text);
  const placeOf: PlaceOf = ([list, index, part, entry, ofEntry]) => {
    if (list === 'accounts') return placed(accounts[index as number]!.line, part);
    const { line, entries } = transactions[index as number]!;
    return typeof entry === 'number' ? placed(entries[entry]!.line, ofEntry) : placed(line, part === 'entries' ? undefined : part);
  };
  const content = {
    ...(baseCurrency !== undefined && { baseCurrency }),
    accounts: accounts.map(({ account }) => account),
    transactions: transactions.map(({ details, entries }) => ({ ...details, entries: entries.map(({ line: _, ...entry }) => entry) })),
  };
  return { content, placeOf, problems, notes };
}

function placed(line: number, part: PropertyKey | undefined): string {
  return part === undefined ? `line ${line}` : `line ${line}, ${String(part)}`;
}
