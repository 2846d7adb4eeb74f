import { randomInt } from 'node:crypto';

/** A change that a client asks for. Each transaction that it makes or changes is known by a key that is used nowhere else. */
export interface Order {
  readonly mutation: 'createTransaction' | 'createTransactions' | 'postTransaction' | 'voidTransaction' | 'reverseTransaction';
  readonly input: object;
  /** Idempotency keys, in the order of the results. */
  readonly keys: readonly string[];
  /** How many entries each of the transactions has, where the order makes them. */
  readonly entries: readonly number[];
  /** Whether the key travels in the header instead of the input. */
  readonly byHeader: boolean;
}

export interface Target {
  readonly id: string;
  readonly entries: number;
}

const told = 'id number hash status';
const documents: Readonly<Record<Order['mutation'], string>> = {
  createTransaction: `mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { replayed transaction { ${told} } } }`,
  createTransactions: `mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { replayed transaction { ${told} } } } }`,
  postTransaction: `mutation ($input: PostTransactionInput!) { postTransaction(input: $input) { replayed transaction { ${told} } } }`,
  voidTransaction: `mutation ($input: VoidTransactionInput!) { voidTransaction(input: $input) { replayed transaction { ${told} } } }`,
  reverseTransaction: `mutation ($input: ReverseTransactionInput!) { reverseTransaction(input: $input) { replayed transaction { ${told} } } }`,
};

/** The document, variables and headers of an order. */
export function requestOf({ mutation, input, keys, byHeader }: Order): [string, object, Record<string, string>] {
  if (mutation === 'createTransactions') return [documents[mutation], { input }, {}];
  if (byHeader) return [documents[mutation], { input }, { 'idempotency-key': keys[0]! }];
  return [documents[mutation], { input: { ...input, idempotencyKey: keys[0]! } }, {}];
}

let orders = 0;
const newKey = () => `order-${(orders += 1)}`;
const coin = () => randomInt(2) === 0;

/** A transaction in one to three currencies, described by its key. */
function transaction(key: string, status: 'POSTED' | 'PENDING') {
  const currencies = ['USD', 'JPY', 'KWD'].slice(0, 1 + randomInt(3));
  const entries = currencies.flatMap((currency) => {
    const amount = String(1 + randomInt(100_000));
    return [
      { accountCode: coin() ? '1000' : '1100', direction: 'DEBIT', amount, currency },
      { accountCode: '4000', direction: 'CREDIT', amount, currency },
    ];
  });
  return { date: `2026-0${1 + randomInt(6)}-15`, description: key, status, entries };
}

/** A random order; `take` hands out a draft or a posted transaction that no order was about yet, where there is one. */
export function randomOrder(companyId: string, take: (status: 'PENDING' | 'POSTED') => Target | undefined): Order {
  const [key, byHeader] = [newKey(), coin()];
  const dice = randomInt(10);
  const target = dice < 4 ? take(dice < 2 ? 'POSTED' : 'PENDING') : undefined;
  if (target) {
    const mutation = (['reverseTransaction', 'reverseTransaction', 'postTransaction', 'voidTransaction'] as const)[dice]!;
    const more = mutation === 'reverseTransaction' ? { description: key, date: '2026-06-30' } : {};
    return { mutation, input: { id: target.id, ...more }, keys: [key], entries: [target.entries], byHeader };
  }
  if (dice === 9) {
    const keys = [key, ...Array.from({ length: 1 + randomInt(20) }, newKey)];
    const transactions = keys.map((each) => ({ ...transaction(each, coin() ? 'POSTED' : 'PENDING'), idempotencyKey: each }));
    const entries = transactions.map((each) => each.entries.length);
    return { mutation: 'createTransactions', input: { companyId, transactions }, keys, entries, byHeader: false };
  }
  const made = transaction(key, coin() ? 'POSTED' : 'PENDING');
  return { mutation: 'createTransaction', input: { companyId, ...made }, keys: [key], entries: [made.entries.length], byHeader };
}
