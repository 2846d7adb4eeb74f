import { Writable } from 'node:stream';
import { dataSourceOptions } from '../../ormconfig';
import { createApp, type Services } from '../../src/app';
import { loadSettings } from '../../src/config';
import { openDatabase, type Database } from '../../src/database';
import { createLogger } from '../../src/http';
import type { Clock } from '../../src/shared/clock';
import { TestClock } from './clock';
import type { Engine } from './engines';

export interface GraphQLFailure {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly requestId: string;
    readonly retryable: boolean;
    readonly violations?: readonly Violation[];
  };
}

interface Violation {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** An answer of /graphql. `data` is whatever the query asked for, so each test says what it expects of it. */
export interface GraphQLAnswer<Data = Record<string, never>> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly GraphQLFailure[] | undefined;
  /** Codes of the errors, in their order. */
  readonly codes: readonly string[];
}

/** A developer with a credential, and a token of it. */
export interface TestClient {
  readonly developerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly token: string;
}

export interface TestServer {
  readonly url: string;
  readonly clock: TestClock;
  readonly database: Database;
  readonly services: Services;
  /** Lines that the server logged, as JSON texts. */
  readonly log: readonly string[];
  /** Sends an operation; without a token as nobody. */
  graphql<Data = any>(query: string, variables?: object, token?: string): Promise<GraphQLAnswer<Data>>; // oxlint-disable-line typescript/no-explicit-any
  /** Any other request to the server. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** A token from the real token endpoint. */
  token(client: { readonly clientId: string; readonly clientSecret: string }, scope?: string): Promise<string>;
  /** A token of the one ADMIN of these tests, good at the server's present time. */
  admin(): Promise<string>;
  /** The token of a new developer who holds the roles everywhere, or in one company where one is given. */
  as(role: string | readonly string[], companyId?: string): Promise<string>;
  /** The same, with all that is known of the developer. */
  client(role: string | readonly string[], companyId?: string): Promise<TestClient>;
  /** Stops the server in order, and drops the database where this made it. */
  close(): Promise<void>;
}

export interface ServerOverrides {
  /** Settings by the names of their environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly clock?: Clock & Partial<TestClock>;
}

/**
 * The whole server, listening on loopback, on a database of its own made by an engine or on the one that a URL names.
 * EXECUTOR in the environment says which executor it runs.
 */
export async function startServer(on: Engine | string, overrides: ServerOverrides = {}): Promise<TestServer> {
  const made = typeof on === 'string' ? undefined : await on.createDatabase();
  const url = made?.url ?? (on as string);
  const clock = overrides.clock ?? new TestClock();
  const settings = loadSettings({
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://ledger.test',
    PLAYGROUND: 'false',
    ANOMALY_WATCH: 'false',
    EXECUTOR: process.env['EXECUTOR'],
    ...overrides.settings,
    DATABASE_URL: url,
  });
  const log: string[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      log.push(line.toString());
      done();
    },
  });
  const database = await openDatabase({
    sources: { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') },
    writer: { queueLimit: settings.writeQueueLimit, batchLimit: settings.writeBatchLimit },
  });
  const app = await createApp({ settings, database, clock, logger: createLogger(settings, destination) });
  const address = await app.listen();
  return new ListeningServer(address, clock as TestClock, database, app.services, log, async () => {
    try {
      await app.close();
      await database.close();
    } finally {
      await made?.drop();
    }
  });
}

class ListeningServer implements TestServer {
  private theAdmin: Promise<TestClient> | undefined;
  private adminToken: { readonly token: Promise<string>; readonly until: number } | undefined;

  constructor(
    readonly url: string,
    readonly clock: TestClock,
    readonly database: Database,
    readonly services: Services,
    readonly log: readonly string[],
    readonly close: () => Promise<void>,
  ) {}

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init);
  }

  async graphql<Data>(query: string, variables: object = {}, token?: string): Promise<GraphQLAnswer<Data>> {
    const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const response = await this.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = (await response.json()) as { data?: Data | null; errors?: GraphQLFailure[] };
    return {
      status: response.status,
      headers: response.headers,
      data,
      errors,
      codes: errors?.map(({ extensions }) => extensions.code) ?? [],
    };
  }

  async token({ clientId, clientSecret }: { clientId: string; clientSecret: string }, scope?: string): Promise<string> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(scope && { scope }),
    });
    const response = await this.fetch('/oauth/token', { method: 'POST', body: form });
    const answer = (await response.json()) as { access_token?: string };
    if (!answer.access_token) throw new Error(`No token: ${response.status} ${JSON.stringify(answer)}`);
    return answer.access_token;
  }

  async admin(): Promise<string> {
    const client = await (this.theAdmin ??= this.client('ADMIN'));
    const now = this.clock.now();
    if (!this.adminToken || now > this.adminToken.until) this.adminToken = { token: this.token(client), until: now + 1_800_000 };
    return this.adminToken.token;
  }

  async as(role: string | readonly string[], companyId?: string): Promise<string> {
    return (await this.client(role, companyId)).token;
  }

  async client(role: string | readonly string[], companyId?: string): Promise<TestClient> {
    const roles = typeof role === 'string' ? [role] : role;
    const { developers } = this.services.developers;
    const { developer, clientId, clientSecret } = await developers.createClient({
      name: `Test ${roles.join(' ')}`,
      roles: companyId === undefined ? roles : [],
    });
    for (const granted of companyId === undefined ? [] : roles) await this.grant(developer.id, companyId!, granted);
    return { developerId: developer.id, clientId, clientSecret, token: await this.token({ clientId, clientSecret }) };
  }

  private async grant(developerId: string, companyId: string, role: string): Promise<void> {
    const mutation = 'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }';
    const { errors } = await this.graphql(mutation, { input: { developerId, companyId, role } }, await this.admin());
    if (errors) throw new Error(`No access: ${JSON.stringify(errors)}`);
  }
}
