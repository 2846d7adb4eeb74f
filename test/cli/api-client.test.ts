import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiClient } from '../../src/cli/api/client';
import { RefusedError } from '../../src/cli/api/graphql-answer';

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Undefined breaks the connection. */
  readonly body?: unknown;
}

/** A server that answers as a test tells it to: an overloaded, restarting or broken one cannot be had to order. */
class ScriptedServer {
  readonly requests: { path: string; authorization: string | undefined }[] = [];
  tokens = 0;
  expiresIn = 3600;
  replies: Reply[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.requests.push({ path: request.url!, authorization: request.headers.authorization });
    void drain(request).then(() => {
      const reply = this.replyTo(request.url!);
      if (!('body' in reply)) return void request.socket.destroy();
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private replyTo(path: string): Reply {
    if (path === '/oauth/token') {
      return { body: { access_token: `token-${++this.tokens}`, token_type: 'Bearer', expires_in: this.expiresIn } };
    }
    return this.replies.shift() ?? { body: { data: { done: true } } };
  }
}

async function drain(request: IncomingMessage): Promise<void> {
  for await (const _chunk of request) continue;
}

const failure = (code: string, retryable: boolean, status = 200): Reply => ({
  status,
  body: { errors: [{ message: `It is ${code}.`, extensions: { code, retryable, requestId: 'r-1', violations: [] } }] },
});

describe('the client of the API', () => {
  let server: ScriptedServer;
  let url: string;
  let now: number;
  let waits: number[];
  let api: ApiClient;

  beforeEach(async () => {
    server = new ScriptedServer();
    url = await server.listen();
    [now, waits] = [1_000_000, []];
    const sleep = async (milliseconds: number) => void waits.push(milliseconds);
    api = new ApiClient({ url, credentials: { clientId: 'id:%', clientSecret: 's+/&' }, clock: { now: () => now }, sleep });
  });

  afterEach(() => server.close());

  test('sends id and secret encoded as RFC 6749, section 2.3.1 asks, and the token as a bearer', async () => {
    await api.connect();
    await expect(api.query('{ done }', {})).resolves.toEqual({ done: true });
    const basic = Buffer.from(server.requests[0]!.authorization!.replace('Basic ', ''), 'base64').toString();
    expect(basic).toBe('id%3A%25:s%2B%2F%26');
    expect(server.requests[1]).toEqual({ path: '/graphql', authorization: 'Bearer token-1' });
  });

  test('uses one token until a minute before its end, then a new one', async () => {
    await api.connect();
    await api.query('{ done }', {});
    now += 3_539_000;
    await api.query('{ done }', {});
    expect(server.tokens).toBe(1);
    now += 2_000;
    await api.query('{ done }', {});
    expect(server.tokens).toBe(2);
    expect(server.requests.at(-1)!.authorization).toBe('Bearer token-2');
  });

  test('gets a new token once where the server refuses the one it has, and gives up where it refuses that too', async () => {
    await api.connect();
    server.replies = [failure('UNAUTHENTICATED', false, 401)];
    await expect(api.mutate('mutation { done }', {})).resolves.toEqual({ done: true });
    expect(server.tokens).toBe(2);
    server.replies = [failure('UNAUTHENTICATED', false, 401), failure('UNAUTHENTICATED', false, 401)];
    await expect(api.mutate('mutation { done }', {})).rejects.toThrow('It is UNAUTHENTICATED.');
    expect(server.tokens).toBe(3);
  });

  test('waits as long as Retry-After says', async () => {
    await api.connect();
    server.replies = [{ ...failure('OVERLOADED', true, 503), headers: { 'retry-after': '17' } }];
    await expect(api.mutate('mutation { done }', {})).resolves.toEqual({ done: true });
    expect(waits).toEqual([17_000]);
  });

  test('waits longer from time to time where the server does not say, and gives up in the end, saying what to do', async () => {
    await api.connect();
    server.replies = Array.from({ length: 20 }, () => failure('CONFLICT', true));
    await expect(api.mutate('mutation { done }', {})).rejects.toMatchObject({
      message: 'It is CONFLICT.',
      advice: ['Request id: r-1', expect.stringContaining('can be run again')],
    });
    expect(waits).toHaveLength(6);
    expect(waits[0]).toBeGreaterThanOrEqual(125);
    expect(waits[5]).toBeGreaterThan(waits[0]!);
    expect(Math.max(...waits)).toBeLessThanOrEqual(10_000);
  });

  test('does not wait for a server that asks for an hour', async () => {
    await api.connect();
    server.replies = [{ ...failure('THROTTLED', true, 429), headers: { 'retry-after': '3600' } }];
    await expect(api.query('{ done }', {})).rejects.toThrow('It is THROTTLED.');
    expect(waits).toEqual([]);
  });

  test('sends again what may be sent twice when the connection breaks, and nothing else', async () => {
    await api.connect();
    server.replies = [{}, { status: 502, body: '<html>' }, failure('INTERNAL_SERVER_ERROR', true, 500)];
    await expect(api.mutateOnce('mutation { done }', {})).resolves.toEqual({ done: true });
    expect(waits).toHaveLength(3);
    for (const reply of [{}, failure('INTERNAL_SERVER_ERROR', true, 500)]) {
      const before = server.requests.length;
      server.replies = [reply];
      await expect(api.mutate('mutation { done }', {})).rejects.toThrow(/does not answer|INTERNAL/);
      expect(server.requests.length).toBe(before + 1);
    }
  });

  test('never sends a refusal again, and hands on its code and violations', async () => {
    await api.connect();
    const violations = [{ code: 'UNBALANCED', message: 'By 1.', path: ['input', 'transactions', '3', 'entries'] }];
    server.replies = [{ body: { errors: [{ message: 'By 1.', extensions: { code: 'UNBALANCED', retryable: false, violations } }] } }];
    const refused: unknown = await api.mutateOnce('mutation { done }', {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RefusedError);
    expect(refused).toMatchObject({ code: 'UNBALANCED', violations });
    expect(waits).toEqual([]);
  });

  test('says that something else answers where it is no Open Ledger', async () => {
    await api.connect();
    server.replies = [{ status: 404, body: '<html>not here</html>' }];
    await expect(api.query('{ done }', {})).rejects.toThrow(/no Open Ledger server \(status 404/);
  });
});
