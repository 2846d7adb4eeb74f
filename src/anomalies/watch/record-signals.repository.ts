import type { ClientFailure } from '../../auth';
import type { Reader } from '../../database';
import type { RootFieldUse } from '../../usage';
import type { RequestSignal } from '../signals';
import type { RecordPlace } from './places';

export interface PlacedRequest {
  readonly place: RecordPlace;
  readonly signal: RequestSignal;
}

const columns = [
  'answered_at', 'number', 'request_id', 'developer_key', 'credential_key', 'secret_key', 'address', 'user_agent', 'operation_type',
  'operation_hash', 'root_fields', 'cost_asked', 'cost', 'row_count', 'status', 'replayed', 'client_failure', 'missed',
]; // prettier-ignore

/** Requests after a place and before an instant, in the order of time, at most so many. */
export async function readRequests(reader: Reader, after: RecordPlace, until: number, most: number): Promise<PlacedRequest[]> {
  const position = ['?1', '?2'].map((placeholder) => reader.dialect.position(placeholder)).join(', ');
  const where = `(answered_at, number) > (${position}) and answered_at < ?3`;
  const rest = `from usage_records where ${where} order by answered_at, number limit ?4`;
  return (await reader.rows(columns, rest, [after.at, after.number, until, most])).map(fromRow);
}

function fromRow(row: unknown[]): PlacedRequest {
  const [at, number, requestId, developerKey, credentialKey, secretKey, address, userAgent, operationType, operationHash, ...rest] = row;
  const [rootFields, costAsked, cost, rows, status, replayed, clientFailure, missed] = rest;
  const signal: RequestSignal = {
    type: 'REQUEST',
    at: at as number,
    requestId: requestId as string,
    developerKey: developerKey as number,
    credentialKey: credentialKey as number,
    secretKey: secretKey as number | null,
    address: address as string,
    userAgent: userAgent as string | null,
    operationType: operationType as string | null,
    operationHash: operationHash as string | null,
    rootFields: JSON.parse(rootFields as string) as RootFieldUse[],
    costAsked: costAsked as number | null,
    cost: cost as number,
    rows: rows as number,
    status: status as string,
    replayed: replayed === 1,
    clientFailure: clientFailure as ClientFailure | null,
    missed: missed === null ? [] : (JSON.parse(missed as string) as string[]),
  };
  return { place: { at: at as number, number: number as number }, signal };
}
