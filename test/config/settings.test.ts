import { loadSettings, SettingsError, settingTable } from '../../src/config';

const secret = 'q7Zp2mK9xVb4Ty6Rw1Ns8Ld3Hf5Jg0Ca';
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://ledger.test',
  DATABASE_URL: 'postgres://ledger:word@db.test:5432/ledger',
  BOOTSTRAP_CLIENT_ID: 'firstadmin',
  BOOTSTRAP_CLIENT_SECRET: secret,
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

test('nothing configured gives a development server on loopback with its playground', () => {
  expect(loadSettings({})).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    databaseUrl: 'sqlite:data/open-ledger.sqlite',
    publicUrl: 'http://127.0.0.1:4000',
    tokenAudience: 'http://127.0.0.1:4000',
    production: false,
    playground: true,
    executor: 'plan-caching',
    corsOrigins: [],
    trustProxy: [],
  });
});

test('the settings cannot be changed', () => {
  expect(Object.isFrozen(loadSettings({}))).toBe(true);
});

test('an empty value counts as absent, and an IPv6 host gets its brackets', () => {
  expect(loadSettings({ PORT: '', HOST: '::1' }).publicUrl).toBe('http://[::1]:4000');
});

test('every problem is listed at once, by name and without its value', () => {
  const environment = {
    PORT: '70000',
    EXECUTOR: 'graphql-jit',
    MAX_COST: '1e9',
    CORS_ORIGINS: 'https://a.test/',
    BOOTSTRAP_CLIENT_SECRET: 'hunter2',
  };
  const problems = problemsOf(environment);
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual(
    ['BOOTSTRAP_CLIENT_SECRET', 'EXECUTOR', 'CORS_ORIGINS', 'MAX_COST', 'PORT'].sort(byTable),
  );
  expect(problems.join('\n')).not.toMatch(/70000|hunter2|graphql-jit/);
});

test('a bootstrap credential is given whole or not at all', () => {
  expect(problemsOf({ BOOTSTRAP_CLIENT_ID: 'firstadmin' })).toEqual([expect.stringContaining('BOOTSTRAP_CLIENT_SECRET')]);
});

test.each(['mysql://x', 'data/ledger.sqlite', 'sqlite:', 'sqlite::memory:', 'sqlite:file:x?mode=memory'])(
  'the database %s is refused',
  (DATABASE_URL) => {
    expect(problemsOf({ DATABASE_URL })).toHaveLength(1);
  },
);

