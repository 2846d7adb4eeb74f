import { brokenDate, brokenText, readEntries, type Broken, type EntrySaid, type TransactionSaid } from './input-rules';
import { BASE_CURRENCY, type ModelCompany, type ModelLine, type ModelTransaction } from './state';

/** What should come of an operation. */
export type Expected = { readonly refused: Refused } | { readonly results: readonly ExpectedResult[] };

export interface Refused {
  readonly code: string;
  readonly broken: readonly Broken[];
}

/** A transaction, as it stands afterwards, or why there is none. */
export type ExpectedResult =
  | { readonly transaction: ModelTransaction; readonly replayed: boolean; readonly refused?: undefined }
  | { readonly refused: Refused; readonly transaction?: undefined };

/** Where ids lead to. */
export interface Names {
  codeOf(accountId: string): string | undefined;
}

const named = new Set(['UNBALANCED', 'BOOKS_CLOSED', 'ALREADY_POSTED', 'ALREADY_REVERSED', 'ALREADY_VOIDED', 'ACCOUNT_ARCHIVED', 'IDEMPOTENCY_CONFLICT']); // prettier-ignore

/** The common code of the broken rules where it is an error's, BAD_USER_INPUT otherwise. */
export function refused(broken: readonly Broken[]): { readonly refused: Refused } {
  const codes = new Set(broken.map((each) => each.split(' ')[1]!));
  const [code] = codes;
  return { refused: { code: codes.size === 1 && named.has(code!) ? code! : 'BAD_USER_INPUT', broken: [...broken].sort() } };
}

function done(transaction: ModelTransaction, replayed = false): { readonly results: ExpectedResult[] } {
  return { results: [{ transaction, replayed }] };
}

/** Decides several new transactions, in their order. The company that comes back is the one that goes on. */
export function decideCreate(
  company: ModelCompany,
  said: readonly TransactionSaid[],
  paths: readonly string[],
  how: { readonly abort: boolean; readonly dryRun: boolean },
  names: Names,
): { readonly company: ModelCompany; readonly expected: Expected } {
  const trial = structuredClone(company);
  const results = said.map((each, index) => createOne(trial, each, paths[index]!, names));
  const broken = results.flatMap((result) => result.refused?.broken ?? []);
  if (how.abort && broken.length > 0) return { company, expected: refused(broken) };
  return { company: how.dryRun ? company : trial, expected: { results } };
}

function createOne(company: ModelCompany, said: TransactionSaid, path: string, names: Names): ExpectedResult {
  const { date, description, status, entries, externalId, idempotencyKey } = said;
  const { lines, broken } = readEntries(company, entries, path, names.codeOf);
  const content = JSON.stringify([date, description, status, externalId, entries.map(contentOf), lines.map(({ units }) => String(units))]);
  const earlier = repeat(company, idempotencyKey, content, path);
  if (earlier) return earlier;
  if (status === 'VOIDED') broken.push(`${path}.status NOT_ALLOWED`);
  broken.push(...(description.trim() === '' ? [`${path}.description REQUIRED`] : brokenText(description, 500, `${path}.description`)));
  broken.push(...brokenText(externalId, 100, `${path}.externalId`), ...brokenText(idempotencyKey, 200, `${path}.idempotencyKey`));
  broken.push(...brokenDate(company, date, `${path}.date`));
  const taken = externalId !== undefined && company.transactions.some((each) => each.externalId === externalId);
  if (taken) broken.push(`${path}.externalId EXTERNAL_ID_TAKEN`);
  if (broken.length > 0) return refused(broken);
  const transaction = add(company, { date, description, lines, tags: [], externalId: externalId ?? null, reverses: null });
  if (status === 'POSTED') number(company, transaction);
  remember(company, idempotencyKey, content, transaction);
  return { transaction, replayed: false };
}

/** By what an entry is told from another in a repeat; amounts are compared as units. */
const contentOf = ({ accountId, accountCode, currency = BASE_CURRENCY }: EntrySaid) => [accountId, accountCode, currency];

type New = Pick<ModelTransaction, 'date' | 'description' | 'lines' | 'tags' | 'externalId' | 'reverses'>;

function add(company: ModelCompany, made: New): ModelTransaction {
  const transaction: ModelTransaction = { index: company.transactions.length, status: 'PENDING', number: null, reversedBy: null, ...made };
  company.transactions.push(transaction);
  return transaction;
}

function number(company: ModelCompany, transaction: ModelTransaction): void {
  company.lastNumber += 1;
  Object.assign(transaction, { status: 'POSTED', number: company.lastNumber });
}

function repeat(company: ModelCompany, key: string | undefined, content: string, path: string): ExpectedResult | undefined {
  const known = key === undefined ? undefined : company.keys.get(key);
  if (!known) return undefined;
  if (known.content !== content) return refused([`${path}.idempotencyKey IDEMPOTENCY_CONFLICT`]);
  return { transaction: company.transactions[known.transaction]!, replayed: true };
}

function remember(company: ModelCompany, key: string | undefined, content: string, { index }: ModelTransaction): void {
  if (key !== undefined) company.keys.set(key, { content, transaction: index });
}

