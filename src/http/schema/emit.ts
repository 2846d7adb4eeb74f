import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { buildLedgerSchema } from './build-schema';
import { firstDifference } from './first-difference';
import { printLedgerSchema } from './print-schema';
import { resolverClasses } from './resolver-classes';

/** Writes schema.graphql in the working directory; with --check, says where it differs from the code and fails. */
function emit(check: boolean): number {
  const printed = printLedgerSchema(buildLedgerSchema({ resolverClasses }));
  if (!check) {
    writeFileSync('schema.graphql', printed);
    return 0;
  }
  const difference = firstDifference(readFileSync('schema.graphql', 'utf8'), printed);
  if (difference === undefined) return 0;
  console.error(`schema.graphql is not what the code says. Run: npm run schema\n${difference}`);
  return 1;
}

process.exitCode = emit(process.argv.includes('--check'));
