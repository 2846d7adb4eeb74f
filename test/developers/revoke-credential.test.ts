import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const mutation = 'mutation ($input: RevokeCredentialInput!) { revokeCredential(input: $input) { credential { id revokedAt } } }';
const creation = 'mutation { createCredential(input: {}) { clientSecret credential { id clientId } } }';
const unknown = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  let id: string;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  beforeEach(async () => {
    client = await server.client('DEVELOPER');
    const { data } = await server.graphql('{ viewer { developer { credentials { id } } } }', {}, client.token);
    id = data.viewer.developer.credentials[0].id;
  });
  afterAll(() => server.close());

  const revoke = (credential: string, token?: string) => server.graphql(mutation, { input: { id: credential } }, token);
  const asks = async (token: string) => (await server.graphql('{ viewer { permissions } }', {}, token)).status;

  test('credentials can be revoked with their own token, which is refused from then on, while others of the developer go on', async () => {
    const { data } = await server.graphql(creation, {}, client.token);
    const { clientSecret, credential } = data.createCredential;
    const second = await server.token({ clientId: credential.clientId, clientSecret });
    const narrow = await server.token(client, 'self:write');
    const revokedAt = new Date(server.clock.now()).toISOString();
    expect((await revoke(id.toUpperCase(), narrow)).data).toEqual({ revokeCredential: { credential: { id, revokedAt } } });
    for (const token of [client.token, narrow]) expect(await asks(token)).toBe(401);
    await expect(server.token(client)).rejects.toThrow('invalid_client');
    expect(await asks(second)).toBe(200);

    server.clock.advance(1_000);
    const again = await revoke(id, second);
    expect(again.data.revokeCredential.credential.revokedAt).toBe(revokedAt);
  });

  test('an administrator revokes those of others', async () => {
    expect((await revoke(id, await server.admin())).errors).toBeUndefined();
    expect(await asks(client.token)).toBe(401);
  });

  test('what others have is not found, like what nobody has, and stays good', async () => {
    const other = await server.client('DEVELOPER');
    const answers = [await revoke(id, other.token), await revoke(unknown, other.token)];
    expect(answers.map(({ codes }) => codes)).toEqual([['NOT_FOUND'], ['NOT_FOUND']]);
    expect(answers[0]!.errors![0]!.message).toBe(answers[1]!.errors![0]!.message);
    expect((await revoke('mine', other.token)).codes).toEqual(['BAD_USER_INPUT']);
    expect(await asks(client.token)).toBe(200);
  });

  test('nobody revokes without the permission, or from a developer who holds more than they do', async () => {
    const tokens = [
      await server.as('AUDITOR'),
      await server.as('BOOKKEEPER'),
      await server.token(await server.client('ADMIN'), 'developers:read self:write'),
      await server.token(await server.client('ADMIN'), 'developers:write self:write'),
    ];
    for (const token of tokens) expect((await revoke(id, token)).codes).toEqual(['FORBIDDEN']);
    expect((await revoke(id)).codes).toEqual(['UNAUTHENTICATED']);
    expect(await asks(client.token)).toBe(200);
  });
});
