import { networkOf, type ClientFailure, type RequestOutcome, type RootFieldOutcome } from '../../auth';
import { gravest, OK } from '../../shared/answer-status';
import { isStorable } from '../../shared/violations';
import { bucketOf } from '../histogram';

/** A request that was answered, as HTTP knows it, with what its handler noted. */
export interface AnsweredRequest {
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly httpStatus: number;
  readonly milliseconds: number;
  /** Length of the body. */
  readonly bytes: number;
  readonly outcome: RequestOutcome;
}

/**
 * A root field: name, how often it was asked for, how that ended, and the rows and the cost of all its calls together. What has no root
 * field has one without a name, so that it is not missing where usage is grouped by field.
 */
export type RootFieldUse = readonly [field: string, calls: number, status: string, rows: number, cost: number];

/** Whom a request is counted for; keys are 0 for nobody. */
export interface UsageOwner {
  readonly developerKey: number;
  readonly credentialKey: number;
}

/** What is kept of a request: nothing of variables, secrets or tokens. */
export interface UsageRecord {
  /** Milliseconds since 1970. */
  readonly answeredAt: number;
  readonly number: number;
  readonly requestId: string;
  readonly owner: UsageOwner;
  readonly secretKey: number | null;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly address: string;
  readonly userAgent: string | null;
  readonly operationType: string | null;
  readonly operationName: string | null;
  readonly operationHash: string | null;
  readonly rootFields: readonly RootFieldUse[];
  readonly costAsked: number | null;
  readonly cost: number;
  readonly rows: number;
  readonly bytes: number;
  readonly durationUs: number;
  readonly bucket: number;
  readonly httpStatus: number;
  readonly status: string;
  readonly replayed: boolean;
  readonly clientFailure: ClientFailure | null;
  /** Short hashes of ids that led to nothing; null for none. */
  readonly missed: readonly string[] | null;
}

const nobody: UsageOwner = { developerKey: 0, credentialKey: 0 };
const LONGEST_TEXT = 200;
const HASH_DIGITS = 32;

/** The record of a request that was answered at an instant. */
export function recordOf(request: AnsweredRequest, answeredAt: number, number: number): UsageRecord {
  const { outcome } = request;
  const { caller, client, costUsed: cost = 0, rows = 0 } = outcome;
  const durationUs = Math.round(request.milliseconds * 1_000);
  const status = statusOf(request);
  return {
    answeredAt,
    number,
    requestId: request.requestId,
    owner: caller ? { developerKey: caller.developer?.key ?? 0, credentialKey: caller.credentialKey ?? 0 } : (client ?? nobody),
    secretKey: (client ?? caller)?.secretKey ?? null,
    issuer: caller?.outside?.outside.issuer ?? null,
    subject: caller?.outside ? caller.subject : null,
    address: networkOf(request.address),
    userAgent: textOf(request.userAgent),
    operationType: outcome.operationType ?? null,
    operationName: textOf(outcome.operationName),
    operationHash: outcome.operationHash?.slice(0, HASH_DIGITS) ?? null,
    rootFields: usesOf(outcome.rootFields ?? [], { field: '', status, rows, fields: cost }),
    costAsked: outcome.costAsked ?? null,
    cost,
    rows,
    bytes: request.bytes,
    durationUs,
    bucket: bucketOf(durationUs),
    httpStatus: request.httpStatus,
    status,
    replayed: outcome.replayed ?? false,
    clientFailure: outcome.clientFailure ?? null,
    missed: outcome.missed ?? null,
  };
}

/** Requests that HTTP alone refuses have no code of their own. */
function statusOf({ outcome, httpStatus }: AnsweredRequest): string {
  if (outcome.codes) return gravest(outcome.codes);
  if (httpStatus < 400) return OK;
  return httpStatus < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
}

function textOf(text: string | undefined): string | null {
  const start = text?.slice(0, LONGEST_TEXT);
  return start !== undefined && isStorable(start) ? start : null;
}

/** Fields of the same name that ended alike are told together. */
function usesOf(fields: readonly RootFieldOutcome[], none: RootFieldOutcome): RootFieldUse[] {
  if (fields.length <= 1) return [useOf(fields[0] ?? none)];
  const uses = new Map<string, RootFieldUse>();
  for (const field of fields) {
    const name = `${field.field} ${field.status}`;
    const [, calls, , rows, cost] = uses.get(name) ?? useOf({ ...field, rows: 0, fields: 0 }, 0);
    uses.set(name, [field.field, calls + 1, field.status, rows + field.rows, cost + field.fields]);
  }
  return [...uses.values()];
}

function useOf({ field, status, rows, fields }: RootFieldOutcome, calls = 1): RootFieldUse {
  return [field, calls, status, rows, fields];
}
