import { insertMany, type Column, type Reader, type WriteTransaction } from '../../database';
import type { Trait, TraitKind } from '../client-history';
import type { AnomalyKind, Raised } from '../finding';
import type { Cursor } from './places';

/** Who watches, until when at least, and up to where it has read. */
export interface WatchRow {
  readonly holder: string | null;
  readonly heldUntil: number;
  readonly cursor: Cursor;
}

const watchColumns = ['holder', 'held_until', 'record_at', 'record_number', 'event_at', 'event_company_key', 'event_number'].map(
  (name): Column => ({ name, type: name === 'holder' ? 'text' : 'integer' }),
);
const names = watchColumns.map(({ name }) => name);

/** Undefined before anybody has watched. */
export async function readWatch(connection: Reader | WriteTransaction): Promise<WatchRow | undefined> {
  const rows = await connection.rows(names, 'from anomaly_watch where key = 1');
  if (!rows[0]) return undefined;
  const [holder, heldUntil, recordAt, recordNumber, eventAt, companyKey, eventNumber] = rows[0] as [string | null, ...number[]];
  return {
    holder,
    heldUntil: heldUntil!,
    cursor: { record: { at: recordAt!, number: recordNumber! }, event: { at: eventAt!, companyKey: companyKey!, number: eventNumber! } },
  };
}

export async function writeWatch(transaction: WriteTransaction, { holder, heldUntil, cursor }: WatchRow): Promise<void> {
  const { record, event } = cursor;
  const columns: Column[] = [{ name: 'key', type: 'integer' }, ...watchColumns];
  const replaced = names.map((name) => `${name} = excluded.${name}`).join(', ');
  const row = [1, holder, heldUntil, record.at, record.number, event.at, event.companyKey, event.number];
  const statement = insertMany(transaction.dialect, 'anomaly_watch', columns, `on conflict (key) do update set ${replaced}`);
  await transaction.run(statement, transaction.dialect.bindRows(columns, [row]));
}

const traitColumns: readonly Column[] = [
  { name: 'developer_key', type: 'integer' },
  { name: 'credential_key', type: 'integer' },
  { name: 'kind', type: 'text' },
  { name: 'value', type: 'text' },
  { name: 'last_seen_at', type: 'integer' },
];

export async function writeTraits(transaction: WriteTransaction, traits: readonly Trait[]): Promise<void> {
  if (traits.length === 0) return;
  // One statement must not meet the same row twice.
  const latest = new Map(
    traits.map((trait) => [JSON.stringify([trait.developerKey, trait.credentialKey, trait.kind, trait.value]), trait]),
  );
  const rows = [...latest.values()].map(({ developerKey, credentialKey, kind, value, lastSeenAt }) => {
    return [developerKey, credentialKey, kind, value, lastSeenAt];
  });
  const replaced = 'on conflict (developer_key, credential_key, kind, value) do update set last_seen_at = excluded.last_seen_at';
  const statement = insertMany(transaction.dialect, 'client_traits', traitColumns, replaced);
  await transaction.run(statement, transaction.dialect.bindRows(traitColumns, rows));
}

export async function pruneTraits(transaction: WriteTransaction, seenBefore: number): Promise<void> {
  await transaction.run('delete from client_traits where last_seen_at < ?1', [seenBefore]);
}

/** Traits that were seen since an instant, those that were seen last first, at most so many. */
export async function readTraits(reader: Reader, since: number, most: number): Promise<Trait[]> {
  const rest = 'from client_traits where last_seen_at >= ?1 order by last_seen_at desc limit ?2';
  const found = await reader.rows(
    traitColumns.map(({ name }) => name),
    rest,
    [since, most],
  );
  return found.map(([developerKey, credentialKey, kind, value, lastSeenAt]) => ({
    developerKey: developerKey as number,
    credentialKey: credentialKey as number,
    kind: kind as TraitKind,
    value: value as string,
    lastSeenAt: lastSeenAt as number,
  }));
}

/** What was raised since an instant, at most so many of it, the newest first. */
export async function readRaised(reader: Reader, since: number, most: number): Promise<Raised[]> {
  const rest = 'from anomalies where detected_at >= ?1 order by detected_at desc, key desc limit ?2';
  const found = await reader.rows(['kind', 'subject', 'detected_at'], rest, [since, most]);
  return found.map(([kind, subject, detectedAt]) => ({
    kind: kind as AnomalyKind,
    subject: subject as string,
    detectedAt: detectedAt as number,
  }));
}
