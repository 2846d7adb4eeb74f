import type { Logger } from 'pino';
import { createAnomalies, type AnomaliesFeature } from './anomalies';
import { createAudit } from './audit';
import { AccessWatch, createAuth, registerOAuthRoutes, type Auth, type QuotaAmount } from './auth';
import { createCompanies, type CompaniesFeature } from './companies';
import type { Settings } from './config';
import type { Database } from './database';
import { createDevelopers, type DevelopersFeature } from './developers';
import { buildLedgerSchema, createHttpServer, Metrics, NodeResolver, resolverClasses, UsageBucketResolver, type HttpServer } from './http';
import { createLedger, JournalBooks, type Ledger } from './ledger';
import { Quotas } from './quotas';
import { createReports, type ReportsFeature } from './reports';
import { CacheCounts } from './shared/cache-counts';
import type { Clock } from './shared/clock';
import type { Tracer } from './shared/tracer';
import { createUsage, type Usage } from './usage';

export interface AppParts {
  readonly settings: Settings;
  /** Open and migrated. Whoever opened it closes it, after the app. */
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tracer?: Tracer | undefined;
}

/** The features, put together; nothing else makes them. */
export interface Services {
  readonly auth: Auth;
  readonly developers: DevelopersFeature;
  readonly companies: CompaniesFeature;
  readonly ledger: Ledger;
  readonly usage: Usage;
  readonly anomalies: AnomaliesFeature;
  readonly quotas: Quotas;
}

export interface App {
  readonly services: Services;
  /** Resolves to the address that it listens on, with the port that was taken. */
  listen(): Promise<string>;
  /** Lets requests in flight finish, then what was written to be committed. */
  close(): Promise<void>;
}

/** The composition root: makes every part and hands each what it needs. */
export async function createApp(parts: AppParts): Promise<App> {
  const { settings, database, clock, logger, tracer } = parts;
  const books = new JournalBooks(clock);
  const access = new AccessWatch(database.reader);
  const { oidcIssuers: outsideIssuers } = settings;
  const directory = { keyOf: (id: string) => companies.companies.keyOf(id) };
  const developers = createDevelopers({
    database,
    clock,
    access,
    outsideIssuers,
    companies: directory,
    quotaForAll: quotaForAll(settings),
  });
  const companies = createCompanies({ database, books, access: developers.access, clock });
  const ledger = createLedger({ database, companies: companies.companies, books, clock });
  const reports = createReports({ companies: companies.companies, ledger, clock });
  const { clients, subjects } = developers;
  const auth = await createAuth({ database, clock, logger, access, clients, subjects, tracer, ...authSettings(settings, logger) });
  const { usageMetering: metering, usageRetentionDays: retentionDays } = settings;
  const usage = createUsage({ database, clients, developers: developers.developers, clock, logger, metering, retentionDays });
  const anomalies = createAnomalies({ database, developers: developers.developers, clock, logger, ...anomalySettings(settings) });
  const services = { auth, developers, companies, ledger, usage, anomalies, quotas: new Quotas(database, clock) };
  const server = await createServer(parts, services, reports);
  await access.start();
  return {
    services,
    listen() {
      anomalies.start();
      return server.listen();
    },
    async close() {
      await server.close();
      await access.stop();
      await auth.close();
      await developers.close();
      await usage.close();
      await anomalies.close();
      await services.quotas.close();
    },
  };
}

function quotaForAll({ quotaCostPerMinute: costPerMinute, quotaBurst: burst = costPerMinute }: Settings): QuotaAmount | null {
  return costPerMinute === undefined || burst === undefined ? null : { costPerMinute, burst };
}

function authSettings(settings: Settings, logger: Logger) {
  return {
    issuer: settings.publicUrl,
    audience: settings.tokenAudience,
    signing: { secrets: settings.signingKeysSecrets, rotationDays: settings.signingKeyRotationDays },
    outside: { issuers: settings.oidcIssuers, audiences: settings.oidcAudiences, rolesClaim: settings.oidcRolesClaim },
    attempts: {
      failuresPerClient: settings.tokenFailuresPerClient,
      failuresPerAddress: settings.tokenFailuresPerAddress,
      onThrottled: (throttling: object) => logger.warn(throttling, 'attempts to authenticate are held up'),
    },
  };
}

function anomalySettings({ anomalyWatch: watching, maxCost, anomalyWebhookUrl: url, anomalyWebhookSecrets: secrets }: Settings) {
  return { watching, maxCost, webhook: url === undefined ? undefined : { url, secrets } };
}

function createServer(parts: AppParts, services: Services, reports: ReportsFeature): Promise<HttpServer> {
  const { settings, database, clock, logger, tracer } = parts;
  const { auth, developers, companies, ledger, usage, anomalies, quotas } = services;
  const audit = createAudit({ reader: database.reader, companies: companies.companies, developers: developers.developers });
  const sources = [developers, companies, ledger, audit, anomalies].flatMap(({ nodeSources }) => nodeSources);
  const instances = [auth, developers, companies, ledger, audit, usage, anomalies].flatMap(({ resolvers }) => resolvers);
  const joining = [new NodeResolver(sources), new UsageBucketResolver(developers.developers)];
  const schema = buildLedgerSchema({ resolverClasses, instances: [...instances, ...reports.resolvers, ...joining] });
  const planCounts = new CacheCounts();
  return createHttpServer({
    settings,
    planCounts,
    noteRefusal: (refusal) => database.audit.note({ ...refusal, at: clock.now() }),
    metrics: settings.metricsPort === undefined ? undefined : watch(database, settings, { tokens: auth.tokenCounts, plans: planCounts }),
    schema,
    logger,
    tracer,
    onAnswered: (request) => usage.answered(request),
    authenticate: (authorization) => auth.authenticate(authorization),
    allowanceOf: (caller) => quotas.allowanceOf(caller),
    reportFiles: reports.files,
    routes: (app) => registerOAuthRoutes(app, auth),
    checks: [
      async () =>
        (await database.ping().then(
          () => true,
          () => false,
        ))
          ? undefined
          : 'the database does not answer',
      () => (auth.keys.ready ? undefined : 'no signing key can be used'),
      () => (database.writer.full ? 'the write queue is full' : undefined),
    ],
    warnings: [() => auth.outsideTrouble()],
  });
}

function watch({ writer }: Database, { writeQueueLimit: queueLimit }: Settings, caches: Record<string, CacheCounts>): Metrics {
  const metrics = new Metrics({ queued: () => writer.queued, queueLimit, caches });
  writer.observe(metrics);
  return metrics;
}
