import { parseDate } from '../../../shared/dates';
import { exponentOf, formatAmount } from '../../../shared/money';
import { signedUnits } from '../book';
import { decimalOf, writtenAmount } from './amounts';
import { hasPostingDate, otherDate, readComment } from './comments';
import type { Commodities } from './commodities';
import { exactValuesOf } from './exact-values';
import type { ProblemList } from './problem-list';

/** A posting whose amount is left out is undefined there. */
export interface ReadPosting {
  readonly line: number;
  readonly path: string;
  readonly amount: { readonly amount: string; readonly currency: string } | undefined;
  readonly comments: string[];
}

export interface ReadTransaction {
  readonly line: number;
  readonly date: string;
  /** Without date and status, with the code. */
  readonly text: string;
  readonly secondDate: string | undefined;
  readonly comments: string[];
  readonly postings: ReadPosting[];
}

export interface EntryDraft {
  readonly line: number;
  readonly path: string;
  readonly amount: string;
  readonly currency: string;
  readonly memo?: string;
}

const day = /^(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})/;

/** Reads the first line of a transaction; undefined, and a problem, where its date is none. */
export function readHeader(text: string, line: number, year: string | undefined, problems: ProblemList): ReadTransaction | undefined {
  const first = day.exec(text);
  const rest = first ? text.slice(first[0].length) : text;
  const second = rest.startsWith('=') ? day.exec(rest.slice(1)) : undefined;
  const date = first && isoDate(first, year);
  if (!date || (rest.startsWith('=') && !second)) {
    const short = first && first[1] === undefined && year === undefined;
    problems.add(
      line,
      short ? 'The date has no year, and no directive "Y2026" stands above it.' : 'This is no date; write one such as 2026-01-31.',
    );
    return undefined;
  }
  const after = second ? rest.slice(second[0].length + 1) : rest;
  if (after !== '' && !/^\s/.test(after)) {
    problems.add(line, 'A space must follow the date.');
    return undefined;
  }
  const [described, comment] = dividedAtComment(after.trim().replace(/^[*!]\s*/, ''));
  const comments = comment === undefined ? [] : [comment];
  return { line, date, text: described, secondDate: second ? isoDate(second, date.slice(0, 4)) : undefined, comments, postings: [] };
}

/** A code may hold a semicolon. */
function dividedAtComment(text: string): [string, string | undefined] {
  const code = /^\([^)]*\)/.exec(text)?.[0] ?? '';
  const at = text.indexOf(';', code.length);
  return at < 0 ? [text.trim(), undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function isoDate([, year, month, dayOfMonth]: RegExpExecArray, defaultYear: string | undefined): string | undefined {
  const text = `${year ?? defaultYear}-${month!.padStart(2, '0')}-${dayOfMonth!.padStart(2, '0')}`;
  return parseDate(text) === undefined ? undefined : text;
}

/** Reads the line of a posting; undefined, and a problem, where it holds what books cannot. */
export function readPosting(
  text: string,
  line: number,
  commodities: Commodities,
  problems: ProblemList,
  ignoreAssertions: boolean,
): ReadPosting | undefined {
  const [, path, rest = ''] = /^(?:[*!]\s+)?(.*?)(?:(?:\s{2,}|\t)\s*(.*))?$/.exec(text)!;
  if (!path || path.startsWith(';') || path.includes(' ;'))
    return problems.add(line, 'This is no posting: two spaces must stand between the account and what follows.');
  if (/^\(.*\)$|^\[.*\]$/.test(path)) return problems.add(line, 'Virtual postings, in ( ) or [ ], are not taken.');
  const [, written = '', comment] = /^((?:"[^"]*"|[^";])*)(?:;(.*))?$/.exec(rest) ?? [];
  const comments = comment === undefined ? [] : [comment.trim()];
  if (hasPostingDate(comment ?? '')) problems.add(line, otherDate);
  const amount = readAmount(written.trim(), line, commodities, problems, ignoreAssertions);
  return amount === false ? undefined : { line, path, amount, comments };
}

