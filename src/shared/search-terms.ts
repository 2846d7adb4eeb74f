/**
 * What a full-text search compares. Both databases are given the same words, so that they find the same: what a word is, and which
 * letters are alike, is decided here and not by their dictionaries.
 */

/** Letters that Unicode does not take apart, and the sigma that ends a word. */
const alike: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ς: 'σ' };
const unlike = new RegExp(`[${Object.keys(alike).join('')}]`, 'g');

/** Scripts that put no spaces between words. */
const unspaced =
  '(?=[\\p{L}\\p{M}\\p{N}])[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]';
const runs = new RegExp(`(?<unspaced>(?:${unspaced})+)|(?:(?!${unspaced})[\\p{L}\\p{M}\\p{N}])+`, 'gu');
const ascii = /^[\0-\x7f]*$/;

/** A longer word is known by its beginning, in the index and in the search. */
const MAX_WORD = 64;

/** What PostgreSQL takes of one row, in UTF-16 units: its own bound is a megabyte. */
const MAX_TERMS = 250_000;

/**
 * The words of a text, whatever their case and accents: letters and digits; everything else parts them. Where a script has no spaces,
 * each pair of neighbouring characters is a word, and the last one by itself.
 */
export function wordsOf(text: string): string[] {
  if (ascii.test(text)) return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(cut);
  return [...folded(text).matchAll(runs)].flatMap(({ 0: run, groups }) => (groups!['unspaced'] ? pairs(run) : [cut(run)]));
}

function folded(text: string): string {
  // Up and down again makes one of ß and SS, and of the dotless ı and i.
  const plain = text
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '');
  return plain.replace(unlike, (letter) => alike[letter]!).normalize('NFC');
}

function pairs(run: string): string[] {
  const characters = [...run];
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
}

function cut(word: string): string {
  return word.length > MAX_WORD ? [...word].slice(0, MAX_WORD).join('') : word;
}

/** The texts of a transaction that are searched. */
export interface Searched {
  readonly description: string;
  readonly counterparty: string | null;
  readonly memos: readonly (string | null)[];
}

/** The terms under which a transaction is found, each once, parted by spaces. The company is in each: nobody's search meets another's. */
export function searchTerms(companyKey: number, { description, counterparty, memos }: Searched): string {
  const terms = new Set(anywhere(companyKey, wordsOf(description)));
  if (counterparty !== null) {
    const words = wordsOf(counterparty);
    for (const term of [...anywhere(companyKey, words), ...inCounterparty(companyKey, words)]) terms.add(term);
  }
  for (const memo of memos) if (memo !== null) for (const term of anywhere(companyKey, wordsOf(memo))) terms.add(term);
  const text = [...terms].join(' ');
  return text.length > MAX_TERMS ? text.slice(0, text.lastIndexOf(' ', MAX_TERMS)) : text;
}

/** The terms of words in any text of a company's transactions. */
export function anywhere(companyKey: number, words: readonly string[]): string[] {
  return words.map((word) => `${companyKey}w${word}`);
}

/** The terms of words in the counterparty. */
export function inCounterparty(companyKey: number, words: readonly string[]): string[] {
  return words.map((word) => `${companyKey}c${word}`);
}