test('the proxies that are trusted are addresses, networks or private ones by name', () => {
  const trusted = '10.0.0.0/8, 192.0.2.7, 2001:db8::/32,::1,loopback';
  expect(loadSettings({ TRUST_PROXY: trusted }).trustProxy).toEqual(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1', 'loopback']);
});

test.each(['true', '*', '1', 'proxy.internal', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', '10.0.0.1:80', '10.0.0.1/'])(
  'proxies %s are refused, lest everybody could say where they come from',
  (TRUST_PROXY) => {
    expect(problemsOf({ TRUST_PROXY })).toEqual([expect.stringMatching(/^TRUST_PROXY must be a comma-separated list/)]);
  },
);

describe('the webhook of anomalies', () => {
  const key = `whsec_${Buffer.from('9c0d5fe3b71a482f60de13c58a77f4092be6914d3fa8057c', 'hex').toString('base64')}`;
  const url = 'https://hooks.test/ledger?of=books';

  test('has an address and a secret, or several', () => {
    const settings = loadSettings({ ...production, ANOMALY_WEBHOOK_URL: url, ANOMALY_WEBHOOK_SECRET: `${key}, ${key}` });
    expect(settings.anomalyWebhookUrl).toBe(url);
    expect(settings.anomalyWebhookSecrets.map(({ length }) => length)).toEqual([24, 24]);
  });

  test.each([
    [{ ANOMALY_WEBHOOK_URL: url }, /^ANOMALY_WEBHOOK_URL and ANOMALY_WEBHOOK_SECRET go together/],
    [{ ANOMALY_WEBHOOK_SECRET: key }, /^ANOMALY_WEBHOOK_URL and ANOMALY_WEBHOOK_SECRET go together/],
    [{ ANOMALY_WEBHOOK_URL: 'hooks.test', ANOMALY_WEBHOOK_SECRET: key }, /^ANOMALY_WEBHOOK_URL must be an http or https URL/],
    [{ ANOMALY_WEBHOOK_URL: 'https://me:word@hooks.test', ANOMALY_WEBHOOK_SECRET: key }, /^ANOMALY_WEBHOOK_URL must be/],
    [{ ANOMALY_WEBHOOK_URL: url, ANOMALY_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, /^ANOMALY_WEBHOOK_SECRET must be whsec_/],
    [{ ANOMALY_WEBHOOK_URL: url, ANOMALY_WEBHOOK_SECRET: key.slice(6) }, /^ANOMALY_WEBHOOK_SECRET must be whsec_/],
    [{ ANOMALY_WEBHOOK_URL: 'http://hooks.test', ANOMALY_WEBHOOK_SECRET: key }, /^ANOMALY_WEBHOOK_URL must be https in production/],
  ])('is refused in production as %j', (change, problem) => {
    expect(problemsOf({ ...production, ...change })).toEqual([expect.stringMatching(problem)]);
  });

  test('may be on this machine without https', () => {
    expect(problemsOf({ ...production, ANOMALY_WEBHOOK_URL: 'http://127.0.0.1:9000/', ANOMALY_WEBHOOK_SECRET: key })).toEqual([]);
  });
});

test('production starts on safe settings, without a playground unless it is asked for', () => {
  expect(loadSettings(production)).toMatchObject({ production: true, playground: false });
  expect(loadSettings({ ...production, PLAYGROUND: 'true' }).playground).toBe(true);
});

test.each([
  ['PUBLIC_URL', { PUBLIC_URL: 'http://ledger.test' }],
  ['PUBLIC_URL', { PUBLIC_URL: '' }],
  ['BOOTSTRAP_CLIENT_SECRET', { BOOTSTRAP_CLIENT_SECRET: 'a'.repeat(40) }],
  ['BOOTSTRAP_CLIENT_SECRET', { BOOTSTRAP_CLIENT_SECRET: 'ChangeMe5Qw8Er2Ty7Ui4Op1As9Df3Gh6Jk0Lz' }],
])('production refuses an unsafe %s by name: %j', (name, change) => {
  expect(problemsOf({ ...production, ...change })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
});

test('an insecure PUBLIC_URL can be allowed on purpose', () => {
  expect(loadSettings({ ...production, PUBLIC_URL: 'http://ledger.test', ALLOW_INSECURE_PUBLIC_URL: 'true' }).production).toBe(true);
});

test('every setting has a name of its own, a description and a default that it accepts itself', () => {
  const settings = Object.values(settingTable);
  expect(new Set(settings.map(({ env }) => env)).size).toBe(settings.length);
  for (const { env, description, schema, fallback } of settings) {
    expect([env, description]).toEqual([expect.stringMatching(/^[A-Z][A-Z_]+$/), expect.stringMatching(/\.$/)]);
    expect(schema.safeParse(fallback).success).toBe(true);
  }
});

/** The order of the table, in which problems are told. */
function byTable(a: string, b: string): number {
  const names = Object.values(settingTable).map(({ env }) => env);
  return names.indexOf(a) - names.indexOf(b);
}

test('in production what is unsafe is listed together with what is not right at all', () => {
  const problems = problemsOf({
    NODE_ENV: 'production',
    PORT: 'x',
    BOOTSTRAP_CLIENT_ID: 'boss',
    BOOTSTRAP_CLIENT_SECRET: 'changeme'.repeat(5),
  });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['PORT', 'PUBLIC_URL', 'BOOTSTRAP_CLIENT_SECRET']);
});

describe('the secrets of signing keys', () => {
  const bytes = Buffer.from('9c0d5fe3b71a482f60de13c58a77f4092be6914d3fa8057cc2681be0f5937d2a', 'hex');
  const others = Buffer.from('f1087a3ce5924bd6601fb8c3457de29a0cb3715e8d46fa29e0571c83b49f62d5', 'hex');

  test.each([
    ['hex digits', bytes.toString('hex')],
    ['upper case', bytes.toString('hex').toUpperCase()],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
  ])('may be written as %s', (_name, SIGNING_KEYS_SECRET) => {
    expect(loadSettings({ ...production, SIGNING_KEYS_SECRET }).signingKeysSecrets).toEqual([bytes]);
  });

  test('are none where nothing is set, and several in their order', () => {
    expect(loadSettings({}).signingKeysSecrets).toEqual([]);
    const SIGNING_KEYS_SECRET = `${others.toString('hex')}, ${bytes.toString('base64')}`;
    expect(loadSettings({ SIGNING_KEYS_SECRET }).signingKeysSecrets).toEqual([others, bytes]);
  });

  test.each([
    'hunter2',
    bytes.toString('hex').slice(1),
    `${bytes.toString('hex')},x`,
    others.subarray(1).toString('base64'),
    'g'.repeat(64),
  ])('are refused where one is not of 32 bytes: %s', (SIGNING_KEYS_SECRET) => {
    const problems = problemsOf({ ...production, SIGNING_KEYS_SECRET });
    expect(problems).toEqual([expect.stringMatching(/^SIGNING_KEYS_SECRET must be 32 random bytes/)]);
    expect(problems[0]).not.toContain(SIGNING_KEYS_SECRET);
  });

  test.each([
    ['one byte repeated', Buffer.alloc(32, 7)],
    ['bytes that count', Buffer.from(Array.from({ length: 32 }, (_, index) => index * 3))],
    ['a pattern repeated', Buffer.concat([bytes.subarray(0, 8), bytes.subarray(0, 8), bytes.subarray(0, 8), bytes.subarray(0, 8)])],
    ['a sentence', Buffer.from('a phrase that somebody thought of')],
  ])('are refused in production where one is %s', (_name, weak) => {
    const SIGNING_KEYS_SECRET = `${others.toString('hex')},${weak.subarray(0, 32).toString('base64')}`;
    expect(problemsOf({ ...production, SIGNING_KEYS_SECRET })).toEqual([
      expect.stringMatching(/^SIGNING_KEYS_SECRET .*openssl rand -hex 32/),
    ]);
    expect(problemsOf({ SIGNING_KEYS_SECRET })).toEqual([]);
  });
});

describe('outside issuers', () => {
  const outside = { OIDC_ISSUER: 'https://tenant.example/', OIDC_AUDIENCE: 'https://ledger.example/api' };

  test('are a list, each to the letter, with what is asked of their tokens', () => {
    const environment = {
      OIDC_ISSUER: 'https://tenant.example/, https://login.example/realms/one',
      OIDC_AUDIENCE: 'https://ledger.example/api,ledger',
      OIDC_ROLES_CLAIM: 'https://ns.example/roles',
    };
    expect(loadSettings(environment)).toMatchObject({
      oidcIssuers: ['https://tenant.example/', 'https://login.example/realms/one'],
      oidcAudiences: ['https://ledger.example/api', 'ledger'],
      oidcRolesClaim: 'https://ns.example/roles',
    });
    expect(loadSettings({})).toMatchObject({ oidcIssuers: [], oidcAudiences: [], oidcRolesClaim: undefined });
  });

  test.each([
    ['OIDC_ISSUER', { OIDC_ISSUER: 'tenant.example' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'file:///etc/keys' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://name:word@tenant.example/' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://tenant.example/?x=1' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://tenant.example/,https://tenant.example/' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: '' }],
    ['OIDC_AUDIENCE', { OIDC_AUDIENCE: '' }],
    ['OIDC_AUDIENCE', { OIDC_AUDIENCE: 'say "ledger"' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: '', OIDC_AUDIENCE: '', OIDC_ROLES_CLAIM: 'roles' }],
    ['OIDC_ROLES_CLAIM', { OIDC_ROLES_CLAIM: 'x'.repeat(201) }],
  ])('%s is refused by name: %j', (name, change) => {
    expect(problemsOf({ ...outside, ...change })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  test.each<Record<string, string>>([
    { PUBLIC_URL: 'https://tenant.example/' },
    { PUBLIC_URL: 'https://tenant.example' },
    { OIDC_ISSUER: 'http://127.0.0.1:4000' },
    { OIDC_ISSUER: 'http://[::1]:4001/', HOST: '::1', PORT: '4001' },
  ])('this server is none: %j', (change) => {
    expect(problemsOf({ ...outside, ...change })).toEqual([expect.stringMatching(/^OIDC_ISSUER must not name this server/)]);
  });

  test.each(['http://tenant.example/', 'HTTP://tenant.example/', 'http://127.0.0.1.example/', 'http://10.0.0.1/'])(
    'production refuses the issuer %s, and development takes it',
    (OIDC_ISSUER) => {
      expect(problemsOf({ ...outside, OIDC_ISSUER })).toEqual([]);
      expect(problemsOf({ ...production, ...outside, OIDC_ISSUER })).toEqual([expect.stringMatching(/^OIDC_ISSUER must be https/)]);
    },
  );

  test.each(['https://tenant.example/', 'http://localhost:8080/realms/one', 'http://127.0.0.1:3000/', 'http://[::1]/'])(
    'production takes the issuer %s',
    (OIDC_ISSUER) => {
      expect(problemsOf({ ...production, ...outside, OIDC_ISSUER })).toEqual([]);
    },
  );
});
