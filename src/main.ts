import 'reflect-metadata';
import type { Logger } from 'pino';
import { dataSourceOptions } from '../ormconfig';
import { createApp, type App } from './app';
import { loadEnvironmentFile, loadSettings, type Environment, type Settings } from './config';
import { openDatabase, type Database } from './database';
import { createLogger } from './http';
import { banner, ensureSandbox, type SandboxCredentials } from './sandbox';
import { systemClock } from './shared/clock';
import type { Tracer } from './shared/tracer';
import type { RunningTracer, startTracing as StartTracing } from './tracing';

/** How long a stop waits for the last traces to be taken, in milliseconds: a collector that is away must not hold it up. */
const TRACES_SENT_WITHIN = 2_000;

/** A server that runs. */
export interface RunningServer {
  /** The address that it listens on. */
  readonly url: string;
  /** Stops it in order: requests in flight, what waits to be written, the database. */
  stop(): Promise<void>;
}

/**
 * Starts the server as the settings say, prints where it is, and stops it on SIGTERM or SIGINT.
 * @throws Error whose message is for the operator: settings, a database in use or out of reach, a port that is taken
 */
export async function start(environment?: Environment): Promise<RunningServer> {
  if (!environment) loadEnvironmentFile();
  const settings = loadSettings(environment ?? process.env);
  const tracer = trace(settings, () => logger);
  const logger = createLogger(settings, undefined, tracer);
  const database = await open(settings, tracer);
  let app: App | undefined;
  try {
    app = await createApp({ settings, database, clock: systemClock, logger, tracer });
    const stopping = once(() => stop(app, database, tracer));
    stopOnSignals(stopping);
    if (settings.production && settings.signingKeysSecrets.length === 0) {
      logger.warn('The signing keys lie in the database as plain text. Set SIGNING_KEYS_SECRET, drawn such as with: openssl rand -hex 32');
    }
    await prepareAdmin(app, settings, logger);
    const url = await app.listen().catch((error: unknown) => {
      throw listenFailure(error, settings);
    });
    // Not before: secrets that are shown once would be lost where the port is taken.
    const sandbox = await prepareSandbox(app, settings);
    if (!settings.production) {
      console.log(banner({ url: settings.port === 0 ? url : settings.publicUrl, playground: settings.playground, sandbox }));
    }
    return { url, stop: stopping };
  } catch (error) {
    await stop(app, database, tracer);
    throw error;
  }
}

/** Starts traces where the operator asks for them; nothing of OpenTelemetry is loaded otherwise. */
function trace(settings: Settings, logger: () => Logger): RunningTracer | undefined {
  const { otlpEndpoint, otlpTracesEndpoint, otelSdkDisabled, otelServiceName: serviceName } = settings;
  const endpoint = otlpTracesEndpoint ?? (otlpEndpoint && `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`);
  if (endpoint === undefined || otelSdkDisabled) return undefined;
  const { startTracing } = require('./tracing') as { startTracing: typeof StartTracing };
  const watch = {
    failed: (err: Error | undefined) => logger().warn({ err }, 'traces cannot be sent'),
    recovered: () => logger().info('traces can be sent again'),
  };
  return startTracing({ endpoint, serviceName, watch });
}

async function open(settings: Settings, tracer: Tracer | undefined): Promise<Database> {
  const { databaseUrl: url, writeQueueLimit: queueLimit, writeBatchLimit: batchLimit } = settings;
  const sources = { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') };
  return openDatabase({ sources, writer: { queueLimit, batchLimit, tracer } });
}

/** Makes the first ADMIN, where the settings name one. */
async function prepareAdmin({ services }: App, settings: Settings, logger: Logger): Promise<void> {
  const { bootstrapClientId: id, bootstrapClientSecret: secret } = settings;
  if (id === undefined || secret === undefined) return;
  const outcome = await services.developers.developers.ensureBootstrapAdmin(id, secret);
  if (outcome === 'revoked')
    logger.warn('The credential of BOOTSTRAP_CLIENT_ID is revoked, and stays so. Name another one, or leave it out.');
  if (outcome === 'rotated')
    logger.warn(
      'The secret in BOOTSTRAP_CLIENT_SECRET was replaced or has expired, and does not work. Give the present one, or leave both out.',
    );
}

/** Makes a sandbox on the first start, where nobody asks for anything. */
async function prepareSandbox({ services }: App, settings: Settings): Promise<SandboxCredentials | undefined> {
  if (settings.production || settings.bootstrapClientId !== undefined) return undefined;
  const { developers, companies, ledger } = services;
  return ensureSandbox({ developers: developers.developers, companies: companies.companies, transactions: ledger.transactions });
}

async function stop(app: App | undefined, database: Database, tracer: RunningTracer | undefined): Promise<void> {
  await app?.close();
  await database.close();
  await tracer?.stop(TRACES_SENT_WITHIN);
}

/** The first signal stops in order, the second at once. */
function stopOnSignals(stopInOrder: () => Promise<void>): void {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) process.exit(128 + (signal === 'SIGINT' ? 2 : 15));
    asked = true;
    stopInOrder().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function listenFailure(error: unknown, { host, port }: Settings): unknown {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE') return new Error(`Port ${port} on ${host} is taken. Stop what listens there, or set PORT.`, { cause: error });
  if (code === 'EACCES')
    return new Error(`Port ${port} needs rights that this process does not have. Set PORT to 1024 or more.`, { cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new Error(`HOST ${host} is no address of this machine.`, { cause: error });
  return error;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

if (require.main === module) {
  start().catch((error: unknown) => {
    console.error(error instanceof Error && error.message ? error.message : `The server could not start: ${String(error)}`);
    process.exitCode = 1;
  });
}