/** Undefined where it is left out, false where it is not taken. */
function readAmount(
  text: string,
  line: number,
  commodities: Commodities,
  problems: ProblemList,
  ignoreAssertions: boolean,
): ReadPosting['amount'] | false {
  const refuse = (message: string): false => {
    problems.add(line, message);
    return false;
  };
  const bare = text.replace(/"[^"]*"/g, '');
  const [beforeAssertion = ''] = /^(?:"[^"]*"|[^"=:])*/.exec(text) ?? [];
  if (/[@]/.test(bare)) return refuse('Costs (@, @@) are not taken.');
  if (/[{(]/.test(bare)) return refuse('Lots and expressions, in { } or ( ), are not taken.');
  if (/^[=:]/.test(text)) return refuse('Balance assignments (= without an amount before it) are not taken.');
  if (/[=:]/.test(bare) && !ignoreAssertions) return refuse('Balance assertions (=) are not taken; --ignore-assertions leaves them out.');
  const amountText = beforeAssertion.trim();
  if (amountText === '') return undefined;
  const written = writtenAmount(amountText);
  if (!written) return refuse(`${amountText} is no amount.`);
  const symbol = written.commodity || commodities.default;
  if (symbol === undefined) return refuse('The amount has no commodity, and no directive such as "D 1000.00 USD" stands above it.');
  const currency = commodities.currencyOf(symbol);
  if (!currency) return refuse(`ISO 4217 has no currency ${symbol}; --commodity '${symbol}=USD' says which is meant by it.`);
  const number = decimalOf(written.number, commodities.decimalMarkOf(symbol), exponentOf(currency)!);
  if (typeof number === 'string') return refuse(number);
  return { amount: (written.negative ? '-' : '') + number.decimal, currency };
}

/** The entries of a transaction: one that leaves its amount out takes what is left in each currency. */
export function entriesOf({ line, postings }: ReadTransaction, problems: ProblemList): EntryDraft[] | undefined {
  const open = postings.filter(({ amount }) => !amount);
  if (open.length > 1) return problems.add(line, 'Only one posting of a transaction may leave its amount out.');
  const left = new Map<string, bigint>();
  for (const { amount } of postings) {
    if (!amount) continue;
    const units = signedUnits(amount.amount, amount.currency);
    // What is wrong with it is told when the books are checked.
    if (typeof units === 'string' && open.length > 0) return problems.add(line, units);
    if (typeof units === 'number') left.set(amount.currency, (left.get(amount.currency) ?? 0n) - BigInt(units));
  }
  const rest = [...left].filter(([, units]) => units !== 0n);
  if (open.length === 1 && rest.length === 0)
    return problems.add(open[0]!.line, 'The amount that is left out would be zero, and an entry is never zero.');
  return postings.flatMap(({ amount, ...posting }) => {
    const { comments, ...entry } = posting;
    const memo = memoOf(comments, posting.line, problems);
    const amounts = amount ? [amount] : rest.map(([currency, units]) => ({ amount: formatAmount(units, exponentOf(currency)!), currency }));
    return amounts.map((each) => ({ ...entry, ...each, ...(memo !== undefined && { memo }) }));
  });
}

function memoOf(comments: readonly string[], line: number, problems: ProblemList): string | undefined {
  try {
    const exact = comments.map((comment) => exactValuesOf(comment)).find((values) => values !== undefined);
    if (exact) return exact['memo'] as string;
  } catch {
    problems.add(line, 'The exact values are no JSON object.');
  }
  return comments.filter((comment) => comment !== '').join('\n') || undefined;
}

/** What is told of a transaction besides its entries, of the form of the JSON format. @throws SyntaxError where exact values are no JSON object */
export function detailsOf({ date, text, secondDate, comments }: ReadTransaction, codesBefore: Set<string>): object {
  const [, code = '', described = ''] = /^(?:\(([^)]*)\))?\s*(.*)$/.exec(text)!;
  const [payee, ...note] = described.split('|').map((part) => part.trim());
  const { tags, values, lines, exact } = readComment(comments);
  const isNew = code.trim() !== '' && !codesBefore.has(code.trim());
  if (isNew) codesBefore.add(code.trim());
  const metadata = Object.fromEntries([
    ...values,
    ...(code.trim() !== '' && !isNew ? [['code', code.trim()]] : []),
    ...(secondDate === undefined ? [] : [['date2', secondDate]]),
    ...(lines.length > 0 ? [['comment', lines.join('\n')]] : []),
    ...Object.entries((exact['metadata'] as object | undefined) ?? {}),
  ]) as Record<string, unknown>;
  return {
    date,
    description: note.join(' | ') || payee,
    ...(note.length > 0 && payee && { payee }),
    ...(isNew && { externalId: code.trim() }),
    ...(tags.length > 0 && { tags }),
    ...exact,
    ...((exact['metadata'] !== undefined || Object.keys(metadata).length > 0) && { metadata }),
  };
}
