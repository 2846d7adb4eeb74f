import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWords } from '../../src/anomalies/durations';
import { ruleTable } from '../../src/anomalies/rules/rule-table';
import type { RuleTerms } from '../../src/anomalies/rules/rule';

// Tables are padded for reading; what they say is compared.
const page = readFileSync(join(__dirname, '../../docs/anomalies.md'), 'utf8').replace(/ +/g, ' ');

const rowOf = ({ kind, severity, threshold, window, history, coolDown }: RuleTerms) =>
  `| \`${kind}\` | ${severity} | ${threshold} | ${window === null ? 'at once' : inWords(window)} | ${history ?? 'none'} | ${inWords(coolDown)} |`;

it('the documentation tells every rule, in their order, and no other', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(ruleTable.map(({ terms }) => rowOf(terms)));
});
