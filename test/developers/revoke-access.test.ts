import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const mutation =
  'mutation ($input: RevokeAccessInput!) { revokeAccess(input: $input) { developer { id access { role company { id } } } } }';
const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

forEachEngine((engine) => {
  let server: TestServer;
  let companyId: string;
  let otherCompanyId: string;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    companyId = await openCompany();
    otherCompanyId = await openCompany();
  });
  beforeEach(async () => {
    client = await server.client(['AUDITOR', 'BOOKKEEPER'], companyId);
    const grant = 'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }';
    const input = { developerId: client.developerId, companyId: otherCompanyId, role: 'AUDITOR' };
    expect((await server.graphql(grant, { input }, await server.admin())).errors).toBeUndefined();
  });
  afterAll(() => server.close());

  async function openCompany(): Promise<string> {
    const open = 'mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }';
    return (await server.graphql(open, {}, await server.admin())).data.createCompany.company.id;
  }
  const revoke = (input: object, token?: string) =>
    server.graphql(mutation, { input: { developerId: client.developerId, companyId, ...input } }, token);
  const mayDo = async () => {
    const write = 'mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) { company { id } } }';
    const { codes } = await server.graphql(write, { input: { id: companyId, externalId: 'x' } }, client.token);
    const { data } = await server.graphql('{ companies { nodes { id } } }', {}, client.token);
    return { writes: codes.length === 0, sees: data?.companies.nodes.map(({ id }: { id: string }) => id) };
  };

  test('one role is taken away, then all, on the next request, and what is held elsewhere stays', async () => {
    const admin = await server.admin();
    const both = [companyId, otherCompanyId];
    expect(await mayDo()).toEqual({ writes: true, sees: both });
    const access = (role: string, id: string) => ({ role, company: { id } });
    expect((await revoke({ role: 'BOOKKEEPER' }, admin)).data.revokeAccess.developer).toEqual({
      id: client.developerId,
      access: [access('AUDITOR', companyId), access('AUDITOR', otherCompanyId)],
    });
    expect(await mayDo()).toEqual({ writes: false, sees: both });
    expect((await revoke({}, admin)).data.revokeAccess.developer.access).toEqual([access('AUDITOR', otherCompanyId)]);
    expect(await mayDo()).toEqual({ writes: false, sees: [otherCompanyId] });
    for (const input of [{}, { role: 'AUDITOR' }]) expect((await revoke(input, admin)).errors).toBeUndefined();
    expect(await mayDo()).toEqual({ writes: false, sees: [otherCompanyId] });
  });

  test('every broken rule is told at once', async () => {
    const { data, codes, errors } = await revoke({ developerId: '1', companyId: '2', role: 'KING' }, await server.admin());
    expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['NOT_A_UUID', 'input.developerId'],
      ['NOT_A_UUID', 'input.companyId'],
      ['UNKNOWN_ROLE', 'input.role'],
    ]);
    expect((await revoke({ role: 'NUL\0' }, await server.admin())).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('what does not exist is not found', async () => {
    for (const input of [{ developerId: unknown }, { companyId: unknown }]) {
      expect(await revoke(input, await server.admin())).toMatchObject({ data: null, codes: ['NOT_FOUND'] });
    }
  });

  test('nobody takes away without the permission, or a role that holds more than they do', async () => {
    const reader = 'developers:write companies:read accounts:read transactions:read reports:read';
    const narrow = await server.token(await server.client('ADMIN'), reader);
    for (const input of [{}, { role: 'BOOKKEEPER' }]) {
      const { codes, errors } = await revoke(input, narrow);
      expect([codes, errors![0]!.extensions.violations![0]!.path]).toEqual([['FORBIDDEN'], ['input', 'role']]);
    }
    for (const role of ['DEVELOPER', 'AUDITOR', 'BOOKKEEPER'])
      expect((await revoke({}, await server.as(role))).codes).toEqual(['FORBIDDEN']);
    expect((await revoke({})).codes).toEqual(['UNAUTHENTICATED']);
    expect(await mayDo()).toEqual({ writes: true, sees: [companyId, otherCompanyId] });
    expect((await revoke({ role: 'AUDITOR' }, narrow)).errors).toBeUndefined();
  });
});
