import { wordsOf } from '../../shared/search-terms';
import { Violations } from '../../shared/violations';
import type { TransactionFilter } from './transaction.types';

const MAX_WORDS = 10;

export interface NumberRange {
  readonly after: number;
  readonly through: number;
}

/** A filter whose values are sound; the account is known by its internal key. */
export interface ParsedFilter extends Omit<TransactionFilter, 'accountId' | 'search' | 'counterparty'> {
  readonly accountKey: number | undefined;
  /** Each begins a word of description, counterparty or memo. */
  readonly words: readonly string[];
  /** Each begins a word of the counterparty. */
  readonly counterpartyWords: readonly string[];
  /** Posted with a number after the one, up to the other. */
  readonly numbers?: NumberRange | undefined;
  /** With an entry in this currency. */
  readonly currency?: string;
  /** A search for signs alone, which are in no word. */
  readonly findsNothing: boolean;
}

/** @throws AppError BAD_USER_INPUT with every broken rule: amounts that are no decimals, empty texts, too many words, a range upside down */
export function parseFilter(filter: TransactionFilter, accountKey: number | undefined): ParsedFilter {
  const violations = new Violations();
  for (const name of ['counterparty', 'externalId', 'tag', 'search'] as const)
    violations.text(['filter', name], filter[name], 200, 'optional');
  for (const name of ['amountMin', 'amountMax'] as const) {
    const amount = filter[name];
    if (typeof amount === 'string' && !/^\d{1,16}(\.\d{1,4})?$/.test(amount)) {
      violations.add(
        ['filter', name],
        'NOT_A_DECIMAL',
        'This must be a decimal number such as "1250.00", with at most four digits after the point.',
      );
    }
  }
  if (filter.accountId === '') violations.add(['filter', 'accountId'], 'NOT_A_UUID', 'This must be a UUID.');
  if (filter.dateFrom && filter.dateTo && filter.dateFrom > filter.dateTo) {
    violations.add(['filter', 'dateTo'], 'OUT_OF_RANGE', 'dateTo lies before dateFrom.');
  }
  if (filter.status?.length === 0) violations.add(['filter', 'status'], 'REQUIRED', 'Name at least one status, or leave it out.');
  if ((filter.search?.trim().split(/\s+/) ?? []).length > MAX_WORDS) {
    violations.add(['filter', 'search'], 'TOO_MANY', `At most ${MAX_WORDS} words are looked for.`);
  }
  violations.throwIfAny();
  const { accountId: _accountId, search, counterparty, ...rest } = filter;
  const [words, counterpartyWords] = [search, counterparty].map((text) => [...new Set(wordsOf(text ?? ''))]) as [string[], string[]];
  const findsNothing = (Boolean(search) && words.length === 0) || (Boolean(counterparty) && counterpartyWords.length === 0);
  return { ...rest, accountKey, words, counterpartyWords, findsNothing };
}
