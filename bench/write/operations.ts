import { transactionBody } from './transaction-bodies';

/** Requests of one kind, each with transactions of its own. */
export type Operation =
  | { readonly kind: 'single'; readonly companyId: string; readonly codes: readonly string[]; readonly prefix: string }
  | {
      readonly kind: 'batch' | 'draft';
      readonly companyId: string;
      readonly codes: readonly string[];
      readonly prefix: string;
      readonly size: number;
      /** How many requests at most. */
      readonly requests?: number;
    }
  | { readonly kind: 'post'; readonly ids: readonly string[] }
  | { readonly kind: 'read'; readonly query: string; readonly variables: object };

const queries = {
  single: `mutation Create($input: CreateTransactionInput!) {
    createTransaction(input: $input) { replayed transaction { id number hash } }
  }`,
  batch: `mutation CreateMany($input: CreateTransactionsInput!) {
    createTransactions(input: $input) { results { index transaction { id number hash } error { code message } } }
  }`,
  post: 'mutation Post($input: PostTransactionInput!) { postTransaction(input: $input) { transaction { id number hash } } }',
};

/** The bodies of one kind of request, and how many transactions each has. */
export interface Bodies {
  /** Undefined where nothing is left. */
  next(): string | undefined;
  readonly size: number;
}

export function bodiesOf(operation: Operation): Bodies {
  let number = 0;
  switch (operation.kind) {
    case 'single': {
      const { companyId, codes, prefix } = operation;
      return { size: 1, next: () => body(queries.single, { companyId, ...transactionBody(codes, prefix, number++) }) };
    }
    case 'batch':
    case 'draft': {
      const { companyId, codes, prefix, size, requests = Infinity, kind } = operation;
      const status = kind === 'draft' ? { status: 'PENDING' } : {};
      const transactions = () => Array.from({ length: size }, () => ({ ...transactionBody(codes, prefix, number++), ...status }));
      return {
        size,
        next: () => (number < requests * size ? body(queries.batch, { companyId, transactions: transactions() }) : undefined),
      };
    }
    case 'post': {
      const { ids } = operation;
      return { size: 1, next: () => (number < ids.length ? body(queries.post, { id: ids[number++] }) : undefined) };
    }
    case 'read': {
      const text = JSON.stringify({ query: operation.query, variables: operation.variables });
      return { size: 1, next: () => text };
    }
  }
}

function body(query: string, input: object): string {
  return JSON.stringify({ query, variables: { input } });
}
