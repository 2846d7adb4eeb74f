import { likePattern, type Dialect } from '../../database';
import { currenciesByExponent } from '../../shared/money';
import { Violations } from '../../shared/violations';
import type { TransactionFilter } from './transaction.types';

const MAX_WORDS = 10;

/** A filter whose values are sound; the account is known by its internal key. */
export interface ParsedFilter extends Omit<TransactionFilter, 'accountId' | 'search'> {
  readonly accountKey: number | undefined;
  readonly words: readonly string[];
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
  const words = filter.search?.trim().split(/\s+/) ?? [];
  if (words.length > MAX_WORDS) violations.add(['filter', 'search'], 'TOO_MANY', `At most ${MAX_WORDS} words are looked for.`);
  violations.throwIfAny();
  const { accountId: _accountId, search: _search, ...rest } = filter;
  return { ...rest, accountKey, words };
}

/** FROM, the conditions and their parameters. The company is always the first. */
export function conditionsOf(companyKey: number, filter: ParsedFilter, dialect: Dialect) {
  const parameters: unknown[] = [companyKey];
  const bind = (value: unknown) => `?${parameters.push(value)}`;
  const where = ['t.company_key = ?1'];
  let from = 'transactions t';
  if (filter.accountKey !== undefined) {
    from = 'entries e join transactions t on t.key = e.transaction_key';
    where.push(`e.account_key = ${bind(filter.accountKey)}`);
    // A transaction with several lines on the account is listed once, by the first of them.
    where.push(
      'not exists (select 1 from entries f where f.transaction_key = e.transaction_key and f.account_key = e.account_key and f.line < e.line)',
    );
  }
  const date = filter.accountKey === undefined ? 't.date' : 'e.date';
  if (filter.status) where.push(`t.status in ${dialect.list(bind(dialect.bindList(filter.status)), 'text')}`);
  if (filter.dateFrom) where.push(`${date} >= ${bind(filter.dateFrom)}`);
  if (filter.dateTo) where.push(`${date} <= ${bind(filter.dateTo)}`);
  if (filter.counterparty) where.push(dialect.matches('t.counterparty', bind(likePattern(filter.counterparty))));
  if (filter.externalId) where.push(`t.external_id = ${bind(filter.externalId)}`);
  if (filter.tag) where.push(dialect.arrayHolds('t.tags', bind(filter.tag)));
  if (filter.amountMin || filter.amountMax) where.push(amountCondition(filter, bind));
  for (const word of filter.words) {
    const pattern = bind(likePattern(word));
    const inMemo = `exists (select 1 from entries m where m.transaction_key = t.key and ${dialect.matches('m.memo', pattern)})`;
    where.push(`(${dialect.matches('t.description', pattern)} or ${dialect.matches('t.counterparty', pattern)} or ${inMemo})`);
  }
  return { from, where, parameters };
}

/** The bounds in minor units of each scale that a currency can have. */
function amountCondition(filter: ParsedFilter, bind: (value: unknown) => string): string {
  const cases = [...currenciesByExponent()].map(([exponent, currencies]) => {
    const bounds = [`m.currency in (${currencies.map((currency) => `'${currency}'`).join(', ')})`];
    if (filter.amountMin) bounds.push(`abs(m.amount) >= ${bind(scaled(filter.amountMin, exponent, 'up'))}`);
    if (filter.amountMax) bounds.push(`abs(m.amount) <= ${bind(scaled(filter.amountMax, exponent, 'down'))}`);
    return `(${bounds.join(' and ')})`;
  });
  return `exists (select 1 from entries m where m.transaction_key = t.key and (${cases.join(' or ')}))`;
}

/** Minor units of a decimal text; digits that the currency does not have are rounded inwards. */
function scaled(amount: string, exponent: number, towards: 'up' | 'down'): number {
  const [whole, fraction = ''] = amount.split('.') as [string, string?];
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  const units = BigInt(whole + kept);
  const more = /[1-9]/.test(fraction.slice(exponent)) && towards === 'up' ? 1n : 0n;
  const bounded = units + more;
  return Number(bounded > BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(Number.MAX_SAFE_INTEGER) + 1n : bounded);
}
