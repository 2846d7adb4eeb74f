import type { GraphQLFailure } from './server';
import { spawnServer, type ServerProcess } from './server-process';

/** The first ADMIN of servers that run as processes. */
const clientId = 'processAdmin';
const clientSecret = 'Tq83Lw0zXn5Bv7Ky2Rd9Hf4Gs6Jm1Pc8';
const bootstrap = { NODE_ENV: 'test', LOG_LEVEL: 'info', BOOTSTRAP_CLIENT_ID: clientId, BOOTSTRAP_CLIENT_SECRET: clientSecret };

/** What came back over the network, whatever it says. */
export interface RemoteAnswer {
  readonly status: number;
  readonly data?: any; // oxlint-disable-line typescript/no-explicit-any
  readonly errors?: readonly GraphQLFailure[];
}

/** A token of the first ADMIN; good for every server on the same database. */
export async function adminToken(url: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const answer = (await (await fetch(`${url}/oauth/token`, { method: 'POST', body })).json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`No token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

/** Sends an operation once. @throws Error where no answer comes back; what became of the operation is then not known */
export async function send(
  url: string,
  token: string,
  query: string,
  variables: object = {},
  more: Readonly<Record<string, string>> = {},
): Promise<RemoteAnswer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...more };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return { status: response.status, ...((await response.json()) as object) };
}

/** The data of an answer without errors. */
export async function ask(
  url: string,
  token: string,
  query: string,
  variables: object = {},
): Promise<any> /* oxlint-disable-line typescript/no-explicit-any */ {
  const { data, errors } = await send(url, token, query, variables);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** A server as a process of its own on a database, which can be killed and started again. */
export class RemoteServer {
  private constructor(
    private process: ServerProcess,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly cwd: string,
  ) {}

  static async start(databaseUrl: string, cwd: string, settings: Readonly<Record<string, string>> = {}): Promise<RemoteServer> {
    const environment = { ...bootstrap, ...settings, DATABASE_URL: databaseUrl };
    return new RemoteServer(await spawnServer(environment, cwd), environment, cwd);
  }

  /** Another one after each restart. */
  get url(): string {
    return this.process.url;
  }

  /** What it printed and logged, but for the lines of single requests. */
  get output(): string {
    const lines = this.process.output().split('\n');
    return lines.filter((line) => !line.includes('"msg":"request"')).join('\n');
  }

  /** Ends the process where it stands. */
  async kill(): Promise<void> {
    this.process.child.kill('SIGKILL');
    await this.process.ended;
  }

  async restart(): Promise<void> {
    this.process = await spawnServer(this.environment, this.cwd);
  }

  /** Asks the process to stop in order. @throws Error with its output where it ends otherwise */
  async stop(): Promise<void> {
    this.process.child.kill('SIGTERM');
    const code = await this.process.ended;
    if (code !== 0) throw new Error(`The server ended with ${code}: ${this.output}`);
  }
}
