import { setTimeout as after } from 'node:timers/promises';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { audience, newKey, startIssuer, tokenMaker, type StaticIssuer, type TokenMaker } from './support/static-issuer';

const rolesClaim = 'https://ns.example/roles';
const key = newKey();
const otherKey = newKey();

forEachEngine((engine) => {
  let issuer: StaticIssuer;
  let other: StaticIssuer;
  let server: TestServer;
  let make: TokenMaker;
  let makeOther: TokenMaker;
  let companyId: string;
  let serial = 0;

  beforeAll(async () => {
    [issuer, other] = [await startIssuer(key), await startIssuer(otherKey)];
    server = await startServer(engine, {
      settings: { OIDC_ISSUER: `${issuer.issuer},${other.issuer}`, OIDC_AUDIENCE: audience, OIDC_ROLES_CLAIM: rolesClaim },
    });
    make = tokenMaker(issuer.issuer, key, () => server.clock.now());
    makeOther = tokenMaker(other.issuer, otherKey, () => server.clock.now());
    companyId = await openCompany(await server.admin(), 'Theirs');
  });
  afterAll(async () => {
    await server.close();
    await Promise.all([issuer.close(), other.close()]);
  });

  const newSubject = () => `person|${(serial += 1)}`;
  const viewer = async (token: string) => {
    const answer = await server.graphql('{ viewer { roles permissions developer { id } } }', {}, token);
    return answer.status === 200 ? answer.data.viewer : answer.status;
  };
  const permissionsOf = async (token: string) => {
    const found = await viewer(token);
    return typeof found === 'number' ? found : (found.permissions as string[]);
  };
  const run = async (mutation: string, input: object, token?: string) =>
    server.graphql(
      `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { __typename } }`,
      { input },
      token ?? (await server.admin()),
    );

  async function openCompany(token: string, legalName: string): Promise<string> {
    const mutation = 'mutation ($input: CreateCompanyInput!) { createCompany(input: $input) { company { id } } }';
    const { data, errors } = await server.graphql(mutation, { input: { legalName, chart: 'EMPTY' } }, token);
    if (errors) throw new Error(errors[0]!.message);
    return data.createCompany.company.id as string;
  }

  /** A new developer with the roles that is known to the issuer as the subject. */
  async function linkedDeveloper(subject: string, roles: readonly string[] = []): Promise<string> {
    const mutation = 'mutation ($input: CreateDeveloperInput!) { createDeveloper(input: $input) { developer { id } } }';
    const input = { name: subject, roles, subjects: [{ issuer: issuer.issuer, subject }] };
    const { data, errors } = await server.graphql(mutation, { input }, await server.admin());
    if (errors) throw new Error(errors[0]!.message);
    return data.createDeveloper.developer.id as string;
  }

  describe('what a token grants by itself', () => {
    test.each<[string, object, readonly string[]]>([
      ['its permissions', { permissions: ['companies:read', 'reports:read'] }, ['companies:read', 'reports:read']],
      ['its permissions alone, where it has a scope too', { permissions: ['reports:read'], scope: 'books:close' }, ['reports:read']],
      ['nothing, where its list of permissions is empty', { permissions: [], scope: 'books:close' }, []],
      ['its scope, where it has no permissions', { scope: 'openid reports:read companies:read' }, ['companies:read', 'reports:read']],
      ['nothing, where it has neither', { scope: undefined }, []],
      ['nothing that is unknown here', { permissions: ['read:all', 'constructor', 'Reports:read', ''] }, []],
    ])('%s', async (_what, claims, permissions) => {
      expect(await viewer(make.token({ ...claims }))).toEqual({ roles: [], permissions, developer: null });
    });

    test.each<[string, unknown, readonly string[]]>([
      ['a list', ['AUDITOR', 'DEVELOPER'], ['AUDITOR', 'DEVELOPER']],
      ['one name', 'AUDITOR', ['AUDITOR']],
      ['names that are no roles here', ['AUDITOR', 'KING', 'auditor', "x' OR 1=1--", 'NUL\0', ''], ['AUDITOR']],
      ['an empty list', [], []],
    ])('the roles that its claim names: %s', async (_what, claim, roles) => {
      const found = await viewer(make.token({ scope: undefined, [rolesClaim]: claim }));
      expect([found.roles, found.permissions.includes('reports:read')]).toEqual([roles, roles.includes('AUDITOR')]);
    });

    test.each([[{ AUDITOR: true }], [5], [['AUDITOR', 5]], [Array.from({ length: 101 }, (_, index) => `R${index}`)]])(
      'a claim of roles that is no list of names is refused: %j',
      async (claim) => {
        expect(await viewer(make.token({ [rolesClaim]: claim }))).toBe(401);
      },
    );

    test('roles of any other claim are none', async () => {
      expect(await viewer(make.token({ scope: undefined, roles: ['ADMIN'], 'https://else.example/roles': ['ADMIN'] }))).toMatchObject({
        roles: [],
        permissions: [],
      });
    });

    test('what it grants counts in every company, and nothing more does', async () => {
      const auditor = make.token({ scope: undefined, [rolesClaim]: ['AUDITOR'] });
      const query = 'query ($id: ID!) { company(id: $id) { legalName taxId } }';
      const read = await server.graphql(query, { id: companyId }, auditor);
      expect([read.data, read.codes]).toEqual([{ company: { legalName: 'Theirs', taxId: null } }, ['FORBIDDEN']]);
      expect((await run('updateCompany', { id: companyId, legalName: 'Mine' }, auditor)).codes).toEqual(['FORBIDDEN']);
    });

    test('a role that is changed here changes what its holders may do on the next request', async () => {
      await run('createRole', { name: 'PAYROLL', permissions: ['accounts:read'] });
      const token = make.token({ scope: undefined, [rolesClaim]: ['PAYROLL'] });
      expect(await permissionsOf(token)).toEqual(['accounts:read']);
      await run('updateRole', { name: 'PAYROLL', permissions: ['reports:read'] });
      expect(await permissionsOf(token)).toEqual(['reports:read']);
      await run('deleteRole', { name: 'PAYROLL' });
      expect(await permissionsOf(token)).toEqual([]);
    });
  });

  describe('a caller without an account', () => {
    test('opens no company, since nobody would keep its books, and nothing is written', async () => {
      const count = async () => (await server.graphql('{ companies { totalCount } }', {}, await server.admin())).data.companies.totalCount;
      const before = await count();
      const refused = await run('createCompany', { legalName: 'Orphan' }, make.token({ permissions: ['companies:create'] }));
      expect(refused.codes).toEqual(['FORBIDDEN']);
      expect(refused.errors![0]!.message).toContain('link');
      expect(await count()).toBe(before);
    });

    test('opens one where it keeps all books anyway', async () => {
      const admin = make.token({ [rolesClaim]: ['ADMIN'] });
      const id = await openCompany(admin, 'Kept');
      const { data } = await server.graphql('query ($id: ID!) { company(id: $id) { legalName } }', { id }, admin);
      expect(data).toEqual({ company: { legalName: 'Kept' } });
    });

    test('has no credentials to make, and must say whose are meant', async () => {
      const refused = await run('createCredential', {}, make.token({ permissions: ['self:write', 'developers:write'] }));
      expect([refused.codes, refused.errors![0]!.extensions.violations![0]!.path]).toEqual([['BAD_USER_INPUT'], ['input', 'developerId']]);
    });

    test('sees no developer for being itself nobody', async () => {
      const { developerId } = await server.client('AUDITOR');
      const { data } = await server.graphql(
        'query ($id: ID!) { developer(id: $id) { id } }',
        { id: developerId },
        make.token({ permissions: ['self:read'] }),
      );
      expect(data).toEqual({ developer: null });
    });
  });

  describe('a subject that is linked to a developer', () => {
    test('is that developer, and holds what it holds together with what the token grants', async () => {
      const subject = newSubject();
      const id = await linkedDeveloper(subject, ['AUDITOR']);
      const found = await viewer(make.token({ sub: subject, permissions: ['books:close'], [rolesClaim]: ['DEVELOPER'] }));
      expect([found.developer, found.roles]).toEqual([{ id }, ['AUDITOR', 'DEVELOPER']]);
      expect(found.permissions).toEqual([
        'accounts:read',
        'books:close',
        'companies:read',
        'reports:read',
        'self:read',
        'self:write',
        'transactions:read',
        'usage:read',
      ]);
    });

    test('has its access to single companies, and BOOKKEEPER access to those that it opens', async () => {
      const subject = newSubject();
      const developerId = await linkedDeveloper(subject, ['INTEGRATOR']);
      const token = make.token({ sub: subject, scope: undefined });
      const names = async () =>
        (await server.graphql('{ companies { nodes { legalName } } }', {}, token)).data.companies.nodes.map(
          ({ legalName }: { legalName: string }) => legalName,
        );
      await run('grantAccess', { developerId, companyId, role: 'AUDITOR' });
      expect(await names()).toEqual(['Theirs']);
      const id = await openCompany(token, 'Ours');
      expect(await names()).toEqual(['Theirs', 'Ours']);
      expect((await run('updateCompany', { id, legalName: 'Still ours' }, token)).errors).toBeUndefined();
      expect((await run('updateCompany', { id: companyId, legalName: 'Ours' }, token)).codes).toEqual(['FORBIDDEN']);
      await run('revokeAccess', { developerId, companyId, role: 'AUDITOR' });
      expect(await names()).toEqual(['Still ours']);
    });

    test('of another issuer, or in another case, is somebody else', async () => {
      const subject = newSubject();
      await linkedDeveloper(subject, ['ADMIN']);
      for (const token of [
        makeOther.token({ sub: subject }),
        make.token({ sub: subject.toUpperCase() }),
        make.token({ sub: ` ${subject}` }),
        make.token({ sub: `${subject}%` }),
      ]) {
        expect(await viewer(token)).toEqual({ roles: [], permissions: ['companies:read'], developer: null });
      }
    });

    test('is not let in on the next request after the developer was suspended, whatever its token grants', async () => {
      const subject = newSubject();
      const id = await linkedDeveloper(subject);
      const token = make.token({ sub: subject, [rolesClaim]: ['ADMIN'] });
      expect(await permissionsOf(token)).toContain('books:close');
      await run('suspendDeveloper', { id });
      expect(await viewer(token)).toBe(401);
      await run('reinstateDeveloper', { id });
      expect(await permissionsOf(token)).toContain('books:close');
    });

    test('is kept out within two seconds after another process suspended the developer, and let in after one took that back', async () => {
      const subject = newSubject();
      const id = await linkedDeveloper(subject);
      const token = make.token({ sub: subject });
      const isIn = async () => typeof (await viewer(token)) === 'object';
      /** Whether the token is let in, once that is another answer than before, at the latest after two seconds. */
      const isInAfter = async (status: string) => {
        const [before, end] = [await isIn(), Date.now() + 2_000];
        await server.database.writer.run(async (transaction) => {
          await transaction.run('update developers set status = ?1 where id = ?2', [status, id]);
          await transaction.run('update access_state set version = version + 1');
        });
        while ((await isIn()) === before && Date.now() < end) await after(50);
        return isIn();
      };
      expect(await isInAfter('SUSPENDED')).toBe(false);
      expect(await isInAfter('ACTIVE')).toBe(true);
    });

    test('becomes the developer with the next request after it was linked, and is nobody after the link ended', async () => {
      const subject = newSubject();
      const token = make.token({ sub: subject, scope: undefined });
      expect(await viewer(token)).toEqual({ roles: [], permissions: [], developer: null });
      const id = await linkedDeveloper(subject, ['AUDITOR']);
      expect(await viewer(token)).toMatchObject({ roles: ['AUDITOR'], developer: { id } });
      await run('updateDeveloper', { id, subjects: [] });
      expect(await viewer(token)).toEqual({ roles: [], permissions: [], developer: null });
    });

    test('makes credentials of its own that are worth what the developer holds, without what its token grants', async () => {
      const subject = newSubject();
      await linkedDeveloper(subject, ['DEVELOPER']);
      const mutation = 'mutation { createCredential(input: {}) { clientSecret credential { clientId } } }';
      const { data } = await server.graphql(mutation, {}, make.token({ sub: subject, [rolesClaim]: ['ADMIN'] }));
      const { clientSecret, credential } = data.createCredential;
      const token = await server.token({ clientId: credential.clientId, clientSecret });
      expect(await permissionsOf(token)).toEqual(['self:read', 'self:write', 'usage:read']);
    });

    test('is seen', async () => {
      const subject = newSubject();
      const id = await linkedDeveloper(subject);
      await viewer(make.token({ sub: subject }));
      await server.services.developers.close();
      const { data } = await server.graphql('query ($id: ID!) { developer(id: $id) { lastSeenAt } }', { id }, await server.admin());
      expect(data.developer.lastSeenAt).toBe(new Date(server.clock.now()).toISOString());
    });
  });

  test('requests with a remembered token ask the database nothing, linked or not', async () => {
    const subject = newSubject();
    await linkedDeveloper(subject, ['AUDITOR']);
    const { auth } = server.services;
    for (const token of [
      make.token({ sub: subject, [rolesClaim]: ['DEVELOPER'] }),
      make.token({ sub: newSubject(), [rolesClaim]: ['KING'] }),
    ]) {
      const first = await auth.authenticate(`Bearer ${token}`);
      const statements = jest.spyOn(server.database.reader, 'rows');
      for (let count = 0; count < 100; count += 1) expect(await auth.authenticate(`Bearer ${token}`)).toBe(first);
      const asked = statements.mock.calls.filter(([, rest]) => !rest.includes('access_state'));
      statements.mockRestore();
      expect(asked).toEqual([]);
    }
  });

  test('a client of ours learns nothing of an outside token, and takes none away', async () => {
    const client = await server.client('ADMIN');
    const token = make.profileToken({ client_id: client.clientId, sub: client.clientId });
    const tell = (path: string) => {
      const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`;
      return server.fetch(path, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ token }) });
    };
    expect(await (await tell('/oauth/introspect')).json()).toEqual({ active: false });
    expect((await tell('/oauth/revoke')).status).toBe(200);
    expect(await viewer(token)).toEqual({ roles: [], permissions: ['companies:read'], developer: null });
  });
});
