import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { spawnServer, type ServerProcess } from '../support/server-process';
import { Collector, type ReceivedSpan } from './support/collector';

const [clientId, clientSecret] = ['tracedAdmin', 'Qm47Zs0vKx9Bt2Lc5Rf8Hd3Gn6Jw1Pyy'];
const settings = { NODE_ENV: 'test', LOG_LEVEL: 'info', BOOTSTRAP_CLIENT_ID: clientId, BOOTSTRAP_CLIENT_SECRET: clientSecret };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callersSpan = '00f067aa0ba902b7';
const open = 'mutation Open($name: String!) { createCompany(input: { legalName: $name, chart: STANDARD }) { company { id } } }';

interface Answer {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly object[];
}

async function ask(
  { url }: ServerProcess,
  query: string,
  options: { token?: string; variables?: object; traceparent?: string } = {},
): Promise<Answer> {
  const { token, variables, traceparent } = options;
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(traceparent !== undefined && { traceparent }),
  };
  return (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).json()) as Answer;
}

async function tokenFrom({ url }: ServerProcess): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  return ((await (await fetch(`${url}/oauth/token`, { method: 'POST', body })).json()) as { access_token: string }).access_token;
}

function linesOf(server: ServerProcess): Record<string, unknown>[] {
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Ends the server in order, which sends what waits; resolves to its exit code. */
async function stop(server: ServerProcess): Promise<number | string> {
  server.child.kill('SIGTERM');
  return server.ended;
}

forEachEngine((engine) => {
  let home: TestDatabase;
  let directory: string;
  let collector: Collector;
  let server: ServerProcess | undefined;

  beforeEach(async () => {
    home = await engine.createDatabase();
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-traces-'));
    collector = await Collector.start();
  });
  afterEach(async () => {
    server?.child.kill('SIGKILL');
    await server?.ended;
    await collector.close();
    await rm(directory, { recursive: true, force: true });
    await home.drop();
  });

  const start = async (more: Record<string, string> = {}) =>
    (server = await spawnServer({ ...settings, DATABASE_URL: home.url, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...more }, directory));
  const childrenOf = (parent: ReceivedSpan) => collector.spans.filter(({ parentId }) => parentId === parent.spanId);

  it("a request continues its caller's trace down to its statements and its commit, and all of it arrives before the server ends", async () => {
    const running = await start();
    const token = await tokenFrom(running);
    const traceparent = `00-${traceId}-${callersSpan}-01`;
    const { data } = await ask(running, open, { token, variables: { name: 'Whispered GmbH' }, traceparent });
    const { id } = (data!['createCompany'] as { company: { id: string } }).company;
    const reading = await ask(running, 'query Look($id: ID!) { company(id: $id) { legalName accounts { nodes { id } } } }', {
      token,
      variables: { id },
    });
    expect(reading.errors).toBeUndefined();
    expect(await stop(running)).toBe(0);

    expect([...collector.paths]).toEqual(['/v1/traces']);
    expect(new Set(collector.spans.map(({ service }) => service))).toEqual(new Set(['open-ledger']));
    const [request] = collector.spans.filter((span) => span.parentId === callersSpan);
    expect(request).toMatchObject({ traceId, name: 'POST /graphql', kind: 2, failed: false });
    expect(request!.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
    });
    const [operation] = childrenOf(request!).filter(({ name }) => name === 'mutation');
    expect(operation!.attributes).toEqual({
      'graphql.operation.type': 'mutation',
      'graphql.operation.name': 'Open',
      'open_ledger.operation.hash': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(childrenOf(operation!).map(({ name }) => name)).toContain('COMMIT');

    const [query] = collector.named('query');
    const statements = childrenOf(query!);
    expect(statements.map(({ name }) => name)).toContain('SELECT companies');
    const system = engine.name === 'postgres' ? 'postgresql' : 'sqlite';
    for (const { kind, attributes } of statements) {
      expect(kind).toBe(3);
      expect(attributes).toEqual({
        'db.system.name': system,
        'db.operation.name': 'SELECT',
        'db.collection.name': expect.stringMatching(/^\w+$/),
      });
    }
    const [issue] = collector.named('issue token');
    const [endpoint] = collector.named('POST /oauth/token');
    expect(issue!.parentId).toBe(endpoint!.spanId);
    for (const secret of [token, clientSecret, 'Whispered', id]) expect(collector.received).not.toContain(secret);
  }, 120_000);

  it('log lines name the trace, and a failure is seen in it', async () => {
    const running = await start();
    await ask(running, '{ developers { nodes { id } } }', { traceparent: `00-${traceId}-${callersSpan}-01` });
    expect(await stop(running)).toBe(0);
    const line = linesOf(running).find(({ msg, path }) => msg === 'request' && path === '/graphql');
    const [request] = collector.named('POST /graphql');
    expect(line).toMatchObject({ trace_id: traceId, span_id: request!.spanId });
    expect(request!.attributes['open_ledger.error_codes']).toEqual(['UNAUTHENTICATED']);
    expect(collector.named('query')).toEqual([expect.objectContaining({ failed: true, parentId: request!.spanId })]);
  }, 120_000);

  it('what is written for many at once is one span, a part of the first trace and linked to the others', async () => {
    const running = await start({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own/path`, OTEL_SERVICE_NAME: 'books' });
    const token = await tokenFrom(running);
    await Promise.all(Array.from({ length: 40 }, (_, index) => ask(running, open, { token, variables: { name: `C${index}` } })));
    expect(await stop(running)).toBe(0);
    const operations = collector.named('mutation');
    expect(operations).toHaveLength(40);
    const commits = collector.named('COMMIT');
    const waited = commits.flatMap(({ parentId, links }) => [parentId, ...links]);
    for (const { spanId, service } of operations) {
      expect(waited).toContain(spanId);
      expect(service).toBe('books');
    }
    expect([...collector.paths]).toEqual(['/own/path']);
  }, 120_000);
});

describe('a collector', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-traces-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('that is away keeps neither requests nor the end of the server waiting, and fills no log', async () => {
    const gone = await Collector.start();
    const { url } = gone;
    await gone.close();
    const server = await spawnServer({ ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_SCHEDULE_DELAY: '50' }, directory);
    const token = await tokenFrom(server);
    for (let count = 0; count < 20; count += 1) expect((await ask(server, '{ viewer { roles } }', { token })).errors).toBeUndefined();
    expect(await stop(server)).toBe(0);
    expect(linesOf(server).filter(({ msg }) => msg === 'traces cannot be sent').length).toBeLessThanOrEqual(1);
  }, 120_000);

  it('that never answers does not keep the server from ending', async () => {
    const deaf = await Collector.start({ deaf: true });
    const waits = { OTEL_EXPORTER_OTLP_TIMEOUT: '3600000', OTEL_BSP_EXPORT_TIMEOUT: '3600000' };
    const server = await spawnServer({ ...settings, ...waits, OTEL_EXPORTER_OTLP_ENDPOINT: deaf.url }, directory);
    await tokenFrom(server);
    expect(await stop(server)).toBe(0);
    await deaf.close();
  }, 120_000);

  it.each([
    ['none is named', {}, 0],
    ['OTEL_SDK_DISABLED says so', { OTEL_SDK_DISABLED: 'true' }, 0],
    ['the sampler says so', { OTEL_TRACES_SAMPLER: 'always_off' }, 1],
  ])(
    'is sent nothing where %s',
    async (_when, more: Record<string, string>, named) => {
      const collector = await Collector.start();
      const address: Record<string, string> =
        Object.keys(more).length > 0 ? { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own/path` } : {};
      const server = await spawnServer({ ...settings, ...address, ...more }, directory);
      await tokenFrom(server);
      expect(await stop(server)).toBe(0);
      await collector.close();
      expect(collector.paths.size).toBe(0);
      // One that is not sampled has its place in a trace all the same.
      expect(linesOf(server).filter(({ trace_id: id }) => id !== undefined)).toHaveLength(named);
    },
    120_000,
  );
});
