import { createServer, type AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { createMetricsServer } from '../../src/http/metrics/metrics-server';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

forEachEngine((engine) => {
  let server: TestServer;
  let address: string;

  beforeAll(async () => {
    server = await startServer(engine, { settings: { METRICS_PORT: '0' } });
    const line = server.log.map((text) => JSON.parse(text) as { msg: string; url: string }).find(({ msg }) => msg === 'metrics are served');
    address = line!.url;
  });
  afterAll(() => server.close());

  const scrape = async () => {
    const response = await fetch(address);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    const values = new Map<string, number>();
    for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
      const cut = line.lastIndexOf(' ');
      values.set(line.slice(0, cut), Number(line.slice(cut + 1)));
    }
    return { text, of: (name: string) => values.get(name) ?? 0 };
  };

  it('requests, operations, commits and lookups are counted, one by one', async () => {
    const admin = await server.admin();
    await server.graphql('{ viewer { permissions } }', {}, admin);
    const before = await scrape();
    await server.graphql('{ viewer { permissions } }', {}, admin);
    await server.graphql('{ viewer { permissions } }', {}, admin);
    await server.graphql('{ companies { totalCount } }');
    await server.graphql('mutation { createCompany(input: { legalName: "Counted" }) { company { id } } }', {}, admin);
    await server.fetch('/nothing/at/this/address');
    const last = 'open_ledger_http_request_duration_seconds_count{route="none",method="GET",status="404"}';
    let after = await scrape();
    // A request is counted once its answer has left, which its client may know a moment earlier.
    while (after.of(last) === before.of(last)) after = await scrape();
    const grown = (name: string) => after.of(name) - before.of(name);

    expect(grown('open_ledger_operations_total{type="query",code="OK"}')).toBe(2);
    expect(grown('open_ledger_operations_total{type="query",code="UNAUTHENTICATED"}')).toBe(1);
    expect(grown('open_ledger_operations_total{type="mutation",code="OK"}')).toBe(1);
    expect(grown('open_ledger_http_request_duration_seconds_count{route="/graphql",method="POST",status="200"}')).toBe(3);
    expect(grown('open_ledger_http_request_duration_seconds_count{route="/graphql",method="POST",status="401"}')).toBe(1);
    expect(grown(last)).toBe(1);
    expect(grown('open_ledger_commit_duration_seconds_count')).toBeGreaterThanOrEqual(1);
    expect(grown('open_ledger_commit_transactions_count')).toBe(grown('open_ledger_commit_duration_seconds_count'));
    expect(grown('open_ledger_cache_lookups_total{cache="tokens",result="hit"}')).toBe(3);
    if (process.env['EXECUTOR'] !== 'graphql-js') expect(grown('open_ledger_cache_lookups_total{cache="plans",result="hit"}')).toBe(2);
    expect(after.text).toMatch(/^open_ledger_write_queue_transactions \d+$/m);
    expect(after.of('open_ledger_write_queue_limit')).toBe(20_000);
    expect(after.text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('no label holds what a client chose', async () => {
    await server.graphql('query SecretName { viewer { permissions } }', {}, await server.admin());
    await server.fetch('/secret-path?secret=query', { headers: { 'user-agent': 'secret-agent' } });
    expect((await scrape()).text.toLowerCase()).not.toContain('secret');
  });

  it('the port of the API serves no metrics, and the port of the metrics nothing else', async () => {
    expect((await server.fetch('/metrics')).status).toBe(404);
    expect((await fetch(new URL('/graphql', address))).status).toBe(404);
    expect((await fetch(address, { method: 'POST' })).status).toBe(404);
  });
});

it('a port that is taken is told with the setting to change', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(createMetricsServer(new Registry()).listen('127.0.0.1', port)).rejects.toThrow(/EADDRINUSE.*METRICS_PORT/);
  await new Promise((resolve) => other.close(resolve));
});
