import { newId } from '../../shared/ids';
import { TransactionStatus } from '../transactions/transaction.types';
import type { Book } from './books';
import { entryRows, type DecidedLine, type NewTransaction } from './desk';
import type { Moment } from './moment';
import { seal } from './seal';

/** What a new transaction says; tags and metadata as the database keeps them. */
interface NewContent {
  readonly date: number;
  readonly status: TransactionStatus;
  readonly description: string;
  readonly counterparty: string | null;
  readonly externalId: string | null;
  readonly tags: string | null;
  readonly metadata: string | null;
  readonly lines: readonly DecidedLine[];
  readonly reverses: { readonly key: number; readonly id: string } | null;
}

/** Gives a transaction its identity, and posts it in the book unless it is a draft. */
export function newTransaction(book: Book, content: NewContent, { now, takeKey }: Moment): NewTransaction {
  const { lines, tags, metadata, reverses, ...said } = content;
  const id = newId();
  const createdAt = Math.max(now, book.lastPostedAt);
  const posted = said.status === TransactionStatus.POSTED;
  const sealed = posted ? seal(book, { id, date: said.date, reverses: reverses?.id ?? null, lines }, now) : undefined;
  const row: NewTransaction['row'] = {
    __typename: 'Transaction',
    key: takeKey(),
    id,
    companyKey: book.companyKey,
    number: sealed?.number ?? null,
    date: said.date,
    status: said.status,
    description: said.description,
    counterparty: said.counterparty,
    externalId: said.externalId,
    tags: tags === null ? [] : (JSON.parse(tags) as string[]),
    metadata: metadata === null ? null : (JSON.parse(metadata) as object),
    reversesKey: reverses?.key ?? null,
    createdAt,
    postedAt: sealed?.postedAt ?? null,
    hash: sealed?.hash ?? null,
    entries: entryRows(id, lines),
  };
  return { row, lines, tags, metadata };
}
