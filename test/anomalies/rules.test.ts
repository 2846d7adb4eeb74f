import { inWords, MINUTE } from '../../src/anomalies/durations';
import { anomalyKinds, type AnomalyKind, type Finding } from '../../src/anomalies/finding';
import { ruleTable } from '../../src/anomalies/rules/rule-table';
import { traces, type Trace } from './support/traces';
import { World } from './support/world';

const termsOf = (kind: AnomalyKind) => ruleTable.find(({ terms }) => terms.kind === kind)!.terms;

function found(kind: AnomalyKind, { past, happens }: { past?: Trace['past']; happens: Trace['fires'] }, raised: readonly Finding[] = []) {
  const world = new World({ past, raised });
  happens(world);
  return world.findings.filter((finding) => finding.kind === kind);
}

const cases = anomalyKinds.map((kind) => [kind, traces[kind]] as const);

it('has one rule for each kind', () => {
  expect(ruleTable.map(({ terms }) => terms.kind)).toEqual(anomalyKinds);
});

describe.each(cases)('%s', (kind, { past, fires, told, quiet }) => {
  const firing = { ...(past && { past }), happens: fires };

  it('is told once, with what was seen', () => {
    const findings = found(kind, firing);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind, severity: termsOf(kind).severity, ...told });
    expect(findings[0]!.windowFrom).toBeLessThanOrEqual(findings[0]!.windowTo);
    expect(findings[0]!.summary).toMatch(/^[A-Z].+[.] .+[.]$/);
  });

  it(`is told again ${inWords(termsOf(kind).coolDown)} later and not before, whatever restarts in between`, () => {
    const [first] = found(kind, firing);
    const raisedBefore = (milliseconds: number) => [{ ...first!, detectedAt: first!.detectedAt - milliseconds }];
    expect(found(kind, firing, raisedBefore(termsOf(kind).coolDown - 10 * MINUTE))).toHaveLength(0);
    expect(found(kind, firing, raisedBefore(termsOf(kind).coolDown))).toHaveLength(1);
  });

  it.each(Object.entries(quiet))('lets be: %s', (_name, trace) => {
    expect(found(kind, trace)).toHaveLength(0);
  });
});
