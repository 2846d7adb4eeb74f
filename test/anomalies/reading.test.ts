import { eventsOf } from '../audit/support';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { storeAnomaly } from './support/stored-anomalies';

const fields = `id kind severity detectedAt windowFrom windowTo observed expected summary evidence acknowledgedAt note
  developer { id } acknowledgedBy { id } credentialId`;
const list = `query ($filter: AnomalyFilter, $first: Int, $after: String, $last: Int, $before: String) {
  anomalies(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { ${fields} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const acknowledge = `mutation ($input: AcknowledgeAnomalyInput!) { acknowledgeAnomaly(input: $input) { anomaly { ${fields} } } }`;

forEachEngine((engine) => {
  let server: TestServer;
  let admin: string;
  let one: TestClient;
  let other: TestClient;
  let ids: string[];
  beforeAll(async () => {
    server = await startServer(engine, { settings: { ANOMALY_WATCH: 'false' } });
    [admin, one, other] = [await server.admin(), await server.client('DEVELOPER'), await server.client('DEVELOPER')];
    ids = [];
    for (const [kind, severity, about] of [
      ['ID_WALK', 'HIGH', one],
      ['DENIALS', 'MEDIUM', one],
      ['DENIALS', 'LOW', other],
      ['TOKEN_SPRAY', 'HIGH', undefined],
    ] as const) {
      ids.push(await storeAnomaly(server, { kind, severity, developerId: about?.developerId ?? null }));
      // Two are of one moment.
      if (kind !== 'ID_WALK') server.clock.advance(60_000);
    }
  });
  afterAll(() => server?.close());

  const ask = async (variables: object, token = admin) => {
    const { data, errors } = await server.graphql(list, variables, token);
    expect(errors).toBeUndefined();
    return data.anomalies;
  };
  const foundBy = async (filter: object, token = admin) =>
    (await ask({ filter }, token)).nodes.map(({ id }: { id: string }) => ids.indexOf(id));

  it('lists everyone’s and nobody’s, the newest first, with all that is known', async () => {
    expect(await foundBy({})).toEqual([3, 2, 1, 0]);
    const { nodes, totalCount } = await ask({});
    expect(totalCount).toBe(4);
    expect(nodes[3]).toEqual({
      id: ids[0],
      kind: 'ID_WALK',
      severity: 'HIGH',
      detectedAt: '2026-07-01T12:00:00.000Z',
      windowFrom: '2026-07-01T11:55:00.000Z',
      windowTo: '2026-07-01T12:00:00.000Z',
      observed: 40.5,
      expected: 2,
      summary: 'Many requests were refused.',
      evidence: { refused: 40 },
      acknowledgedAt: null,
      note: null,
      developer: { id: one.developerId },
      acknowledgedBy: null,
      credentialId: null,
    });
    expect(nodes[0].developer).toBeNull();
  });

  it('shows a developer its own, by list, filter, count and id', async () => {
    expect(await foundBy({}, one.token)).toEqual([1, 0]);
    expect((await ask({}, one.token)).totalCount).toBe(2);
    expect(await foundBy({ developerId: other.developerId }, one.token)).toEqual([]);
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const { data } = await server.graphql(document, { ids }, one.token);
    expect(data.nodes).toEqual([{ id: ids[0] }, { id: ids[1] }, null, null]);
  });

  it('takes every filter, and all of them together', async () => {
    expect(await foundBy({ kind: 'DENIALS' })).toEqual([2, 1]);
    expect(await foundBy({ severity: 'HIGH' })).toEqual([3, 0]);
    expect(await foundBy({ developerId: one.developerId })).toEqual([1, 0]);
    expect(await foundBy({ from: '2026-07-01T12:01:00Z' })).toEqual([3, 2]);
    expect(await foundBy({ to: '2026-07-01T12:01:00Z' })).toEqual([1, 0]);
    expect(await foundBy({ kind: 'DENIALS', severity: 'LOW', developerId: other.developerId, acknowledged: false })).toEqual([2]);
    const { errors } = await server.graphql(list, { filter: { kind: ' ' } }, admin);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', violations: [{ path: ['filter', 'kind'] }] } }]);
  });

  it('pages both ways through anomalies of one moment too', async () => {
    const walk = async (size: 'first' | 'last', cursor: 'after' | 'before', place: 'endCursor' | 'startCursor') => {
      const seen: string[] = [];
      for (let at: string | undefined; seen.length < 9;) {
        const { nodes, pageInfo } = await ask({ [size]: 1, [cursor]: at });
        seen.push(...nodes.map(({ id }: { id: string }) => id));
        if (!pageInfo[size === 'first' ? 'hasNextPage' : 'hasPreviousPage']) break;
        at = pageInfo[place];
      }
      return seen;
    };
    expect(await walk('first', 'after', 'endCursor')).toEqual([...ids].reverse());
    expect(await walk('last', 'before', 'startCursor')).toEqual(ids);
  });

  it('keeps who acknowledged one first, when and with what words, and leaves one event', async () => {
    const input = { id: ids[2], note: 'A load test.' };
    const at = new Date(server.clock.now()).toISOString();
    const { data, errors } = await server.graphql(acknowledge, { input }, admin);
    expect(errors).toBeUndefined();
    const by = (await server.graphql('{ viewer { developer { id } } }', {}, admin)).data.viewer.developer;
    const expected = { id: ids[2], acknowledgedAt: at, note: 'A load test.', acknowledgedBy: by };
    expect(data.acknowledgeAnomaly.anomaly).toMatchObject(expected);
    server.clock.advance(60_000);
    const again = await server.graphql(acknowledge, { input: { id: ids[2], note: 'Other words.' } }, admin);
    expect(again.data.acknowledgeAnomaly.anomaly).toMatchObject(expected);
    expect(await foundBy({ acknowledged: true })).toEqual([2]);
    expect(await foundBy({ acknowledged: false })).toEqual([3, 1, 0]);
    const events = await eventsOf(server, { action: 'acknowledgeAnomaly' }, admin);
    expect(events).toMatchObject([{ outcome: 'ALLOWED', objectId: ids[2], detail: { kind: 'DENIALS', note: 'A load test.' } }]);
  });

  it('shows whom it is about that somebody has looked, and not who or with what words', async () => {
    const [anomaly] = (await ask({}, other.token)).nodes;
    expect(anomaly).toMatchObject({ id: ids[2], acknowledgedAt: expect.any(String), note: null, acknowledgedBy: null });
  });

  it('lets nobody acknowledge its own who may not change developers', async () => {
    const { codes } = await server.graphql(acknowledge, { input: { id: ids[0] } }, one.token);
    expect(codes).toEqual(['FORBIDDEN']);
    expect(await foundBy({ acknowledged: false })).toEqual([3, 1, 0]);
  });

  it('tells what is wrong with an acknowledgement', async () => {
    for (const [input, code, path] of [
      [{ id: 'x' }, 'NOT_A_UUID', ['input', 'id']],
      [{ id: ids[0], note: 'x'.repeat(1_001) }, 'TOO_LONG', ['input', 'note']],
    ] as const) {
      const { errors } = await server.graphql(acknowledge, { input }, admin);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', violations: [{ code, path }] } }]);
    }
    expect(await foundBy({ acknowledged: false })).toEqual([3, 1, 0]);
  });
});
