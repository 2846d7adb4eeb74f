import type { Finding } from '../../../src/anomalies/finding';
import { insertFindings } from '../../../src/anomalies/watch/finding.repository';
import type { TestServer } from '../../support/server';

type Overrides = Partial<Omit<Finding, 'developerKey'>> & { readonly developerId?: string | null };

/** Keeps an anomaly of a developer as if it had been found, and answers with its id. */
export async function storeAnomaly({ database, clock }: TestServer, { developerId = null, ...more }: Overrides): Promise<string> {
  const rest = 'from developers where id = ?1';
  const [row] = developerId === null ? [] : await database.reader.rows(['key'], rest, [developerId]);
  const now = clock.now();
  const finding: Finding = {
    kind: 'DENIALS',
    severity: 'MEDIUM',
    developerKey: (row?.[0] as number | undefined) ?? null,
    credentialKey: null,
    subject: developerId ?? 'somebody',
    detectedAt: now,
    windowFrom: now - 300_000,
    windowTo: now,
    observed: 40.5,
    expected: 2,
    summary: 'Many requests were refused.',
    evidence: { refused: 40 },
    ...pick(more),
  };
  await database.writer.run((transaction) => insertFindings(transaction, [finding], null));
  const [[id]] = (await database.reader.rows(['id'], 'from anomalies order by key desc limit 1')) as [[string]];
  return id;
}

/** What a test says of the finding, without whatever else its developer has. */
function pick({ kind, severity, detectedAt, subject, summary }: Overrides): Partial<Finding> {
  const named = Object.entries({ kind, severity, detectedAt, subject, summary }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named);
}
