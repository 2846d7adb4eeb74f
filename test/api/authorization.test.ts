import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isObjectType, type GraphQLField } from 'graphql';
import { forEachEngine } from '../support/engines';
import { allRows } from '../support/rows';
import type { Outcome, Row } from './support/authorization-row';
import { expected, table } from './support/authorization-table';
import { allPermissions, callers, limited, roles, type Caller } from './support/callers';
import { openWorld, type World } from './support/world';

/** The permissions that schema.graphql names at each field that names any, and at each root field; null where there are none. */
function declared(): ReadonlyMap<string, readonly string[] | null> {
  const schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = types.flatMap((type) =>
    Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, permissionsOf(field)] as const),
  );
  return new Map(fields.filter(([name, permissions]) => permissions !== null || /^(Query|Mutation)[.]/.test(name)));
}

function permissionsOf({ astNode }: GraphQLField<unknown, unknown>): readonly string[] | null {
  const value = astNode?.directives?.find(({ name }) => name.value === 'authorized')?.arguments![0]!.value;
  return value?.kind === 'ListValue' ? value.values.map((item) => (item as { value: string }).value) : null;
}

/** The field that a row is about. */
const fieldOf = (name: string) => name.split(' ')[0]!;

it('has a row for every root field and for every guarded field of an object, and for nothing else', () => {
  expect([...new Set(Object.keys(table).map(fieldOf))].sort()).toEqual([...declared().keys()].sort());
});

it.each(Object.entries(table))('%s needs at the door what schema.graphql says', (name, { door }) => {
  expect(declared().get(fieldOf(name))?.toSorted() ?? null).toEqual(door?.toSorted() ?? null);
});

forEachEngine((engine) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld(engine);
  });
  afterAll(() => world?.close());

  async function outcomeOf(row: Row, caller: Caller): Promise<Outcome> {
    const variables = (await row.variables?.(world, caller)) ?? {};
    const { data, codes } = await world.server.graphql(row.document, variables, await caller.token(world));
    if (codes.length > 0) return codes[0] as Outcome;
    const [value] = Object.values(data as object) as unknown[];
    return value === null || (Array.isArray(value) && value.every((item) => item === null)) ? 'null' : 'ok';
  }
  const outcomesOf = async (row: Row, asking: readonly Caller[]) =>
    Object.fromEntries(await Promise.all(asking.map(async (caller) => [caller.name, await outcomeOf(row, caller)] as const)));
  const expectedOf = (row: Row, asking: readonly Caller[]) =>
    Object.fromEntries(asking.map((caller) => [caller.name, expected(row, caller)]));

  it('has the roles and permissions of the table', async () => {
    const { data } = await world.server.graphql('{ roles { name permissions } }', {}, await world.server.admin());
    const held = Object.fromEntries(
      data.roles.map((role: { name: string; permissions: string[] }) => [role.name, role.permissions.toSorted()]),
    );
    for (const [name, permissions] of Object.entries(roles)) expect([name, held[name]]).toEqual([name, permissions.toSorted()]);
    expect(held['ADMIN']).toEqual(allPermissions.toSorted());
  });

  it.each(Object.entries(table))('%s answers each caller as the table says, and denies without a trace', async (name, row) => {
    const reaching = row.via === undefined ? [] : [limited(...table[row.via]!.door!.slice(0, 1), row.door![0]!)];
    const all = [...callers, ...reaching];
    const denied = all.filter((caller) => expected(row, caller) !== 'ok');
    const allowed = all.filter((caller) => !denied.includes(caller));
    const rows = async () => (name.startsWith('Mutation.') ? allRows(world.server) : undefined);
    const before = await rows();
    expect(await outcomesOf(row, denied)).toEqual(expectedOf(row, denied));
    expect(await rows()).toEqual(before);
    expect(await outcomesOf(row, allowed)).toEqual(expectedOf(row, allowed));
  });

  it('changes no row for an AUDITOR, whatever mutation it sends', async () => {
    const auditors = callers.filter(({ name }) => name.startsWith('AUDITOR'));
    const mutations = Object.entries(table).filter(([name]) => name.startsWith('Mutation.') && name !== 'Mutation.token');
    const before = await allRows(world.server);
    for (const [name, row] of mutations) {
      for (const auditor of auditors) expect([name, await outcomeOf(row, auditor)]).toEqual([name, 'FORBIDDEN']);
    }
    expect(await allRows(world.server)).toEqual(before);
  });

  it('lets a bookkeeper see only its own companies in lists and counts', async () => {
    const document = '{ companies { totalCount nodes { id } } }';
    const { data } = await world.server.graphql(document, {}, world.clients['BOOKKEEPER there']!.token);
    const ids = [world.companyId, world.spareCompanyId].map((id) => ({ id }));
    expect(data).toEqual({ companies: { totalCount: 2, nodes: ids } });
  });

  it('shows the tax id to those with its permission, and null with FORBIDDEN at its path to others', async () => {
    const ask = (caller: string) =>
      world.server.graphql(`{ company(id: "${world.companyId}") { legalName taxId } }`, {}, world.clients[caller]!.token);
    expect((await ask('ADMIN')).data).toEqual({ company: { legalName: 'Renamed', taxId: '12-3456789' } });
    const denied = await ask('AUDITOR');
    expect(denied.data).toEqual({ company: { legalName: 'Renamed', taxId: null } });
    expect(denied.errors).toMatchObject([{ path: ['company', 'taxId'], extensions: { code: 'FORBIDDEN', retryable: false } }]);
  });

  it('runs nothing of a mutation of which one field is denied', async () => {
    const before = await allRows(world.server);
    const document = `mutation ($new: CreateAccountInput!, $company: CreateCompanyInput!) {
      createAccount(input: $new) { account { id } } createCompany(input: $company) { company { id } } }`;
    const variables = {
      new: { companyId: world.companyId, code: '8888', name: 'x', type: 'ASSET' },
      company: { legalName: 'x' },
    };
    const answer = await world.server.graphql(document, variables, world.clients['BOOKKEEPER there']!.token);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await allRows(world.server)).toEqual(before);
  });
});
