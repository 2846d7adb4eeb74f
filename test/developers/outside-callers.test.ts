import { startIssuer, audience, newKey, tokenMaker, type StaticIssuer, type TokenMaker } from '../auth/support/static-issuer';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const rolesClaim = 'https://ns.example/roles';
const key = newKey();

forEachEngine((engine) => {
  let issuer: StaticIssuer;
  let server: TestServer;
  let make: TokenMaker;
  let serial = 0;

  beforeAll(async () => {
    issuer = await startIssuer(key);
    const settings = { OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: audience, OIDC_ROLES_CLAIM: rolesClaim };
    server = await startServer(engine, { settings });
    make = tokenMaker(issuer.issuer, key, () => server.clock.now());
  });
  afterAll(async () => {
    await server.close();
    await issuer.close();
  });

  /** A new subject that is linked to a developer with the roles. */
  async function linked(roles: readonly string[]): Promise<string> {
    const subject = `person|${(serial += 1)}`;
    const mutation = 'mutation ($input: CreateDeveloperInput!) { createDeveloper(input: $input) { developer { id } } }';
    const input = { name: subject, roles, subjects: [{ issuer: issuer.issuer, subject }] };
    const { errors } = await server.graphql(mutation, { input }, await server.admin());
    expect(errors).toBeUndefined();
    return subject;
  }
  const admitted = async (token: string) => (await server.services.auth.authenticate(`Bearer ${token}`))!;
  const behindItsBack = (statement: string, subject: string) =>
    server.database.writer.run((transaction) => transaction.run(statement, [subject]));
  const developerOf = '(select developer_key from developer_subjects where subject = ?1)';

  test.each([
    ['suspended', `update developers set status = 'SUSPENDED' where key = ${developerOf}`, 'UNAUTHENTICATED'],
    ['left without its role', `delete from developer_roles where developer_key = ${developerOf}`, 'FORBIDDEN'],
    ['unlinked', 'delete from developer_subjects where subject = ?1', 'FORBIDDEN'],
  ])(
    'an ADMIN from an outside issuer that was %s after its request was let in changes no more rights with it',
    async (_name, statement, code) => {
      const subject = await linked(['ADMIN']);
      const caller = await admitted(make.token({ sub: subject, scope: undefined }));
      await behindItsBack(statement, subject);
      const { developers } = server.services.developers;
      await expect(developers.createDeveloper(caller, { name: 'Mole', roles: ['ADMIN'] })).rejects.toMatchObject({ code });
      await expect(developers.createRole(caller, { name: 'Mole', permissions: [] })).rejects.toMatchObject({ code });
    },
  );

  test('a role that its issuer gives counts as it is when the change is committed', async () => {
    const roles = 'mutation { createRole(input: { name: "OFFICE", permissions: ["developers:write", "roles:write"] }) { role { name } } }';
    expect((await server.graphql(roles, {}, await server.admin())).errors).toBeUndefined();
    const caller = await admitted(make.token({ sub: 'person|office', scope: undefined, [rolesClaim]: ['OFFICE'] }));
    const { developers } = server.services.developers;
    await expect(developers.createRole(caller, { name: 'Clerk', permissions: ['developers:write'] })).resolves.toMatchObject({
      name: 'Clerk',
    });
    await behindItsBack("update roles set permissions = '[]' where name = ?1", 'OFFICE');
    await expect(developers.createRole(caller, { name: 'Mole', permissions: [] })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('what its token permits stays permitted, since no table holds it', async () => {
    const caller = await admitted(make.token({ sub: await linked([]), permissions: ['developers:write'] }));
    const { developers } = server.services.developers;
    await expect(developers.createDeveloper(caller, { name: 'Clerk' })).resolves.toMatchObject({ name: 'Clerk' });
  });

  test('a token of ours that was revoked after its request was let in changes no more rights', async () => {
    const { token } = await server.client('ADMIN');
    const caller = await admitted(token);
    const revocation =
      'insert into revoked_tokens (id, expires_at, version) select ?1, 9999999999999, version from access_state where true';
    await behindItsBack(revocation, caller.identity.tokenId!);
    const { developers } = server.services.developers;
    await expect(developers.createCredential(caller, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
