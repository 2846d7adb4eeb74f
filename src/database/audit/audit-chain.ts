import { hash } from 'node:crypto';
import type { Column } from '../engine';

/** Key of the chain of events that belong to no company. */
export const INSTANCE = 0;

/** Hash that the first event of a chain stands on. */
export const AUDIT_GENESIS = '0'.repeat(64);

const integer = (name: string): Column => ({ name, type: 'integer' });
const text = (name: string): Column => ({ name, type: 'text' });

/** What of an event is hashed, in this order. */
export const sealedColumns: readonly Column[] = [
  integer('company_key'), integer('number'), integer('at'), text('action'), text('outcome'), integer('developer_key'), integer('credential_key'),
  text('subject'), text('request_id'), text('address'), { name: 'object_id', type: 'uuid' }, integer('first_transaction_key'),
  integer('last_transaction_key'), text('detail'),
]; // prettier-ignore

/** SHA-256, in hex, over the JSON array [hash before, each of the sealed columns]. */
export function auditHashOf(before: string, values: readonly unknown[]): string {
  return hash('sha256', JSON.stringify([before, ...values]));
}
