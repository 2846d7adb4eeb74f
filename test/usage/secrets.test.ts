import { decodeJwt } from 'jose';
import { byAssertion, claimsOf, keyedClient, sign } from '../auth/support/keyed-client';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

forEachEngine((engine) => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer(engine);
  });
  afterEach(() => server?.close());

  /** Ids of the secrets in the records of the last operations, the latest first; null where a record has none. */
  const lastSecrets = async (operations: number) => {
    await server.services.usage.flush();
    const rest = `from usage_records u left join credential_secrets s on s.key = u.secret_key where u.operation_name = 'Me'
      order by u.answered_at desc, u.number desc limit ${operations}`;
    return (await server.database.reader.rows(['s.id'], rest)).map(([id]) => id);
  };
  const ask = (token?: string) => server.graphql('query Me { viewer { roles } }', {}, token);

  it('an operation is recorded with the secret that its token was obtained by, though it was replaced since', async () => {
    const client = await server.client('DEVELOPER');
    const { data } = await server.graphql('{ viewer { developer { credentials { id secrets { id } } } } }', {}, client.token);
    const [{ id, secrets }] = data.viewer.developer.credentials;
    const rotate = 'mutation ($id: ID!) { rotateCredential(input: { id: $id }) { clientSecret credential { secrets { id } } } }';
    const { rotateCredential: rotated } = (await server.graphql(rotate, { id }, client.token)).data;
    const newToken = await server.token({ ...client, clientSecret: rotated.clientSecret });
    const [first, second] = rotated.credential.secrets.map((secret: { id: string }) => secret.id);
    expect(first).toBe(secrets[0].id);
    expect(decodeJwt(newToken)['secret_id']).toBe(second);
    for (const token of [client.token, newToken, client.token]) {
      await ask(token);
      server.clock.advance(1);
    }
    expect(await lastSecrets(3)).toEqual([first, second, first]);
  });

  it('and with none where it was a key, or where nobody asks', async () => {
    const keyed = await keyedClient(server);
    const assertion = await sign(keyed, claimsOf(keyed, server.clock.now()));
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...byAssertion(assertion) });
    const answer = (await (await server.fetch('/oauth/token', { method: 'POST', body })).json()) as { access_token: string };
    expect((await ask(answer.access_token)).errors).toBeUndefined();
    await ask();
    expect(await lastSecrets(2)).toEqual([null, null]);
  });
});
