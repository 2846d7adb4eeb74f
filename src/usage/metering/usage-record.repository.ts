import { insertGroups, insertMany, type Column, type RowGroup, type WriteTransaction } from '../../database';
import type { Rollup } from './roll-up';
import type { UsageRecord } from './usage-record';

const integer = (name: string): Column => ({ name, type: 'integer' });
const text = (name: string): Column => ({ name, type: 'text' });

type RecordColumns = readonly (readonly [Column, (record: UsageRecord) => unknown])[];

/** Columns of usage_records that tell one request from another, and what of a record stands in each. */
const ownColumns: RecordColumns = [
  [integer('answered_at'), (record) => record.answeredAt],
  [integer('number'), (record) => record.number],
  [text('request_id'), (record) => record.requestId],
  [integer('duration_us'), (record) => record.durationUs],
  [integer('bucket'), (record) => record.bucket],
];

/** The others, which are the same for whoever asks the same again. */
const sharedColumns: RecordColumns = [
  [integer('developer_key'), (record) => record.owner.developerKey],
  [integer('credential_key'), (record) => record.owner.credentialKey],
  [integer('secret_key'), (record) => record.secretKey],
  [text('issuer'), (record) => record.issuer],
  [text('subject'), (record) => record.subject],
  [text('address'), (record) => record.address],
  [text('user_agent'), (record) => record.userAgent],
  [text('operation_type'), (record) => record.operationType],
  [text('operation_name'), (record) => record.operationName],
  [text('operation_hash'), (record) => record.operationHash],
  [text('root_fields'), (record) => JSON.stringify(record.rootFields)],
  [integer('cost_asked'), (record) => record.costAsked],
  [integer('cost'), (record) => record.cost],
  [integer('row_count'), (record) => record.rows],
  [integer('bytes'), (record) => record.bytes],
  [integer('http_status'), (record) => record.httpStatus],
  [text('status'), (record) => record.status],
  [integer('replayed'), (record) => (record.replayed ? 1 : 0)],
  [text('client_failure'), (record) => record.clientFailure],
  [text('missed'), (record) => record.missed && JSON.stringify(record.missed)],
];

const keyColumns = [
  integer('grain'),
  integer('start'),
  integer('developer_key'),
  integer('credential_key'),
  text('field'),
  text('status'),
  integer('bucket'),
];
const countColumns = ['operations', 'operation_rows', 'operation_cost', 'calls', 'call_rows', 'call_cost'].map(integer);
const rollupColumns = [...keyColumns, ...countColumns];
const sums = countColumns.map(({ name }) => `${name} = usage_rollups.${name} + excluded.${name}`);
const addUp = `on conflict (${keyColumns.map(({ name }) => name).join(', ')}) do update set ${sums.join(', ')}`;

/** Whether a record is there: those of a commit are all there, or none. */
export async function isWritten(transaction: WriteTransaction, { answeredAt, number }: UsageRecord): Promise<boolean> {
  const rest = 'from usage_records where answered_at = ?1 and number = ?2';
  return (await transaction.rows(['1'], rest, [answeredAt, number])).length > 0;
}

/**
 * Records of one statement. For a parameter of megabytes memory is got anew at every commit, which takes longer than all else that
 * metering does; some tens of kilobytes are there already.
 */
const RECORDS_AT_ONCE = 250;

export async function insertRecords(transaction: WriteTransaction, records: readonly UsageRecord[]): Promise<void> {
  const { dialect } = transaction;
  const [shared, own] = [sharedColumns, ownColumns].map((columns) => columns.map(([column]) => column)) as [Column[], Column[]];
  const insert = insertGroups(dialect, 'usage_records', shared, own);
  for (let start = 0; start < records.length; start += RECORDS_AT_ONCE) {
    const groups = groupsOf(records.slice(start, start + RECORDS_AT_ONCE));
    await transaction.run(insert, dialect.bindGroups(shared, own, groups));
  }
}

/** Most requests of half a second differ in little: what they share is handed over and read by the database once. */
function groupsOf(records: readonly UsageRecord[]): RowGroup[] {
  const valuesOf = (record: UsageRecord, columns: RecordColumns) => columns.map(([, valueOf]) => valueOf(record));
  const groups = new Map<string, { readonly shared: unknown[]; readonly rows: unknown[][] }>();
  for (const record of records) {
    const shared = valuesOf(record, sharedColumns);
    const name = JSON.stringify(shared);
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { shared, rows: [] }));
    group.rows.push(valuesOf(record, ownColumns));
  }
  return [...groups.values()];
}

/** Adds to what is counted already, in this process and in others. */
export async function addRollups(transaction: WriteTransaction, rollups: readonly Rollup[]): Promise<void> {
  const { dialect } = transaction;
  const rows = rollups.map((rollup) => [...keyOf(rollup), ...countsOf(rollup)]);
  await transaction.run(insertMany(dialect, 'usage_rollups', rollupColumns, addUp), dialect.bindRows(rollupColumns, rows));
}

function keyOf({ grain, start, owner, field, status, bucket }: Rollup): unknown[] {
  return [grain, start, owner.developerKey, owner.credentialKey, field, status, bucket];
}

function countsOf({ operations, operationRows, operationCost, calls, callRows, callCost }: Rollup): unknown[] {
  return [operations, operationRows, operationCost, calls, callRows, callCost];
}

/** Deletes the oldest records that were answered before an instant, at most so many. */
export async function pruneRecords(transaction: WriteTransaction, before: number, atMost: number): Promise<void> {
  const old = 'select answered_at, number from usage_records where answered_at < ?1 order by answered_at, number limit ?2';
  await transaction.run(`delete from usage_records where (answered_at, number) in (${old})`, [before, atMost]);
}
