import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildLedgerSchema, resolverClasses } from '../../../src/http';
import { firstDifference } from '../../../src/http/schema/first-difference';
import { printLedgerSchema } from '../../../src/http/schema/print-schema';

const schema = buildLedgerSchema({ resolverClasses });

test('schema.graphql is what the code says; npm run schema writes it', () => {
  const file = readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8');
  expect(firstDifference(file, printLedgerSchema(schema))).toBeUndefined();
});

test('what is printed can be read back as the same schema', () => {
  expect(printSchema(buildSchema(printLedgerSchema(schema)))).toBe(printSchema(lexicographicSortSchema(schema)));
});

test('a difference is shown with the lines around it', () => {
  expect(firstDifference('a\nb\nc\n', 'a\nb\nC\n')).toBe('@@ line 3 @@\n  a\n  b\n- c\n- \n+ C\n+ ');
  expect(firstDifference('a', 'a\nb')).toBe('@@ line 2 @@\n  a\n+ b');
});
