import type { Reader, WriteTransaction } from '../../database';

/** An anomaly that the webhook has not taken yet. */
export interface Delivery {
  readonly key: number;
  readonly id: string;
  /** Tries so far. */
  readonly tries: number;
  /** What the webhook is told. */
  readonly body: string;
}

const columns = [
  'a.key', 'a.id', 'a.notify_tries', 'a.kind', 'a.severity', 'd.id', 'c.id', 'a.detected_at', 'a.window_from', 'a.window_to', 'a.observed',
  'a.expected', 'a.summary', 'a.evidence',
]; // prettier-ignore

const joins = 'left join developers d on d.key = a.developer_key left join credentials c on c.key = a.credential_key';

/** Those that are to be sent by now, the longest due first. */
export async function readDue(reader: Reader, now: number, most: number): Promise<Delivery[]> {
  const rest = `from anomalies a ${joins} where a.notify_at is not null and a.notify_at <= ?1 order by a.notify_at, a.key limit ?2`;
  return (await reader.rows(columns, rest, [now, most])).map(fromRow);
}

/** What came of a try: taken, to be tried again at a time, or given up. */
export interface Outcome {
  readonly key: number;
  readonly tries: number;
  readonly notifiedAt: number | null;
  readonly notifyAt: number | null;
}

export async function writeOutcomes(transaction: WriteTransaction, outcomes: readonly Outcome[]): Promise<void> {
  const statement = 'update anomalies set notify_tries = ?1, notified_at = ?2, notify_at = ?3 where key = ?4';
  for (const { tries, notifiedAt, notifyAt, key } of outcomes) await transaction.run(statement, [tries, notifiedAt, notifyAt, key]);
}

function fromRow(row: unknown[]): Delivery {
  const [key, id, tries, kind, severity, developerId, credentialId, detectedAt, windowFrom, windowTo, observed, expected, ...rest] = row;
  const [summary, evidence] = rest as [string, string];
  const iso = (at: unknown) => new Date(at as number).toISOString();
  const data = {
    id,
    kind,
    severity,
    developerId,
    credentialId,
    detectedAt: iso(detectedAt),
    windowFrom: iso(windowFrom),
    windowTo: iso(windowTo),
    observed,
    expected,
    summary,
    evidence: JSON.parse(evidence) as object,
  };
  const body = JSON.stringify({ type: 'anomaly.detected', timestamp: data.detectedAt, data });
  return { key: key as number, id: id as string, tries: tries as number, body };
}
