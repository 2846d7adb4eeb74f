import { hash } from 'node:crypto';
import type { Reader } from '../../database';
import type { PostingSignal } from '../signals';
import type { EventPlace } from './places';

/** Of a batch so many transactions are looked at: an import of thousands must not hold up what everybody else does. */
const MOST_OF_A_BATCH = 20;
const FINGERPRINT_DIGITS = 32;

/** An event of the audit trail by which transactions were posted. */
interface PostingEvent {
  readonly place: EventPlace;
  readonly developerKey: number;
  readonly credentialKey: number;
  /** Keys of the first and last of the transactions that it made; those that were posted as they were made count. */
  readonly made: readonly [first: number, last: number] | null;
  /** The draft that it posted. */
  readonly postedId: string | null;
}

interface Posted {
  readonly event: number;
  readonly key: number;
  readonly id: string;
  readonly date: number;
  readonly reverses: PostingSignal['reverses'];
}

export interface PlacedPostings {
  readonly place: EventPlace;
  readonly signals: readonly PostingSignal[];
}

/** Postings after a place and before an instant, by the event that tells of them, in the order of time; at most so many events. */
export async function readPostings(reader: Reader, after: EventPlace, until: number, most: number): Promise<PlacedPostings[]> {
  const events = await readEvents(reader, after, until, most);
  if (events.length === 0) return [];
  const posted = [...(await madeBy(reader, events)), ...(await postedBy(reader, events))].sort((one, other) => one.key - other.key);
  const lines = await linesOf(reader, posted);
  return events.map(({ place, developerKey, credentialKey }, index) => ({
    place,
    signals: posted
      .filter(({ event }) => event === index)
      .map(({ key, id, date, reverses }) => ({
        type: 'POSTING',
        at: place.at,
        developerKey,
        credentialKey,
        companyKey: place.companyKey,
        transactionId: id,
        reverses,
        fingerprint: fingerprintOf(place.companyKey, date, lines.get(key) ?? []),
      })),
  }));
}

async function readEvents(reader: Reader, after: EventPlace, until: number, most: number): Promise<PostingEvent[]> {
  const position = ['?1', '?2', '?3'].map((placeholder) => reader.dialect.position(placeholder)).join(', ');
  const posts = `outcome = 'ALLOWED' and (first_transaction_key is not null or action = 'postTransaction')`;
  const where = `(at, company_key, number) > (${position}) and at < ?4 and ${posts}`;
  const columns = ['at', 'company_key', 'number', 'developer_key', 'credential_key', 'first_transaction_key', 'last_transaction_key', 'object_id']; // prettier-ignore
  const rest = `from audit_events where ${where} order by at, company_key, number limit ?5`;
  const rows = await reader.rows(columns, rest, [after.at, after.companyKey, after.number, until, most]);
  return rows.map(([at, companyKey, number, developerKey, credentialKey, first, last, objectId]) => ({
    place: { at: at as number, companyKey: companyKey as number, number: number as number },
    developerKey: (developerKey as number | null) ?? 0,
    credentialKey: (credentialKey as number | null) ?? 0,
    made: first === null ? null : [first as number, last as number],
    postedId: first === null ? (objectId as string) : null,
  }));
}

const postedColumns = ['g.event', 't.key', 't.id', 't.date', 'r.id', 'r.posted_at'];
const reversed = 'left join transactions r on r.key = t.reverses_key';

async function madeBy(reader: Reader, events: readonly PostingEvent[]): Promise<Posted[]> {
  const { dialect } = reader;
  const given = ['event', 'company_key', 'first', 'last'].map((name) => ({ name, type: 'integer' }) as const);
  const rows = events.flatMap(({ place, made }, index) => (made ? [[index, place.companyKey, ...made]] : []));
  if (rows.length === 0) return [];
  const some = `select m.key from transactions m where m.company_key = g.company_key and m.key between g.first and g.last
    order by m.key limit ${MOST_OF_A_BATCH}`;
  const rest = `from ${dialect.given(given)} as g join transactions t on t.key in (${some}) ${reversed} where t.posted_at = t.created_at`;
  return (await reader.rows(postedColumns, rest, dialect.bindRows(given, rows))).map(fromRow);
}

async function postedBy(reader: Reader, events: readonly PostingEvent[]): Promise<Posted[]> {
  const { dialect } = reader;
  const given = [{ name: 'event', type: 'integer' }, { name: 'id', type: 'uuid' }] as const; // prettier-ignore
  const rows = events.flatMap(({ postedId }, index) => (postedId === null ? [] : [[index, postedId]]));
  if (rows.length === 0) return [];
  const rest = `from ${dialect.given(given)} as g join transactions t on t.id = g.id ${reversed}`;
  return (await reader.rows(postedColumns, rest, dialect.bindRows(given, rows))).map(fromRow);
}

function fromRow([event, key, id, date, reversedId, reversedAt]: unknown[]): Posted {
  const reverses = reversedId === null ? null : { transactionId: reversedId as string, postedAt: reversedAt as number };
  return { event: event as number, key: key as number, id: id as string, date: date as number, reverses };
}

/** Account, amount with its side and currency of each line. */
async function linesOf(reader: Reader, posted: readonly Posted[]): Promise<Map<number, string[]>> {
  const { dialect } = reader;
  const lines = new Map<number, string[]>();
  if (posted.length === 0) return lines;
  const rest = `from entries where transaction_key in ${dialect.list('?1', 'integer')}`;
  const keys = dialect.bindList(posted.map(({ key }) => key));
  for (const [key, ...line] of await reader.rows(['transaction_key', 'account_key', 'amount', 'currency'], rest, [keys])) {
    const known = lines.get(key as number);
    if (known) known.push(line.join(' '));
    else lines.set(key as number, [line.join(' ')]);
  }
  return lines;
}

function fingerprintOf(companyKey: number, date: number, lines: readonly string[]): string {
  return hash('sha256', [companyKey, date, ...[...lines].sort()].join('\n')).slice(0, FINGERPRINT_DIGITS);
}
