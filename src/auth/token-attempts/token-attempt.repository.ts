import { insertMany, type Column, type Connection, type WriteTransaction } from '../../database';
import { forgottenAt, type AttemptRecord, type FailuresInSecond } from './rules';

const columns: readonly Column[] = [
  { name: 'subject', type: 'text' },
  { name: 'failures', type: 'text' },
  { name: 'holds', type: 'integer' },
  { name: 'held_until', type: 'integer' },
  { name: 'succeeded_at', type: 'integer' },
  { name: 'forgotten_at', type: 'integer' },
];
const replaced = columns.slice(1).map(({ name }) => `${name} = excluded.${name}`);

/** The records of those subjects that have one. */
export async function readAttempts(connection: Connection, subjects: readonly string[]): Promise<Map<string, AttemptRecord>> {
  const { dialect } = connection;
  const rest = `from token_attempts where subject in ${dialect.list('?1', 'text')}`;
  const names = columns.slice(0, 5).map(({ name }) => name);
  const rows = await connection.rows(names, rest, [dialect.bindList(subjects)]);
  return new Map(
    rows.map(([subject, failures, holds, heldUntil, succeededAt]) => [
      subject as string,
      {
        failures: JSON.parse(failures as string) as FailuresInSecond[],
        holds: holds as number,
        heldUntil: heldUntil as number,
        succeededAt: succeededAt as number | null,
      },
    ]),
  );
}

export async function writeAttempts(transaction: WriteTransaction, records: ReadonlyMap<string, AttemptRecord>): Promise<void> {
  const { dialect } = transaction;
  const rows = [...records].map(([subject, record]) => {
    const { failures, holds, heldUntil, succeededAt } = record;
    return [subject, JSON.stringify(failures), holds, heldUntil, succeededAt, forgottenAt(record)];
  });
  const statement = insertMany(dialect, 'token_attempts', columns, `on conflict (subject) do update set ${replaced.join(', ')}`);
  await transaction.run(statement, dialect.bindRows(columns, rows));
}

/** Deletes rows that say nothing more, the oldest first, at most so many. */
export async function pruneAttempts(transaction: WriteTransaction, now: number, atMost: number): Promise<void> {
  const forgotten = 'select subject from token_attempts where forgotten_at <= ?1 order by forgotten_at limit ?2';
  await transaction.run(`delete from token_attempts where subject in (${forgotten})`, [now, atMost]);
}
