/** An amount as it is written: its sign of a commodity (empty: none), and its number, from which the digit groups are not yet taken. */
export interface WrittenAmount {
  readonly commodity: string;
  readonly negative: boolean;
  readonly number: string;
}

const sign = String.raw`([-+]?)\s*`;
const commodity = String.raw`("[^"]*"|[^\s\d.,;:+\-*/^"'@=<>(){}[\]]+)`;
const number = String.raw`(\d[\d.,' \u00a0\u202f]*|[.,]\d+)`;
const symbolFirst = new RegExp(`^${sign}${commodity}\\s*${sign}${number}$`, 'u');
const symbolLast = new RegExp(`^${sign}${number}\\s*${commodity}?$`, 'u');

/** Reads `$-1,000.00`, `-1.000,00 EUR`, `"A B" 5`, `5`; undefined where it is no amount, but perhaps an expression. */
export function writtenAmount(text: string): WrittenAmount | undefined {
  const first = symbolFirst.exec(text);
  if (first) {
    const [, before, symbol, after, digits] = first as unknown as [string, string, string, string, string];
    return before && after ? undefined : { commodity: unquoted(symbol), negative: before + after === '-', number: digits.trim() };
  }
  const last = symbolLast.exec(text);
  if (!last) return undefined;
  const [, before, digits, symbol = ''] = last as unknown as [string, string, string, string | undefined];
  return { commodity: unquoted(symbol), negative: before === '-', number: digits.trim() };
}

function unquoted(symbol: string): string {
  return symbol.replace(/^"(.*)"$/, '$1');
}

/** The decimal mark that a number shows; undefined where it shows none: `1000`, or `1,000`, which may be a thousand or one. */
export function shownDecimalMark(written: string): string | undefined {
  const marks = [...written.replace(/[^.,]/g, '')];
  const [first] = marks;
  if (first === undefined) return undefined;
  const last = marks.at(-1)!;
  if (marks.some((mark) => mark !== last)) return last;
  if (marks.length > 1) return first === '.' ? ',' : '.';
  // One mark: a group is three digits, after one to three of which the first is no zero.
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(written) ? undefined : first;
}

/**
 * A number as digits with a point: `1.000,50` is 1000.50. Zeros past `exponent` digits after the point say nothing, and are dropped.
 * @returns a sentence that says why not, where it is none
 */
export function decimalOf(written: string, declaredMark: string | undefined, exponent: number): { readonly decimal: string } | string {
  const decimalMark = declaredMark ?? shownDecimalMark(written);
  if (decimalMark === undefined && /[.,]/.test(written)) {
    return 'A number such as 1,000 may be a thousand or one: say above which mark is the decimal one, as in "decimal-mark ." or "commodity 1,000.00 USD".';
  }
  const [whole = '', fraction = '', ...more] = decimalMark === undefined ? [written] : written.split(decimalMark);
  const groups = whole.split(/[.,' \u00a0\u202f]/);
  const grouped = groups.length === 1 || (groups.at(-1)!.length === 3 && groups.every((group) => /^\d{1,3}$/.test(group)));
  if (more.length > 0 || !/^\d*$/.test(fraction) || !grouped)
    return `${written} is no number with ${decimalMark ?? '.'} as its decimal mark.`;
  const digits = fraction.length > exponent ? fraction.slice(0, exponent) + fraction.slice(exponent).replace(/0+$/, '') : fraction;
  return { decimal: (groups.join('') || '0') + (digits && `.${digits}`) };
}
