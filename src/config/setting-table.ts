import { z } from 'zod';
import {
  flag,
  httpUrl,
  httpUrls,
  integer,
  names,
  networks,
  oneOf,
  optional,
  origins,
  secretKeys,
  setting,
  text,
  webhookSecrets,
  webhookUrl,
} from './setting';

const database = z
  .string()
  .refine(
    (url) => /^sqlite:.+/.test(url) || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)),
    'must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME',
  )
  .refine(
    (url) => !isInMemory(url),
    'must name a file: the server reads through connections of its own, which see nothing of a database in memory',
  );

/** SQLite's ways to say that a database is not to be kept. */
function isInMemory(url: string): boolean {
  return /^sqlite:.*(:memory:|mode=memory)/.test(url);
}

const credentialText = z.string().regex(/^[A-Za-z0-9]{3,100}$/, 'must be 3 to 100 letters and digits');
const secretText = z.string().regex(/^[A-Za-z0-9]{32,256}$/, 'must be 32 to 256 letters and digits, drawn at random');

/** Every setting, once: name, default, rule and meaning. */
export const settingTable = {
  nodeEnv: setting(
    'NODE_ENV',
    'development',
    oneOf('development', 'test', 'production'),
    'In production there is no sandbox, and unsafe settings are refused.',
  ),
  host: setting('HOST', '127.0.0.1', text.min(1), 'Address to listen on; 0.0.0.0 or :: for all.'),
  port: setting('PORT', '4000', integer(0, 65_535), 'Port to listen on; 0 takes a free one.'),
  databaseUrl: setting(
    'DATABASE_URL',
    'sqlite:data/open-ledger.sqlite',
    database,
    'The database: sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME.',
  ),
  publicUrl: optional('PUBLIC_URL', 'http://HOST:PORT', httpUrl, 'Address that clients use, and the issuer of our tokens.'),
  tokenAudience: optional('TOKEN_AUDIENCE', 'PUBLIC_URL', text.min(1), 'Audience of our tokens.'),
  allowInsecurePublicUrl: setting('ALLOW_INSECURE_PUBLIC_URL', 'false', flag, 'Lets production run with a PUBLIC_URL that is not https.'),
  oidcIssuers: setting(
    'OIDC_ISSUER',
    '',
    httpUrls,
    'Outside issuers whose tokens are accepted, such as https://TENANT.auth0.com/, separated by commas; each exactly as its tokens name it.',
  ),
  oidcAudiences: setting(
    'OIDC_AUDIENCE',
    '',
    names,
    'Audiences that tokens of outside issuers must be for, separated by commas; at least one.',
  ),
  oidcRolesClaim: optional(
    'OIDC_ROLES_CLAIM',
    'none',
    text.max(200, 'must be at most 200 characters'),
    'Claim of outside tokens that lists names of roles, such as https://ns.example/roles.',
  ),
  bootstrapClientId: optional(
    'BOOTSTRAP_CLIENT_ID',
    'none',
    credentialText,
    'Client id of the first ADMIN, made at the first start; goes with BOOTSTRAP_CLIENT_SECRET.',
  ),
  bootstrapClientSecret: optional(
    'BOOTSTRAP_CLIENT_SECRET',
    'none',
    secretText,
    'Secret of the first ADMIN: at least 32 letters and digits, drawn at random.',
  ),
  signingKeysSecrets: setting(
    'SIGNING_KEYS_SECRET',
    '',
    secretKeys,
    'Encrypts the signing keys in the database: 32 random bytes as hex or base64. To change it: the new one, a comma, the old one.',
  ),
  signingKeyRotationDays: setting(
    'SIGNING_KEY_ROTATION_DAYS',
    '90',
    integer(0, 3_650),
    'Days after which the next key signs tokens; 0 leaves rotation to the rotate-keys command.',
  ),
  playground: optional('PLAYGROUND', 'true, in production false', flag, 'Serves the GraphQL playground at /.'),
  logLevel: setting(
    'LOG_LEVEL',
    'info',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
    'The least severe log lines that are written.',
  ),
  executor: setting(
    'EXECUTOR',
    'plan-caching',
    oneOf('plan-caching', 'graphql-js'),
    'What runs operations; graphql-js is the slower reference.',
  ),
  trustProxy: setting(
    'TRUST_PROXY',
    '',
    networks,
    'Addresses or networks of the proxies whose X-Forwarded-For is believed, separated by commas.',
  ),
  tokenFailuresPerClient: setting(
    'TOKEN_FAILURES_PER_CLIENT',
    '10',
    integer(1, 1_000),
    'Failed token requests of a client at an address in ten minutes after which it must wait.',
  ),
  tokenFailuresPerAddress: setting(
    'TOKEN_FAILURES_PER_ADDRESS',
    '50',
    integer(1, 10_000),
    'The same of all clients at an address together, for those that are not known there.',
  ),
  corsOrigins: setting('CORS_ORIGINS', '', origins, 'Origins of web pages that may call the API, separated by commas.'),
  usageMetering: setting('USAGE_METERING', 'true', flag, 'Records who calls what; see docs/usage.md.'),
  usageRetentionDays: setting(
    'USAGE_RETENTION_DAYS',
    '30',
    integer(1, 3_650),
    'Days for which single requests are kept; what they add up to is kept for ever.',
  ),
  anomalyWatch: setting(
    'ANOMALY_WATCH',
    'true',
    flag,
    'Looks for what is out of the ordinary in usage and postings; see docs/anomalies.md.',
  ),
  anomalyWebhookUrl: optional(
    'ANOMALY_WEBHOOK_URL',
    'none',
    webhookUrl,
    'Is told of each anomaly, in signed messages; goes with ANOMALY_WEBHOOK_SECRET.',
  ),
  anomalyWebhookSecrets: setting(
    'ANOMALY_WEBHOOK_SECRET',
    '',
    webhookSecrets,
    'Signs them: whsec_ and 24 to 64 random bytes as base64. To change it: the new one, a comma, the old one.',
  ),
  quotaCostPerMinute: optional(
    'QUOTA_COST_PER_MINUTE',
    'none',
    integer(100, 1_000_000_000),
    'Quota of each developer for whom neither its account nor a role sets one: cost that comes back each minute; see docs/quotas.md.',
  ),
  quotaBurst: optional(
    'QUOTA_BURST',
    'QUOTA_COST_PER_MINUTE',
    integer(100, 1_000_000_000),
    'The most cost of that quota that can be used at once.',
  ),
  maxBodyBytes: setting(
    'MAX_BODY_BYTES',
    '8388608',
    integer(1_024, 268_435_456),
    'Largest request body; the default holds a batch of 1,000 full transactions.',
  ),
  maxTokens: setting('MAX_TOKENS', '1000', integer(50, 20_000), 'Most lexical tokens in a GraphQL document.'),
  maxDepth: setting('MAX_DEPTH', '10', integer(3, 100), 'Deepest nesting of fields in an operation.'),
  maxAliases: setting('MAX_ALIASES', '50', integer(0, 10_000), 'Most aliases in a GraphQL document.'),
  maxCost: setting('MAX_COST', '25000', integer(100, 100_000_000), 'Most fields that an operation may read, pages counted in full.'),
  maxMembers: setting(
    'MAX_MEMBERS',
    '100000',
    integer(1_000, 100_000_000),
    'Most members that all lists of an answer may have together; counted as it is made.',
  ),
  writeQueueLimit: setting(
    'WRITE_QUEUE_LIMIT',
    '20000',
    integer(1_000, 1_000_000),
    'Most transactions that wait to be written; past it the answer is OVERLOADED.',
  ),
  writeBatchLimit: setting('WRITE_BATCH_LIMIT', '2000', integer(1, 100_000), 'Most transactions in one commit.'),
  requestTimeoutMs: setting('REQUEST_TIMEOUT_MS', '10000', integer(100, 600_000), 'Longest time in which a request must have arrived.'),
  keepAliveTimeoutMs: setting(
    'KEEP_ALIVE_TIMEOUT_MS',
    '65000',
    integer(0, 3_600_000),
    "How long an idle connection is kept; longer than a load balancer's own limit.",
  ),
  metricsPort: optional(
    'METRICS_PORT',
    'none',
    integer(0, 65_535),
    'Port on HOST that serves figures for Prometheus at /metrics; none serves none, 0 takes a free one.',
  ),
  otlpEndpoint: optional(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'none',
    httpUrl,
    'Address of an OpenTelemetry collector (OTLP over HTTP), to which traces are sent at /v1/traces; see docs/operations.md.',
  ),
  otlpTracesEndpoint: optional(
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'none',
    httpUrl,
    'The same for traces alone, with its whole path; comes before the other.',
  ),
  otelSdkDisabled: setting('OTEL_SDK_DISABLED', 'false', flag, 'Sends no traces, whatever the addresses.'),
  otelServiceName: setting('OTEL_SERVICE_NAME', 'open-ledger', text.min(1), 'As what this server is named in traces.'),
  otelTracesSampler: setting(
    'OTEL_TRACES_SAMPLER',
    'parentbased_always_on',
    oneOf('always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'),
    'Which requests are traced; OTEL_TRACES_SAMPLER_ARG says how large a part of them traceidratio takes.',
  ),
  maxConnections: setting('MAX_CONNECTIONS', '10000', integer(1, 1_000_000), 'Most connections at once.'),
  shutdownDelayMs: setting(
    'SHUTDOWN_DELAY_MS',
    '0',
    integer(0, 300_000),
    'How long to go on serving, reported as not ready, after a signal to stop.',
  ),
  shutdownTimeoutMs: setting(
    'SHUTDOWN_TIMEOUT_MS',
    '30000',
    integer(100, 600_000),
    'How long requests in flight may take to finish when the server stops.',
  ),
} as const;

export type SettingTable = typeof settingTable;
