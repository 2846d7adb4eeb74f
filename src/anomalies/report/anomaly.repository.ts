import { keyset, type OrderColumn, type Reader, type WriteTransaction } from '../../database';
import type { PageRequest, Position } from '../../shared/pagination';
import type { Anomaly, AnomalySeverity } from './anomaly.types';

/** An anomaly as GraphQL reads it, with its internal keys. */
export type AnomalyRow = Anomaly & {
  readonly __typename: 'Anomaly';
  readonly key: number;
  readonly developerKey: number | null;
  readonly credentialKey: number | null;
  readonly acknowledgedBy: number | null;
  readonly note: string | null;
};

/** Whose anomalies are read: one developer's, or everyone's with those of nobody. */
export type Whose = { readonly developerKey: number } | 'everyone';

/** A filter with its ids checked; instants in ms. */
export interface AnomalyConditions {
  readonly developerId: string | undefined;
  readonly kind: string | undefined;
  readonly severity: AnomalySeverity | undefined;
  readonly acknowledged: boolean | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

const columns = [
  'key', 'id', 'kind', 'severity', 'developer_key', 'credential_key', 'detected_at', 'window_from', 'window_to', 'observed', 'expected',
  'summary', 'evidence', 'acknowledged_at', 'acknowledged_by', 'note',
]; // prettier-ignore

function fromRow(row: unknown[]): AnomalyRow {
  const [key, id, kind, severity, developerKey, credentialKey, detectedAt, windowFrom, windowTo, observed, expected, ...rest] = row;
  const [summary, evidence, acknowledgedAt, acknowledgedBy, note] = rest;
  return {
    __typename: 'Anomaly',
    key: key as number,
    id: id as string,
    kind: kind as string,
    severity: severity as AnomalySeverity,
    developerKey: developerKey as number | null,
    credentialKey: credentialKey as number | null,
    detectedAt: detectedAt as number,
    windowFrom: windowFrom as number,
    windowTo: windowTo as number,
    observed: observed as number,
    expected: expected as number | null,
    summary: summary as string,
    evidence: JSON.parse(evidence as string) as object,
    acknowledgedAt: acknowledgedAt as number | null,
    acknowledgedBy: acknowledgedBy as number | null,
    note: note as string | null,
  };
}

/** The newest first. */
const order: readonly OrderColumn[] = ['a.detected_at', 'a.key'].map((expression) => ({ expression, type: 'number', descending: true }));

export function positionOf({ detectedAt, key }: AnomalyRow): Position {
  return [detectedAt, key];
}

export class AnomalyRepository {
  constructor(private readonly reader: Reader) {}

  async byIds(ids: readonly string[], connection: Reader | WriteTransaction = this.reader): Promise<AnomalyRow[]> {
    const { dialect } = connection;
    const rest = `from anomalies a where a.id in ${dialect.list('?1', 'uuid')}`;
    return (await connection.rows(columns, rest, [dialect.bindList(ids)])).map(fromRow);
  }

  async page(whose: Whose, conditions: AnomalyConditions, page: PageRequest): Promise<AnomalyRow[]> {
    const { where, parameters } = conditionsOf(whose, conditions);
    const { conditions: bounds, tail } = keyset(this.reader.dialect, order, page, parameters);
    const rest = `from anomalies a where ${[...where, ...bounds].join(' and ')} ${tail}`;
    return (await this.reader.rows(columns, rest, parameters)).map(fromRow);
  }

  async count(whose: Whose, conditions: AnomalyConditions): Promise<number> {
    const { where, parameters } = conditionsOf(whose, conditions);
    const rows = await this.reader.rows(['count(*)'], `from anomalies a where ${where.join(' and ')}`, parameters);
    return rows[0]![0] as number;
  }
}

export interface Acknowledgement {
  readonly at: number;
  /** Internal key; null for somebody without an account here. */
  readonly by: number | null;
  readonly note: string | null;
}

export async function writeAcknowledgement(transaction: WriteTransaction, key: number, { at, by, note }: Acknowledgement): Promise<void> {
  const statement = 'update anomalies set acknowledged_at = ?1, acknowledged_by = ?2, note = ?3 where key = ?4';
  await transaction.run(statement, [at, by, note, key]);
}

function conditionsOf(whose: Whose, { developerId, kind, severity, acknowledged, from, to }: AnomalyConditions) {
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `?${parameters.push(value)}`;
  const where = ['1 = 1'];
  if (whose !== 'everyone') where.push(`a.developer_key = ${bind(whose.developerKey)}`);
  if (developerId !== undefined) where.push(`a.developer_key = (select key from developers where id = ${bind(developerId)})`);
  if (kind !== undefined) where.push(`a.kind = ${bind(kind)}`);
  if (severity !== undefined) where.push(`a.severity = ${bind(severity)}`);
  if (acknowledged !== undefined) where.push(`a.acknowledged_at is ${acknowledged ? 'not null' : 'null'}`);
  if (from !== undefined) where.push(`a.detected_at >= ${bind(from)}`);
  if (to !== undefined) where.push(`a.detected_at < ${bind(to)}`);
  return { where, parameters };
}