export interface LifeSaid {
  readonly id: string;
  readonly date?: string;
  readonly reason?: string;
  readonly description?: string;
  readonly idempotencyKey?: string;
}

/** What is not a draft any more, as a broken rule. */
function noDraft({ status }: ModelTransaction, path: string): Broken[] {
  return status === 'PENDING' ? [] : [`${path} ALREADY_${status}`];
}

function repeated(company: ModelCompany, said: LifeSaid, content: string): Expected | undefined {
  const earlier = repeat(company, said.idempotencyKey, content, 'input');
  if (!earlier) return undefined;
  return earlier.refused ? { refused: earlier.refused } : { results: [earlier] };
}

export function decidePost(company: ModelCompany, transaction: ModelTransaction, said: LifeSaid): Expected {
  const content = JSON.stringify(['post', said.id, said.date]);
  const earlier = repeated(company, said, content);
  if (earlier) return earlier;
  const broken = brokenText(said.idempotencyKey, 200, 'input.idempotencyKey');
  const over = noDraft(transaction, 'input.id');
  if (over.length > 0) return refused([...broken, ...over]);
  const date = said.date ?? transaction.date;
  const codes = new Set(transaction.lines.map(({ code }) => code));
  const archived = company.accounts.filter((account) => account.archived && codes.has(account.code));
  broken.push(...brokenDate(company, date, 'input.date'), ...archived.map(() => 'input.id ACCOUNT_ARCHIVED'));
  if (broken.length > 0) return refused(broken);
  transaction.date = date;
  number(company, transaction);
  remember(company, said.idempotencyKey, content, transaction);
  return done(transaction);
}

export function decideVoid(company: ModelCompany, transaction: ModelTransaction, said: LifeSaid): Expected {
  const content = JSON.stringify(['void', said.id, said.reason]);
  const earlier = repeated(company, said, content);
  if (earlier) return earlier;
  const broken = [
    ...brokenText(said.idempotencyKey, 200, 'input.idempotencyKey'),
    ...brokenText(said.reason, 500, 'input.reason'),
    ...noDraft(transaction, 'input.id'),
  ];
  if (broken.length > 0) return refused(broken);
  transaction.status = 'VOIDED';
  remember(company, said.idempotencyKey, content, transaction);
  return done(transaction);
}

export function decideReverse(company: ModelCompany, transaction: ModelTransaction, said: LifeSaid, today: string): Expected {
  const content = JSON.stringify(['reverse', said.id, said.date, said.description]);
  const earlier = repeated(company, said, content);
  if (earlier) return earlier;
  const broken = [
    ...brokenText(said.idempotencyKey, 200, 'input.idempotencyKey'),
    ...brokenText(said.description, 500, 'input.description'),
  ];
  if (transaction.status === 'PENDING') return refused([...broken, 'input.id NOT_POSTED']);
  if (transaction.status === 'VOIDED') return refused([...broken, 'input.id ALREADY_VOIDED']);
  if (transaction.reversedBy !== null) return refused([...broken, 'input.id ALREADY_REVERSED']);
  const date = said.date ?? today;
  broken.push(...brokenDate(company, date, 'input.date'));
  if (broken.length > 0) return refused(broken);
  const reversal = add(company, {
    date,
    description: said.description ?? `Reversal of #${transaction.number}: ${transaction.description}`,
    lines: transaction.lines.map((line) => ({ ...line, units: -line.units })),
    tags: transaction.tags,
    externalId: null,
    reverses: transaction.index,
  });
  number(company, reversal);
  transaction.reversedBy = reversal.index;
  remember(company, said.idempotencyKey, content, reversal);
  return done(reversal);
}

export interface UpdateSaid {
  readonly id: string;
  readonly date?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly entries?: readonly EntrySaid[];
}

export function decideUpdate(company: ModelCompany, transaction: ModelTransaction, said: UpdateSaid, names: Names): Expected {
  const { date, description, tags, entries } = said;
  const own = brokenText(description, 500, 'input.description');
  const read = entries && readEntries(company, entries, 'input', names.codeOf);
  const sealed = [
    ...(transaction.status === 'VOIDED' ? noDraft(transaction, 'input.id') : []),
    ...(transaction.status === 'POSTED' && date !== undefined ? noDraft(transaction, 'input.date') : []),
    ...(transaction.status === 'POSTED' && entries ? noDraft(transaction, 'input.entries') : []),
  ];
  // Whether accounts are right is looked at only where the lines could be taken.
  const inChart = (each: Broken) => / (UNKNOWN_ACCOUNT|ACCOUNT_ARCHIVED)$/.test(each);
  const lines = read?.broken ?? [];
  if (sealed.length > 0) return refused([...own, ...lines.filter((each) => !inChart(each)), ...sealed]);
  const broken = [...own, ...lines, ...(date === undefined ? [] : brokenDate(company, date, 'input.date'))];
  if (broken.length > 0) return refused(broken);
  change(transaction, { date, description, tags, lines: read?.lines });
  return done(transaction);
}

function change(
  transaction: ModelTransaction,
  to: { date?: string; description?: string; tags?: readonly string[]; lines?: readonly ModelLine[] },
) {
  for (const [name, value] of Object.entries(to)) if (value !== undefined) Object.assign(transaction, { [name]: value });
}
