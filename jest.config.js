// Dates are tested far from UTC: a calendar date that passes through a local Date shifts by a day here, and not in London.
process.env.TZ = 'Pacific/Auckland';

/** Packages published as ES modules only. Node requires them as they are; jest's module loader needs them rewritten. */
const esmOnly = ['jose', 'oauth4webapi', 'openid-client'];

/** The same semantics as tsconfig.json: legacy decorators with metadata, and class fields that do not shadow what a decorator defined. */
const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true, tsx: false },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
};

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  testTimeout: 30_000,
};
