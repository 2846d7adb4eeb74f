import { insertMany, type Column, type Dialect } from '../engine';
import { readEach, type Reading } from '../readings';
import type { WriteTransaction } from '../write-transaction';
import { AUDIT_GENESIS, auditHashOf, INSTANCE, sealedColumns } from './audit-chain';
import type { AuditEvent } from './audit-event';

/** Where a chain of events ends. */
interface Head {
  number: number;
  hash: string;
}

const eventTable: readonly Column[] = [...sealedColumns, { name: 'hash', type: 'text' }];

const chainTable: readonly Column[] = [
  { name: 'company_key', type: 'integer' },
  { name: 'last_number', type: 'integer' },
  { name: 'last_hash', type: 'text' },
];

const moveHead = 'on conflict (company_key) do update set last_number = excluded.last_number, last_hash = excluded.last_hash';

/**
 * Writes events in the transaction of what they tell of, each as the next link of its company's chain, or of the instance's. The heads of
 * the chains are the last that a transaction locks, in the order of their keys, so that no two wait for each other. `read` are those that were
 * read before, by `auditHeads`. The rows are written with the commit, so a transaction records its events once.
 */
export async function recordEvents(
  transaction: WriteTransaction,
  events: readonly AuditEvent[],
  read: ReadonlyMap<number, Head> = new Map(),
): Promise<void> {
  if (events.length === 0) return;
  const { dialect } = transaction;
  const heads = await lockHeads(transaction, [...new Set(events.map(chainOf))], read);
  const rows = events.map((event) => link(event, heads.get(chainOf(event))!));
  transaction.later(insertMany(dialect, 'audit_events', eventTable), dialect.bindRows(eventTable, rows));
  const moved = [...heads].map(([chain, { number, hash }]) => [chain, number, hash]);
  transaction.later(insertMany(dialect, 'audit_chains', chainTable, moveHead), dialect.bindRows(chainTable, moved));
}

function chainOf({ companyKey }: AuditEvent): number {
  return companyKey ?? INSTANCE;
}

/** The row of an event, after which the head is on it. */
function link(event: AuditEvent, head: Head): unknown[] {
  const { by, at, action, outcome = 'ALLOWED', objectId = null, made, detail } = event;
  head.number += 1;
  // Who has an account here needs no other name.
  const subject = by.developerKey === null ? by.subject : null;
  const [first, last] = made ?? [null, null];
  const values = [
    chainOf(event), head.number, at, action, outcome, by.developerKey, by.credentialKey, subject, by.requestId, by.address, objectId, first, last,
    detail === undefined ? null : JSON.stringify(detail),
  ]; // prettier-ignore
  head.hash = auditHashOf(head.hash, values);
  return [...values, head.hash];
}

/** Locks the heads of chains, and reads them. */
export function auditHeads(dialect: Dialect, chains: readonly number[]): Reading<Map<number, Head>> {
  const query = {
    columns: ['company_key', 'last_number', 'last_hash'],
    rest: `from audit_chains where company_key in ${dialect.list('?1', 'integer')} order by company_key ${dialect.forUpdate}`,
    parameters: [dialect.bindList([...chains].sort((a, b) => a - b))],
    locks: true,
  };
  return { query, of: (rows) => new Map((rows as [number, number, string][]).map(([chain, number, hash]) => [chain, { number, hash }])) };
}

/** A number that goes up in each commit that changes what belongs to a company, since none does so without an event. */
export const versionOfCompany = 'select last_number from audit_chains where company_key = ?1';

async function lockHeads(
  transaction: WriteTransaction,
  chains: readonly number[],
  read: ReadonlyMap<number, Head>,
): Promise<Map<number, Head>> {
  const { dialect } = transaction;
  const missingIn = (heads: ReadonlyMap<number, Head>) => chains.filter((chain) => !heads.has(chain));
  const heads = missingIn(read).length === 0 ? read : await readHeads(transaction, chains);
  const missing = missingIn(heads);
  if (missing.length === 0) return new Map(chains.map((chain) => [chain, heads.get(chain)!]));
  // Another process may be beginning the same chain: whoever comes second waits here, and finds the row.
  const begun = missing.map((chain) => [chain, 0, AUDIT_GENESIS]);
  await transaction.run(insertMany(dialect, 'audit_chains', chainTable, 'on conflict do nothing'), dialect.bindRows(chainTable, begun));
  return readHeads(transaction, chains);
}

async function readHeads(transaction: WriteTransaction, chains: readonly number[]): Promise<Map<number, Head>> {
  const [heads] = await readEach(transaction, [auditHeads(transaction.dialect, chains)]);
  return heads;
}
