import { textIndexOf, type Dialect, type Parents } from '../../database';
import { currenciesByExponent } from '../../shared/money';
import { anywhere, inCounterparty } from '../../shared/search-terms';
import type { ParsedFilter } from './transaction-filter';
import { TransactionStatus } from './transaction.types';

/**
 * What the rows of a list are read along: the index of its order, passing over what the filter leaves out; or what one part of the filter
 * finds, which is then sorted. In the order of dates the entries of an account, drafts and (on SQLite) words are sorted already. A block
 * is the beginning of an order, of which no more is read; words alone are counted without the transactions.
 */
export type Path = 'order' | 'order without dates' | 'dates' | 'account' | 'drafts' | 'words' | 'block' | 'words alone';

type Bind = (value: unknown) => string;

/** What each company has of its own in the conditions: its key, and the terms of a search. They are the first parameters. */
export function parentsOf(companyKeys: readonly number[], filter: ParsedFilter, dialect: Dialect): Parents {
  if (!searches(filter)) return { types: ['integer'], values: companyKeys.map((key) => [key]) };
  const terms = (key: number) => [...anywhere(key, filter.words), ...inCounterparty(key, filter.counterpartyWords)];
  return { types: ['integer', 'text'], values: companyKeys.map((key) => [key, textIndexOf(dialect).query(terms(key))]) };
}

/** FROM, the conditions and their parameters; places are kept for those of `parentsOf`. */
export function conditionsOf(filter: ParsedFilter, path: Path, dialect: Dialect, company = 't.company_key = ?1') {
  const parameters: unknown[] = searches(filter) ? [undefined, undefined] : [undefined];
  const bind: Bind = (value) => `?${parameters.push(value)}`;
  const where = [company];
  if (filter.accountKey !== undefined) where.push(...accountConditions(bind(filter.accountKey), path));
  if (filter.status) where.push(...statusConditions(filter.status, dialect, bind));
  if (searches(filter)) where.push(...wordConditions(path, dialect));
  const dates = dateConditions(filter, path, dialect, bind);
  where.push(...dates);
  if (filter.externalId) where.push(`t.external_id = ${bind(filter.externalId)}`);
  if (filter.tag) where.push(dialect.arrayHolds('t.tags', bind(filter.tag)));
  if (filter.numbers) where.push(`t.number > ${bind(filter.numbers.after)}`, `t.number <= ${bind(filter.numbers.through)}`);
  if (filter.currency)
    where.push(`exists (select 1 from entries c where c.transaction_key = t.key and c.currency = ${bind(filter.currency)})`);
  if (filter.amountMin || filter.amountMax) where.push(amountCondition(filter, bind));
  return { from: source(path, dialect), where, dates, parameters };
}

/** The block of rows with which an order begins; `conditions` are such as its index begins and ends by. */
export function blockOf(size: number, conditions: readonly string[], order: string): string {
  return `(select * from transactions t where ${conditions.join(' and ')} ${order} limit ${size}) t`;
}

/** Whether a filter asks for words alone, or also for dates where these are in the index of the words. */
export function asksForWordsAlone(filter: ParsedFilter, dialect: Dialect): boolean {
  const { words: _words, counterpartyWords: _counterparty, findsNothing: _nothing, dateFrom, dateTo, ...others } = filter;
  const dated = Boolean(dateFrom ?? dateTo);
  return (
    searches(filter) && Object.values(others).every((value) => value == null) && (!dated || textIndexOf(dialect).position !== undefined)
  );
}

function source(path: Path, dialect: Dialect): string {
  const { matches, position } = textIndexOf(dialect);
  if (path === 'account') return 'entries e cross join transactions t';
  if (path === 'words alone') return 'transaction_words w';
  // Behind an OFFSET the words are looked up before all else: PostgreSQL may deem two common words common together, and walk an order to its end.
  if (path === 'words' && !position)
    return `(select w.key from transaction_words w where ${matches('?2')} offset 0) w cross join transactions t`;
  if (path === 'words') return 'transaction_words w cross join transactions t';
  return path === 'drafts' ? `transactions t ${dialect.alongIndex('transactions_drafts')}` : 'transactions t';
}

/** Whether a filter asks for words. */
export function searches({ words, counterpartyWords }: ParsedFilter): boolean {
  return words.length + counterpartyWords.length > 0;
}

function wordConditions(path: Path, dialect: Dialect): string[] {
  const { key, matches, position } = textIndexOf(dialect);
  const found = matches('?2');
  if (path === 'words alone') return [found];
  if (path === 'words' && !position) return ['t.key = w.key'];
  if (path === 'block') return [`exists (select 1 from transaction_words w where w.key = t.key and ${found} limit 1 offset 0)`];
  return path === 'words' ? [`t.key = ${key}`, found] : [`t.key in (select ${key} from transaction_words w where ${found})`];
}

function dateConditions({ dateFrom, dateTo }: ParsedFilter, path: Path, dialect: Dialect, bind: Bind): string[] {
  const position = path === 'words' || path === 'words alone' ? textIndexOf(dialect).position : undefined;
  const column = position?.column ?? (path === 'account' ? 'e.date' : 't.date');
  const start = (date: number) => position?.of(bind(date), '0') ?? bind(date);
  const range = [...(dateFrom ? [`${column} >= ${start(dateFrom)}`] : []), ...(dateTo ? [`${column} < ${start(dateTo + 1)}`] : [])];
  return path === 'order without dates' && range.length > 0 ? [asked(range.join(' and '))] : range;
}

/** Asked of each row that is read, and no reason to read along another index. PostgreSQL estimates it all the same. */
const asked = (condition: string) => `(${condition}) is true`;

function accountConditions(account: string, path: Path): string[] {
  if (path !== 'account') {
    const onAccount = `e.transaction_key = t.key and ${asked(`e.account_key = ${account}`)}`;
    // With an OFFSET it stays a question that is asked of each row: PostgreSQL would make a join of it, and lose the order.
    return [`exists (select 1 from entries e where ${onAccount} limit 1 offset 0)`];
  }
  // A transaction with several lines on the account is listed once, by the first of them.
  const earlier =
    'select 1 from entries f where f.transaction_key = e.transaction_key and f.account_key = e.account_key and f.line < e.line';
  return ['t.key = e.transaction_key', `e.account_key = ${account}`, `not exists (${earlier})`];
}

const POSTED = `'${TransactionStatus.POSTED}'`;

/**
 * Said so that an index fits: what is posted are all that have a number, and drafts are what the index over drafts is declared on.
 */
function statusConditions(asked: readonly TransactionStatus[], dialect: Dialect, bind: Bind): string[] {
  const others = Object.values(TransactionStatus).filter((status) => !asked.includes(status));
  if (others.length === 0) return [];
  if (asked.every((status) => status === TransactionStatus.POSTED)) return ['t.number is not null'];
  const drafts = others.includes(TransactionStatus.POSTED) ? [`t.status <> ${POSTED}`] : [];
  if (others.length === drafts.length) return drafts;
  return [...drafts, `t.status in ${dialect.list(bind(dialect.bindList(asked)), 'text')}`];
}

/** The bounds in minor units of each scale that a currency can have. */
function amountCondition(filter: ParsedFilter, bind: Bind): string {
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
