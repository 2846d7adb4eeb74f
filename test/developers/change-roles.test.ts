import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const fields = 'role { name description permissions builtIn }';
const creation = `mutation ($input: CreateRoleInput!) { createRole(input: $input) { ${fields} } }`;
const change = `mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { ${fields} } }`;
const deletion = 'mutation ($input: DeleteRoleInput!) { deleteRole(input: $input) { name } }';

forEachEngine((engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  afterAll(() => server.close());

  const create = (input: object, token?: string) => server.graphql(creation, { input: { permissions: [], ...input } }, token);
  const update = (input: object, token?: string) => server.graphql(change, { input }, token);
  const remove = (name: string, token?: string) => server.graphql(deletion, { input: { name } }, token);
  const roles = async () =>
    (await server.graphql('{ roles { name description permissions builtIn } }', {}, await server.admin())).data.roles as { name: string }[];
  const role = async (name: string) => (await roles()).find((each) => each.name === name);
  const permissionsOf = async (token: string) => (await server.graphql('{ viewer { permissions } }', {}, token)).data.viewer.permissions;
  const violations = ({ errors }: Awaited<ReturnType<typeof create>>) =>
    errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')]);

  test('a role is made, given, narrowed, widened and, once nobody holds it, deleted; each change counts on the next request', async () => {
    const admin = await server.admin();
    const permissions = ['books:close', 'companies:read'];
    const made = await create({ name: 'Tax adviser', description: 'Closes', permissions: [...permissions, 'books:close'] }, admin);
    const expected = { name: 'Tax adviser', description: 'Closes', permissions, builtIn: false };
    expect(made.data.createRole.role).toEqual(expected);
    expect((await roles()).at(-1)).toEqual(expected);

    const { token, developerId } = await server.client('Tax adviser');
    expect(await permissionsOf(token)).toEqual(permissions);
    const narrowed = await update({ name: 'Tax adviser', permissions: ['companies:read'] }, admin);
    expect(narrowed.data.updateRole.role).toEqual({ ...expected, permissions: ['companies:read'] });
    expect(await permissionsOf(token)).toEqual(['companies:read']);
    await update({ name: 'Tax adviser', description: null, permissions: ['reports:read', 'companies:read'] }, admin);
    expect(await permissionsOf(token)).toEqual(['companies:read', 'reports:read']);
    expect(await role('Tax adviser')).toMatchObject({ description: null });
    await update({ name: 'Tax adviser', permissions: [] }, admin);
    expect(await permissionsOf(token)).toEqual([]);

    const inUse = await remove('Tax adviser', admin);
    expect([inUse.codes, violations(inUse)]).toEqual([['BAD_USER_INPUT'], [['IN_USE', 'input.name']]]);
    expect(inUse.errors![0]!.message).toContain('One developer holds');
    const demotion = 'mutation ($input: UpdateDeveloperInput!) { updateDeveloper(input: $input) { developer { id } } }';
    await server.graphql(demotion, { input: { id: developerId, roles: [] } }, admin);
    expect((await remove('Tax adviser', admin)).data).toEqual({ deleteRole: { name: 'Tax adviser' } });
    expect(await role('Tax adviser')).toBeUndefined();
    expect((await create({ name: 'Tax adviser' }, admin)).errors).toBeUndefined();
  });

  test('a role counts as held in one company too, each holder once, until its last grant has ended', async () => {
    const admin = await server.admin();
    await create({ name: 'GUEST', permissions: ['companies:read'] }, admin);
    const open = 'mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }';
    const companies = [await server.graphql(open, {}, admin), await server.graphql(open, {}, admin)];
    const [one, two] = companies.map(({ data }) => data.createCompany.company.id as string);
    const expiresAt = new Date(server.clock.now() + 60_000).toISOString();
    const clients = [await server.client([]), await server.client([])];
    const grant = 'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }';
    for (const { developerId } of clients) {
      for (const companyId of [one, two]) {
        await server.graphql(grant, { input: { developerId, companyId, role: 'GUEST', expiresAt } }, admin);
      }
    }
    expect((await remove('GUEST', admin)).errors![0]!.message).toContain('2 developers hold');
    server.clock.advance(60_000);
    expect((await remove('GUEST', await server.admin())).errors).toBeUndefined();
  });

  test('every broken rule of a new role is told at once, and nothing is written', async () => {
    const before = await roles();
    const input = { name: ' x', description: ' ', permissions: ['reports:read', 'everything', 'reports:read '] };
    const refused = await create(input, await server.admin());
    expect([refused.data, refused.codes]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(violations(refused)).toEqual([
      ['BAD_FORMAT', 'input.name'],
      ['REQUIRED', 'input.description'],
      ['UNKNOWN_PERMISSION', 'input.permissions.1'],
      ['UNKNOWN_PERMISSION', 'input.permissions.2'],
    ]);
    expect(await roles()).toEqual(before);
  });

  test.each([
    ['name', { name: '' }, 'REQUIRED'],
    ['name', { name: 'x'.repeat(101) }, 'TOO_LONG'],
    ['name', { name: 'АDMIN' }, 'BAD_FORMAT'],
    ['name', { name: 'NUL\0' }, 'NOT_PRINTABLE'],
    ['name', { name: 'admin' }, 'TAKEN'],
    ['description', { name: 'x', description: 'x'.repeat(501) }, 'TOO_LONG'],
    ['permissions', { name: 'x', permissions: Array.from({ length: 100 }, () => 'self:read') }, 'TOO_MANY'],
  ])('a role with a bad %s is not made: %j', async (name, input, code) => {
    const before = await roles();
    expect(violations(await create(input, await server.admin()))).toContainEqual([code, `input.${name}`]);
    expect(await roles()).toEqual(before);
  });

  test('every broken rule of a change is told at once, and nothing is written', async () => {
    const before = await roles();
    const refused = await update({ name: 'BOOKKEEPER', description: ' ', permissions: ['everything'] }, await server.admin());
    expect(violations(refused)).toEqual([
      ['REQUIRED', 'input.description'],
      ['UNKNOWN_PERMISSION', 'input.permissions.0'],
    ]);
    expect(violations(await update({ name: 'BOOKKEEPER', permissions: null }, await server.admin()))).toEqual([
      ['REQUIRED', 'input.permissions'],
    ]);
    expect(await roles()).toEqual(before);
  });

  test('roles that came with the server cannot be deleted, and three of them not be changed', async () => {
    const [before, admin] = [await roles(), await server.admin()];
    for (const name of ['ADMIN', 'DEVELOPER', 'AUDITOR', 'INTEGRATOR', 'BOOKKEEPER']) {
      expect(violations(await remove(name, admin))).toContainEqual(['BUILT_IN', 'input.name']);
    }
    for (const name of ['ADMIN', 'DEVELOPER', 'AUDITOR']) {
      expect(violations(await update({ name, description: 'Mine', permissions: [] }, admin))).toEqual([['BUILT_IN', 'input.name']]);
    }
    expect(await roles()).toEqual(before);
    const { token } = await server.client('INTEGRATOR');
    expect((await update({ name: 'INTEGRATOR', permissions: ['self:read'] }, admin)).errors).toBeUndefined();
    expect(await permissionsOf(token)).toEqual(['self:read']);
  });

  test('what does not exist is not found', async () => {
    for (const name of ['KING', 'NUL\0']) {
      expect((await update({ name }, await server.admin())).codes).toEqual(['NOT_FOUND']);
      expect((await remove(name, await server.admin())).codes).toEqual(['NOT_FOUND']);
    }
  });

  test('nobody makes or widens a role beyond what they hold, or changes one that holds more', async () => {
    const admin = await server.admin();
    await create({ name: 'Lesser', permissions: ['reports:read'] }, admin);
    await create({ name: 'Greater', permissions: ['reports:read', 'books:close'] }, admin);
    const before = await roles();
    const narrow = await server.token(await server.client('ADMIN'), 'roles:write reports:read');
    expect(violations(await create({ name: 'Mine', permissions: ['reports:read', 'books:close'] }, narrow))).toEqual([
      ['FORBIDDEN', 'input.permissions.1'],
    ]);
    const widened = await update({ name: 'Lesser', permissions: ['reports:read', 'audit:read'] }, narrow);
    expect([widened.codes, violations(widened)]).toEqual([['FORBIDDEN'], [['FORBIDDEN', 'input.permissions.1']]]);
    for (const answer of [
      await update({ name: 'Greater', permissions: ['reports:read'] }, narrow),
      await update({ name: 'Greater', description: 'Mine' }, narrow),
      await remove('Greater', narrow),
    ]) {
      expect([answer.data, answer.codes]).toEqual([null, ['FORBIDDEN']]);
    }
    expect(await roles()).toEqual(before);
    expect((await update({ name: 'Lesser', permissions: [] }, narrow)).errors).toBeUndefined();
  });

  test('nobody changes roles without the permission, held everywhere', async () => {
    const before = await roles();
    const admin = await server.admin();
    const open = 'mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }';
    const companyId = (await server.graphql(open, {}, admin)).data.createCompany.company.id;
    const tokens = [await server.as('ADMIN', companyId)];
    for (const name of ['DEVELOPER', 'AUDITOR', 'INTEGRATOR', 'BOOKKEEPER']) tokens.push(await server.as(name));
    for (const token of [...tokens, undefined]) {
      const answers = [
        await create({ name: 'Mine' }, token),
        await update({ name: 'BOOKKEEPER' }, token),
        await remove('BOOKKEEPER', token),
      ];
      const code = token ? 'FORBIDDEN' : 'UNAUTHENTICATED';
      expect(answers.map(({ codes }) => codes)).toEqual([[code], [code], [code]]);
    }
    expect(await roles()).toEqual(before);
  });

  test('of one name there is one role, however many are made at once', async () => {
    const admin = await server.admin();
    const answers = await Promise.all(['Once', 'once', 'ONCE', 'Once'].map((name) => create({ name }, admin)));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(answers.flatMap(({ codes }) => codes)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });
});
