import { insertMany, type Column, type WriteTransaction } from '../../database';
import { newId } from '../../shared/ids';
import type { Finding } from '../finding';

const integer = (name: string): Column => ({ name, type: 'integer' });
const text = (name: string): Column => ({ name, type: 'text' });

/** Columns of anomalies, and what stands in each. */
const findingColumns: readonly (readonly [Column, (finding: Finding) => unknown])[] = [
  [{ name: 'id', type: 'uuid' }, () => newId()],
  [text('kind'), (finding) => finding.kind],
  [text('severity'), (finding) => finding.severity],
  [integer('developer_key'), (finding) => finding.developerKey],
  [integer('credential_key'), (finding) => finding.credentialKey],
  [text('subject'), (finding) => finding.subject],
  [integer('detected_at'), (finding) => finding.detectedAt],
  [integer('window_from'), (finding) => finding.windowFrom],
  [integer('window_to'), (finding) => finding.windowTo],
  [{ name: 'observed', type: 'real' }, (finding) => finding.observed],
  [{ name: 'expected', type: 'real' }, (finding) => finding.expected],
  [text('summary'), (finding) => finding.summary],
  [text('evidence'), (finding) => JSON.stringify(finding.evidence)],
];

/** Keeps findings as anomalies; `notifyAt` is when the webhook is to be told of them, null where there is none. */
export async function insertFindings(transaction: WriteTransaction, findings: readonly Finding[], notifyAt: number | null): Promise<void> {
  if (findings.length === 0) return;
  const columns = [...findingColumns.map(([column]) => column), integer('notify_at'), integer('notify_tries')];
  const rows = findings.map((finding) => [...findingColumns.map(([, valueOf]) => valueOf(finding)), notifyAt, 0]);
  await transaction.run(insertMany(transaction.dialect, 'anomalies', columns), transaction.dialect.bindRows(columns, rows));
}
