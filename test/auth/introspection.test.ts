import { decodeJwt } from 'jose';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { basic, inBody, post } from './support/token-requests';

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  let admin: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    [client, admin] = [await server.client('AUDITOR'), await server.client('ADMIN')];
  });
  afterAll(() => server.close());

  const introspect = async (token: string, by: TestClient = client) => {
    const answer = await post(server, '/oauth/introspect', { ...inBody(by), token });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    return answer.body;
  };
  const nothing = { active: false };
  const change = async (statement: string, parameters: unknown[]) => {
    await server.database.writer.run((transaction) => transaction.run(statement, parameters));
    server.services.developers.access.changed();
  };

  test('a client sees all that its own token says', async () => {
    const token = await server.token(client);
    const { jti } = decodeJwt(token);
    const issuedAt = server.clock.now() / 1000;
    expect(await introspect(token)).toEqual({
      active: true,
      scope: 'accounts:read companies:read reports:read transactions:read',
      client_id: client.clientId,
      token_type: 'Bearer',
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + 3600,
      sub: client.clientId,
      aud: 'http://ledger.test',
      iss: 'http://ledger.test',
      jti,
    });
  });

  test('of a narrow token the scope that it has, and none where that is nothing', async () => {
    expect(await introspect(await server.token(client, 'reports:read'))).toMatchObject({ active: true, scope: 'reports:read' });
    const nobody = await server.client([]);
    expect(await introspect(nobody.token, nobody)).not.toHaveProperty('scope');
  });

  test('of another client’s token nothing, unless the developer may see every developer', async () => {
    const token = await server.token(client);
    expect(await introspect(token, await server.client('DEVELOPER'))).toEqual(nothing);
    expect(await introspect(token, admin)).toMatchObject({ active: true, client_id: client.clientId });
  });

  test('developers:read counts only as far as the credential has it', async () => {
    const mutation = 'mutation { createCredential(input: { scope: ["self:read"] }) { clientSecret credential { clientId } } }';
    const { data } = await server.graphql(mutation, {}, admin.token);
    const { clientSecret, credential } = data.createCredential;
    expect(await introspect(client.token, { ...admin, clientId: credential.clientId, clientSecret })).toEqual(nothing);
  });

  test('a resource server whose audience is another name than ours is told that name', async () => {
    const named = await startServer(engine, { settings: { TOKEN_AUDIENCE: 'urn:ledger' } });
    const own = await named.client('AUDITOR');
    const { body } = await post(named, '/oauth/introspect', { ...inBody(own), token: own.token });
    expect(body).toMatchObject({ active: true, aud: 'urn:ledger', iss: 'http://ledger.test' });
    await named.close();
  });

  test.each<[string, () => Promise<string>]>([
    ['garbage', async () => 'garbage'],
    ['a token that was tampered with', async () => `${(await server.token(client)).slice(0, -8)}AAAAAAAA`],
    [
      'a revoked token',
      async () => {
        const token = await server.token(client);
        await post(server, '/oauth/revoke', { ...inBody(client), token });
        return token;
      },
    ],
    [
      'an expired token',
      async () => {
        const token = await server.token(client);
        server.clock.advance(3_600_000);
        return token;
      },
    ],
  ])('%s is not active, and nothing else is said of it', async (_name, token) => {
    const asked = await token();
    for (const by of [client, admin]) expect(await introspect(asked, by)).toEqual(nothing);
  });

  test.each([
    ['developer is suspended', "update developers set status = 'SUSPENDED' where id = ?1", (it: TestClient) => it.developerId],
    ['credential is revoked', 'update credentials set revoked_at = 1 where client_id = ?1', (it: TestClient) => it.clientId],
  ])('a token whose %s is not active', async (_name, statement, of) => {
    const gone = await server.client('AUDITOR');
    expect(await introspect(gone.token, admin)).toMatchObject({ active: true });
    await change(statement, [of(gone)]);
    expect(await introspect(gone.token, admin)).toEqual(nothing);
  });

  test('a role that is taken away is gone from the scope at once', async () => {
    const narrowed = await server.client(['AUDITOR', 'DEVELOPER']);
    const role = "(select key from roles where name = 'AUDITOR')";
    const developer = '(select key from developers where id = ?1)';
    await change(`delete from developer_roles where role_key = ${role} and developer_key = ${developer}`, [narrowed.developerId]);
    expect(await introspect(narrowed.token, narrowed)).toMatchObject({ active: true, scope: 'self:read self:write usage:read' });
  });

  test('clients prove who they are; a bearer token does not', async () => {
    const { token } = await server.client('ADMIN');
    for (const headers of [{}, { authorization: `Bearer ${token}` }, basic(client.clientId, 'wrong')]) {
      const answer = await post(server, '/oauth/introspect', { token }, { headers });
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
    }
  });
});
