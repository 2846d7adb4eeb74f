import type { Reader } from '../../database';
import { AppError } from '../../shared/errors';
import type { Counted, UsageGroup } from './counted';
import type { Piece, UsageRange } from './usage-range';
import { UsageDimension } from './usage.types';

/** Rows of sums that one statement may give, and records that it may go through. */
const MOST_ROWS = 100_000;
const MOST_RECORDS = 500_000;

/** Whose usage is read: one developer's, or everyone's with that of nobody. */
export type Whose = { readonly developerKey: number } | 'everyone';

export interface Grouping {
  readonly byTime: boolean;
  readonly dimensions: ReadonlySet<UsageDimension>;
}

interface Selected {
  readonly expressions: Readonly<Record<keyof UsageGroup | 'status' | 'bucket' | 'requests' | 'rows' | 'cost', string>>;
  readonly source: string;
  readonly where: readonly string[];
  readonly parameters: readonly unknown[];
}

export class ReportRepository {
  constructor(private readonly reader: Reader) {}

  /** From the roll-ups: whole operations or, by FIELD, calls of root fields. OPERATION and IP are not in them. */
  async rollups({ grain, starts }: Piece, whose: Whose, grouping: Grouping): Promise<Counted[]> {
    const { dialect } = this.reader;
    const counts = grouping.dimensions.has(UsageDimension.FIELD)
      ? ['calls', 'call_rows', 'call_cost']
      : ['operations', 'operation_rows', 'operation_cost'];
    const [requests, rows, cost] = counts.map((column) => `sum(${column})`) as [string, string, string];
    return this.select(grouping, {
      expressions: { ...ofRollups, requests, rows, cost },
      source: 'usage_rollups',
      where: ['grain = ?1', `start in ${dialect.list('?2', 'integer')}`, ...mine(whose, '?3'), `${counts[0]} > 0`],
      parameters: [grain, dialect.bindList(starts), ...keyOf(whose)],
    });
  }

  /** The same from single requests. @throws AppError BAD_USER_INPUT where they are too many */
  async records({ from, to, grain }: UsageRange, whose: Whose, grouping: Grouping): Promise<Counted[]> {
    const where = ['answered_at >= ?1', 'answered_at < ?2', ...mine(whose, '?3')];
    const parameters = [from, to, ...keyOf(whose)];
    await this.refuseMany(where, parameters);
    const byField = grouping.dimensions.has(UsageDimension.FIELD);
    const start = `answered_at - answered_at % ${grain * 1_000}`;
    return this.select(grouping, {
      expressions: { ...ofRecords, start, ...(byField ? ofCalls : {}) },
      source: byField ? `usage_records ${this.reader.dialect.eachOf('root_fields', 'used')}` : 'usage_records',
      where,
      parameters,
    });
  }

  private async refuseMany(where: readonly string[], parameters: readonly unknown[]): Promise<void> {
    const some = `select 1 from usage_records where ${where.join(' and ')} limit ${MOST_RECORDS + 1}`;
    const [[count]] = (await this.reader.rows(['count(*)'], `from (${some}) as found`, parameters)) as [[number]];
    if (count > MOST_RECORDS) throw tooMuch(`More than ${MOST_RECORDS} requests would have to be gone through`);
  }

  private async select({ byTime, dimensions }: Grouping, { expressions, source, where, parameters }: Selected): Promise<Counted[]> {
    const grouped = (name: keyof typeof dimensionOf) => (dimensions.has(dimensionOf[name]) ? expressions[name] : undefined);
    const keys = {
      start: byTime ? expressions.start : undefined,
      // A credential is found by its developer.
      developerKey: grouped('developerKey') ?? (dimensions.has(UsageDimension.CREDENTIAL) ? expressions.developerKey : undefined),
      credentialKey: grouped('credentialKey'),
      operation: grouped('operation'),
      field: grouped('field'),
      ip: grouped('ip'),
      status: expressions.status,
      bucket: expressions.bucket,
    };
    const names = Object.values(keys).map((expression) => expression ?? 'null');
    const groups = Object.values(keys).filter((expression) => expression !== undefined);
    const rest = `from ${source} where ${where.join(' and ')} group by ${groups.join(', ')} limit ${MOST_ROWS + 1}`;
    const found = await this.reader.rows([...names, expressions.requests, expressions.rows, expressions.cost], rest, parameters);
    if (found.length > MOST_ROWS) throw tooMuch('There are too many groups');
    return found.map((row) => countedFrom(row, dimensions.has(UsageDimension.STATUS)));
  }
}

const dimensionOf = {
  developerKey: UsageDimension.DEVELOPER,
  credentialKey: UsageDimension.CREDENTIAL,
  operation: UsageDimension.OPERATION,
  field: UsageDimension.FIELD,
  ip: UsageDimension.IP,
} as const;

const ofRollups = {
  start: 'start',
  developerKey: 'developer_key',
  credentialKey: 'credential_key',
  operation: 'null',
  field: 'field',
  status: 'status',
  ip: 'null',
  bucket: 'bucket',
};
const ofRecords = {
  ...ofRollups,
  operation: 'operation_name',
  ip: 'address',
  requests: 'count(*)',
  rows: 'sum(row_count)',
  cost: 'sum(cost)',
};
/** Of one of its root fields: name, calls, status, rows, cost. */
const ofCalls = {
  field: 'used.value->>0',
  status: 'used.value->>2',
  requests: 'sum(cast(used.value->>1 as bigint))',
  rows: 'sum(cast(used.value->>3 as bigint))',
  cost: 'sum(cast(used.value->>4 as bigint))',
};
function mine(whose: Whose, placeholder: string): string[] {
  return whose === 'everyone' ? [] : [`developer_key = ${placeholder}`];
}

function keyOf(whose: Whose): number[] {
  return whose === 'everyone' ? [] : [whose.developerKey];
}

function tooMuch(what: string): AppError {
  const message = `${what}: ask for a shorter time, longer intervals or fewer dimensions.`;
  return new AppError('BAD_USER_INPUT', message, { violations: [{ code: 'TOO_MUCH', message, path: ['to'] }] });
}

function countedFrom(row: readonly unknown[], byStatus: boolean): Counted {
  const [start, developerKey, credentialKey, operation, field, ip, status, bucket, requests, rows, cost] = row;
  return {
    group: {
      start: start as number | null,
      developerKey: (developerKey as number | null) || null,
      credentialKey: (credentialKey as number | null) || null,
      operation: operation as string | null,
      field: (field as string | null) || null,
      ip: ip as string | null,
      status: byStatus ? (status as string) : null,
    },
    status: status as string,
    bucket: bucket as number,
    requests: Number(requests),
    rows: Number(rows),
    cost: Number(cost),
  };
}
