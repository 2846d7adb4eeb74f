import { expected, table } from '../api/support/authorization-table';
import { callers } from '../api/support/callers';
import { openWorld, type World } from '../api/support/world';
import { forEachEngine } from '../support/engines';

const mutations = Object.entries(table).filter(([name]) => name.startsWith('Mutation.') && name !== 'Mutation.token');

forEachEngine((engine) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld(engine);
  });
  afterAll(() => world?.close());

  it.each(mutations)('%s leaves an event that names its request, whoever may run it', async (name, row) => {
    const caller = callers.find((candidate) => expected(row, candidate) === 'ok')!;
    const variables = (await row.variables?.(world, caller)) ?? {};
    const { headers, errors } = await world.server.graphql(row.document, variables, await caller.token(world));
    expect(errors).toBeUndefined();
    const columns = ['e.action', 'e.outcome', 'd.id'];
    const rest = 'from audit_events e join developers d on d.key = e.developer_key where e.request_id = ?1';
    const events = await world.server.database.reader.rows(columns, rest, [headers.get('x-request-id')]);
    const action = name.split(' ')[0]!.slice('Mutation.'.length);
    expect(events).toEqual([[action, 'ALLOWED', world.clients[caller.developer]!.developerId]]);
  });
});
