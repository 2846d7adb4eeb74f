import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const DAY = 86_400_000;
const report = `query ($from: DateTime!, $to: DateTime!, $developerId: ID, $groupBy: [UsageDimension!]) {
  usage(from: $from, to: $to, developerId: $developerId, groupBy: $groupBy) { totals { requests } series { developer { id } field } }
}`;

forEachEngine((engine) => {
  let server: TestServer;
  let one: TestClient;
  let other: TestClient;
  beforeEach(async () => {
    server = await startServer(engine, { settings: { USAGE_RETENTION_DAYS: '2' } });
    [one, other] = [await server.client('DEVELOPER'), await server.client('DEVELOPER')];
  });
  afterEach(() => server?.close());

  const around = () => ({
    from: new Date(server.clock.now() - DAY).toISOString(),
    to: new Date(server.clock.now() + DAY).toISOString(),
  });
  const recorded = async (table: string) => {
    await server.services.usage.flush();
    return server.database.reader.manager.query<object[]>(`select * from ${table}`);
  };

  it('a developer sees its own usage, and of another’s what it sees of nobody’s', async () => {
    await server.graphql('{ viewer { roles } }', {}, one.token);
    await server.graphql('{ viewer { roles } }', {}, other.token);
    await server.services.usage.flush();
    const ask = async (developerId?: string) =>
      (await server.graphql(report, { ...around(), developerId, groupBy: ['DEVELOPER', 'FIELD'] }, one.token)).data.usage;
    const developer = { id: one.developerId };
    const own = [
      { developer, field: 'token' },
      { developer, field: 'viewer' },
    ];
    expect(await ask(one.developerId)).toEqual({ totals: { requests: 2 }, series: own });
    expect(
      (await ask()).series.every((bucket: { developer: object }) => JSON.stringify(bucket.developer) === JSON.stringify(developer)),
    ).toBe(true);
    expect(await ask(other.developerId)).toEqual({ totals: { requests: 0 }, series: [] });
  });

  it('no row holds a secret, a token or a variable, whatever is sent where', async () => {
    const { clientId, clientSecret, token } = one;
    const mutation = 'mutation T($id: String!, $secret: String!) { token(clientId: $id, clientSecret: $secret) { accessToken } }';
    await server.graphql(mutation, { id: clientId, secret: clientSecret });
    await server.graphql(mutation, { id: clientSecret, secret: clientId });
    await server.graphql(`mutation { token(clientId: "x", clientSecret: "${clientSecret}") { accessToken } }`);
    await server.graphql('{ viewer { roles } }', {}, token);
    await server.graphql('{ viewer { roles } }', {}, `${token}x`);
    await server.fetch('/oauth/token', { method: 'POST', body: new URLSearchParams({ client_id: clientSecret, client_secret: token }) });
    await server.fetch(`/graphql?access_token=${token}&query={viewer{roles}}`);
    const rows = JSON.stringify([await recorded('usage_records'), await recorded('usage_rollups')]);
    expect(JSON.parse(rows)[0].length).toBeGreaterThan(7);
    for (const word of [clientSecret, token, token.slice(0, 40), token.slice(-40)]) expect(rows).not.toContain(word);
  });

  it('single requests go when their days are over, and what they add up to stays', async () => {
    const before = (await recorded('usage_records')).length;
    const sums = (await recorded('usage_rollups')).length;
    expect(before).toBeGreaterThan(1);
    server.clock.advance(2 * DAY + 1);
    await server.graphql('{ __typename }');
    expect(await recorded('usage_records')).toHaveLength(1);
    expect((await recorded('usage_rollups')).length).toBeGreaterThan(sums);
  });

  it('tells of a single request what it took, to whoever asks', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${one.token}`, 'open-ledger-usage': '1' };
    const body = JSON.stringify({ query: '{ viewer { roles developer { credentials { id } } } }' });
    const answer = (await (await server.fetch('/graphql', { method: 'POST', headers, body })).json()) as { extensions: { usage: object } };
    expect(answer.extensions.usage).toEqual({
      cost: 5,
      costAsked: expect.any(Number),
      rows: 2,
      statements: expect.any(Number),
      milliseconds: expect.any(Number),
    });
    expect((answer.extensions.usage as { statements: number }).statements).toBeGreaterThan(1);
  });
});
