import { insertMany, type Column, type Connection, type WriteTransaction } from '../database';
import type { Level } from './level';

const MILLION = 1_000_000;

const columns: readonly Column[] = [
  { name: 'owner', type: 'text' },
  { name: 'level', type: 'integer' },
  { name: 'at', type: 'integer' },
  { name: 'full_at', type: 'integer' },
];
const replaced = columns.slice(1).map(({ name }) => `${name} = excluded.${name}`);

export interface StoredLevel {
  readonly level: Level;
  readonly fullAt: number;
}

/** A level as it is read again after it was written. */
export function storable({ left, at }: Level): Level {
  return { left: Math.round(left * MILLION) / MILLION, at };
}

/** The levels of those owners that have one. */
export async function readLevels(connection: Connection, owners: readonly string[]): Promise<Map<string, Level>> {
  const { dialect } = connection;
  const rest = `from quota_buckets where owner in ${dialect.list('?1', 'text')}`;
  const rows = await connection.rows(['owner', 'level', 'at'], rest, [dialect.bindList(owners)]);
  return new Map(rows.map(([owner, level, at]) => [owner as string, { left: (level as number) / MILLION, at: at as number }]));
}

export async function writeLevels(transaction: WriteTransaction, levels: ReadonlyMap<string, StoredLevel>): Promise<void> {
  const { dialect } = transaction;
  const rows = [...levels].map(([owner, { level, fullAt }]) => [owner, Math.round(level.left * MILLION), level.at, fullAt]);
  const statement = insertMany(dialect, 'quota_buckets', columns, `on conflict (owner) do update set ${replaced.join(', ')}`);
  await transaction.run(statement, dialect.bindRows(columns, rows));
}

/** Deletes rows of buckets that are full again, the oldest first, at most so many. */
export async function pruneLevels(transaction: WriteTransaction, now: number, atMost: number): Promise<void> {
  const again = 'select owner from quota_buckets where full_at <= ?1 order by full_at limit ?2';
  await transaction.run(`delete from quota_buckets where owner in (${again})`, [now, atMost]);
}
