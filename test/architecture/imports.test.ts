import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type Cruise } from './cruise';

const root = join(__dirname, '..', '..');

describe('the sources', () => {
  test('import in one direction, through the index of each feature', async () => {
    const targets = ['src', 'ormconfig.ts'].filter((path) => existsSync(join(root, path)));
    const { violations, imports } = await cruise(root, targets);
    expect(imports).toContain('src/shared/violations.ts -> src/shared/errors.ts');
    expect(violations).toEqual([]);
  });
});

/** A small project in which each file breaks the rule that stands beside it, and nothing else. */
const offenders: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['direction-shared', 'src/shared/a.ts', `import { x } from '../config/settings'; x;`],
  ['direction-config', 'src/config/a.ts', `import { x } from '../database'; x;`],
  ['direction-database', 'src/database/a.ts', `import type { X } from '../auth'; export type Y = X;`],
  ['direction-migrations', 'src/migrations/a.ts', `import { x } from '../database'; x;`],
  ['direction-tracing', 'src/tracing/a.ts', `import { x } from '../http'; x;`],
  ['direction-auth', 'src/auth/a.ts', `export * from '../developers';`],
  ['direction-usage', 'src/usage/a.ts', `import '../developers';`],
  ['direction-quotas', 'src/quotas/a.ts', `import '../usage';`],
  ['direction-developers', 'src/developers/a.ts', `const x = import('../companies'); x;`],
  ['direction-companies', 'src/companies/a.ts', `import { x } from '../ledger'; x;`],
  ['direction-ledger', 'src/ledger/a.ts', `import { x } from '../reports'; x;`],
  ['direction-reports', 'src/reports/a.ts', `import { x } from '../http'; x;`],
  ['direction-audit', 'src/audit/a.ts', `import { x } from '../http'; x;`],
  ['direction-anomalies', 'src/anomalies/a.ts', `import { x } from '../companies'; x;`],
  ['direction-sandbox', 'src/sandbox/a.ts', `import { x } from '../reports'; x;`],
  ['direction-http', 'src/http/a.ts', `import { x } from '../app'; x;`],
  ['direction-sandbox', 'src/sandbox/a.ts', `import { x } from '../http'; x;`],
  ['direction-app', 'src/app/a.ts', `import { x } from '../cli'; x;`],
  ['direction-main', 'src/main.ts', `import { x } from './cli'; x;`],
  ['direction-cli', 'src/cli/a.ts', `import { x } from '../reports'; x;`],
  ['direction-ledger', 'src/ledger/deep/b.ts', `import { x } from '../../usage'; x;`],
  ['direction-auth', 'src/auth/orm.ts', `import { x } from '../../ormconfig'; x;`],
  ['known-part', 'src/misc/a.ts', `import { x } from '../shared/x'; x;`],
  ['through-the-index', 'src/ledger/inner.ts', `import { x } from '../companies/x'; x;`],
  ['through-the-index', 'src/ledger/inner-type.ts', `import type { X } from '../companies/x'; export type Y = X;`],
  ['root-through-the-index', 'src/app.ts', `import { x } from './companies/x'; x;`],
  ['columns-for-entities', 'src/ledger/columns-user.ts', `import { x } from '../database/columns'; x;`],
  ['ormconfig-takes-entities', 'ormconfig.ts', `import { x } from './src/ledger'; x;`],
  ['migrations-are-run-not-used', 'src/main/a.ts', `import { x } from '../migrations/x'; x;`],
  ['no-cycle', 'src/reports/cycle.ts', `import { y } from './round'; export const x = y;`],
  ['type-graphql-at-the-edge', 'src/ledger/post.ts', `import { Field } from 'type-graphql'; Field;`],
  ['typeorm-in-the-database', 'src/ledger/find.ts', `import { DataSource } from 'typeorm'; DataSource;`],
  ['typeorm-in-the-database', 'src/ledger/find-type.ts', `import type { DataSource } from 'typeorm'; export type X = DataSource;`],
  ['drivers-in-the-database', 'src/ledger/pool.ts', `import { Pool } from 'pg'; Pool;`],
  ['opentelemetry-in-tracing', 'src/http/spans.ts', `import { trace } from '@opentelemetry/api'; trace;`],
  ['browser-apart', 'src/http/bundle.ts', `import { x } from './playground/browser/x'; x;`],
  ['source-only', 'src/ledger/tested.ts', `import { x } from '../../test/x'; x;`],
  ['no-development-dependency', 'src/ledger/build.ts', `import { x } from 'esbuild'; x;`],
  ['resolvable', 'src/ledger/lost.ts', `import { x } from './nowhere'; x;`],
];

