// Imports point one way: shared <- database <- auth <- developers <- companies <- ledger <- reports <- http <- app <- main.
// Read by `npm run imports` and by test/architecture, which also shows of every rule here that it bites.

/** What each part of src/ may import besides itself. Whatever is not listed is refused, new folders included. */
const mayImport = {
  shared: [],
  config: ['shared'],
  tracing: ['shared'],
  database: ['shared', 'config', 'migrations', 'ormconfig'],
  migrations: ['shared'],
  auth: ['shared', 'config', 'database'],
  usage: ['shared', 'config', 'database', 'auth'],
  quotas: ['shared', 'database', 'auth'],
  developers: ['shared', 'config', 'database', 'auth'],
  companies: ['shared', 'config', 'database', 'auth', 'developers'],
  ledger: ['shared', 'config', 'database', 'auth', 'developers', 'companies'],
  reports: ['shared', 'config', 'database', 'auth', 'developers', 'companies', 'ledger'],
  audit: ['shared', 'config', 'database', 'auth', 'developers', 'companies'],
  anomalies: ['shared', 'config', 'database', 'auth', 'usage', 'developers'],
  sandbox: ['shared', 'config', 'database', 'auth', 'developers', 'companies', 'ledger'],
  http: ['shared', 'config', 'database', 'auth', 'developers', 'companies', 'ledger', 'reports', 'usage', 'quotas', 'audit', 'anomalies'],
  app: [
    'shared',
    'config',
    'database',
    'auth',
    'developers',
    'companies',
    'ledger',
    'reports',
    'usage',
    'quotas',
    'audit',
    'anomalies',
    'http',
    'sandbox',
    'ormconfig',
  ],
  main: [
    'shared',
    'config',
    'database',
    'auth',
    'developers',
    'companies',
    'ledger',
    'reports',
    'usage',
    'quotas',
    'audit',
    'anomalies',
    'http',
    'sandbox',
    'ormconfig',
    'app',
    'tracing',
  ],
  cli: ['shared', 'config', 'database', 'auth', 'developers', 'ledger', 'ormconfig', 'app', 'main'],
};

const browser = '^src/http/playground/browser/';
const columns = '^src/database/columns[.]ts$';
const parts = Object.keys(mayImport).join('|');

/** The files of a part: a folder, or for `app` and `main` the file beside the folders. */
const files = (part) => (part === 'ormconfig' ? '^ormconfig[.]ts$' : `^src/${part}(/|[.]ts$)`);

const directions = Object.entries(mayImport).map(([part, allowed]) => ({
  name: `direction-${part}`,
  comment: `src/${part} imports ${allowed.length > 0 ? `nothing but ${allowed.join(', ')}` : 'no other part'}`,
  severity: 'error',
  from: { path: files(part) },
  to: { path: ['^src/', files('ormconfig')], pathNot: [part, ...allowed].map(files) },
}));

/** A package wherever it is installed, or its bare name where it is not, and what lies under it. */
const npmPackage = (name) => `(^|node_modules/)${name}(/|$)`;

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'known-part',
      comment: 'a new folder of src/ says in this file what it may import',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${parts})(/|[.]ts$)` },
      to: {},
    },
    {
      name: 'through-the-index',
      comment: "another feature is used through its index.ts; only shared's and config's files are imported one by one",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/(shared|config|migrations)/', '^src/[^/]+/index[.]ts$', columns] },
    },
    {
      name: 'columns-for-entities',
      comment:
        'the one inner file of src/database that is shared: the definitions of columns, for entities, which its index.ts would load in a circle',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/database/', '[.]entity[.]ts$'] },
      to: { path: columns },
    },
    {
      name: 'root-through-the-index',
      comment: 'app and main use a feature through its index.ts too',
      severity: 'error',
      from: { path: '^src/[^/]+$' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/(shared|config|migrations)/', '^src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'ormconfig-takes-entities',
      comment: "ormconfig.ts takes of a feature its list of entities, and nothing that runs: TypeORM's command line loads it alone",
      severity: 'error',
      from: { path: files('ormconfig') },
      to: { path: '^src/', pathNot: ['^src/(shared|config|migrations)/', '^src/database/', '^src/[^/]+/entities[.]ts$'] },
    },
    {
      name: 'migrations-are-run-not-used',
      comment: 'migrations are listed for the runner, and nothing else leans on them',
      severity: 'error',
      from: { pathNot: ['^src/migrations/', '^src/database/', files('ormconfig')] },
      to: { path: '^src/migrations/' },
    },
    {
      name: 'no-cycle',
      comment: 'two files that need each other are one file, or three',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'type-graphql-at-the-edge',
      comment: 'use cases, rules and repositories know nothing of GraphQL',
      severity: 'error',
      from: { path: '^(src/|ormconfig)', pathNot: ['[.](resolver|types)[.]ts$', '^src/http/', '^src/shared/'] },
      to: { path: npmPackage('type-graphql') },
    },
    {
      name: 'typeorm-in-the-database',
      comment: 'entities, migrations and connections are TypeORM; everything else speaks to src/database',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/database/', '^src/migrations/', '[.]entity[.]ts$'] },
      to: { path: npmPackage('typeorm') },
    },
    {
      name: 'drivers-in-the-database',
      comment: 'nothing else knows which engine runs',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/' },
      to: { path: npmPackage('(@types/)?(pg|sqlite3)') },
    },
    {
      name: 'opentelemetry-in-tracing',
      comment: 'it is loaded only where traces are sent; everything else knows the Tracer of src/shared',
      severity: 'error',
      from: { path: '^(src/|ormconfig)', pathNot: '^src/tracing/' },
      to: { path: npmPackage('@opentelemetry') },
    },
    {
      name: 'browser-apart',
      comment: "the playground's browser code is a bundle of its own; that it imports no server code either is a rule of .oxlintrc.json",
      severity: 'error',
      from: { path: '^(src/|ormconfig)', pathNot: browser },
      to: { path: browser },
    },
    {
      name: 'source-only',
      comment: 'what is shipped does not lean on tests, benchmarks or scripts',
      severity: 'error',
      from: { path: '^(src/|ormconfig)' },
      to: { path: '^(test|bench|scripts|dist)/' },
    },
    {
      name: 'no-development-dependency',
      comment: 'an installation without devDependencies must run; the browser bundle is built before it is shipped',
      severity: 'error',
      from: { path: '^(src/|ormconfig)', pathNot: browser },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: npmPackage('@types') },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere would slip through every other rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no API for tools, so swc reads the sources: as written, imports of types included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    // Its swc reads no JSX; oxlint minds the imports of the browser code.
    exclude: { path: '[.]tsx$' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};