/** Lawful imports, which no rule may mind. */
const lawful: readonly (readonly [file: string, source: string])[] = [
  ['src/auth/fine.ts', `import { x } from '../database'; import { x as y } from '../shared/x'; x; y;`],
  [
    'src/database/fine.ts',
    `import { x } from '../migrations/x'; import { Pool } from 'pg'; import { DataSource } from 'typeorm'; x; Pool; DataSource;`,
  ],
  ['src/ledger/fine.resolver.ts', `import { Field } from 'type-graphql'; import { x } from '../companies'; Field; x;`],
  ['src/ledger/fine.entity.ts', `import { DataSource } from 'typeorm'; import { x } from '../database/columns'; DataSource; x;`],
  [
    'src/http/fine.ts',
    `import { x } from '../reports'; import { x as y } from '../usage'; import { Field } from 'type-graphql'; x; y; Field;`,
  ],
  ['src/http/playground/browser/fine.ts', `import { x } from './x'; import { x as y } from 'esbuild'; x; y;`],
  ['src/cli/fine.ts', `import { x } from '../app'; import { x as y } from '../config/settings'; x; y;`],
];

const features = [
  'shared',
  'config',
  'tracing',
  'database',
  'auth',
  'usage',
  'quotas',
  'developers',
  'companies',
  'ledger',
  'reports',
  'http',
  'sandbox',
  'app',
  'cli',
  'migrations',
];
const packages = { '@opentelemetry/api': 'trace', typeorm: 'DataSource', 'type-graphql': 'Field', pg: 'Pool', esbuild: 'x' };

async function write(directory: string, file: string, source: string): Promise<void> {
  const path = join(directory, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
}

async function smallProject(directory: string): Promise<void> {
  const leaf = 'export const x = 1; export type X = typeof x;';
  for (const feature of features) {
    await write(directory, `src/${feature}/index.ts`, leaf);
    await write(directory, `src/${feature}/x.ts`, leaf);
  }
  for (const file of ['src/config/settings.ts', 'src/http/playground/browser/x.ts', 'src/database/columns.ts', 'test/x.ts'])
    await write(directory, file, leaf);
  await write(directory, 'src/reports/round.ts', `import { x } from './cycle'; export const y = x;`);
  for (const [name, exported] of Object.entries(packages)) {
    await write(directory, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
    await write(directory, `node_modules/${name}/index.js`, `exports.${exported} = 1;`);
  }
  const dependencies = { '@opentelemetry/api': '1.0.0', typeorm: '1.0.0', 'type-graphql': '1.0.0', pg: '1.0.0' };
  await write(directory, 'package.json', JSON.stringify({ name: 'small', dependencies, devDependencies: { esbuild: '1.0.0' } }));
  for (const [, file, source] of offenders) await write(directory, file, source);
  for (const [file, source] of lawful) await write(directory, file, source);
}

describe('the rules', () => {
  let found: Cruise;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-imports-'));
    await smallProject(directory);
    found = await cruise(directory, ['src', 'ormconfig.ts']);
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test.each(offenders)('%s is broken by %s', (rule, file) => {
    expect(found.violations.filter(({ from }) => from === file).map((violation) => violation.rule)).toContain(rule);
  });

  test.each(lawful)('nothing is wrong with %s', (file) => {
    expect(found.imports.some((seen) => seen.startsWith(`${file} -> `))).toBe(true);
    expect(found.violations.filter(({ from }) => from === file)).toEqual([]);
  });

  test('none is without an example', () => {
    const rules = (require('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }).forbidden.map(({ name }) => name);
    expect(new Set(offenders.map(([rule]) => rule))).toEqual(new Set(rules));
  });
});
