import { byAssertion, claimsOf, keyedClient, sign } from '../auth/support/keyed-client';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const DAY = 86_400_000;
const absent = (digit: number) => `0192f0c1-2b3c-7d4e-8f50-6172839400${String(digit).padStart(2, '0')}`;

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeEach(async () => {
    server = await startServer(engine);
    client = await server.client(['DEVELOPER', 'AUDITOR']);
  });
  afterEach(() => server?.close());

  const last = async (column: string): Promise<string | null> => {
    await server.services.usage.flush();
    const rest = 'from usage_records order by answered_at desc, number desc limit 1';
    const [row] = await server.database.reader.rows([column], rest);
    return row![0] as string | null;
  };
  const enter = async (clientId: string, clientSecret: string) => {
    await server.fetch('/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
    });
    return last('client_failure');
  };

  describe('why a client was refused', () => {
    it('is kept, whatever it is, and null where it was let in', async () => {
      const { clientId, clientSecret } = client;
      expect(await enter(clientId, clientSecret)).toBeNull();
      expect(await enter(clientId, 'wrong')).toBe('WRONG_SECRET');
      expect(await enter('nobody', clientSecret)).toBe('UNKNOWN_CLIENT');
    });

    it('is the standing of whoever proves itself well', async () => {
      const { clientId, clientSecret, developerId } = client;
      const admin = await server.admin();
      const suspend = (name: string) =>
        server.graphql(`mutation ($id: ID!) { ${name}(input: { id: $id }) { developer { id } } }`, { id: developerId }, admin);
      expect((await suspend('suspendDeveloper')).errors).toBeUndefined();
      expect(await enter(clientId, clientSecret)).toBe('SUSPENDED');
      expect(await enter(clientId, 'wrong')).toBe('WRONG_SECRET');
      await suspend('reinstateDeveloper');
      const { data } = await server.graphql('{ viewer { developer { credentials { id } } } }', {}, client.token);
      const { id } = data.viewer.developer.credentials[0];
      const rotate = 'mutation ($id: ID!) { rotateCredential(input: { id: $id, overlapSeconds: 3600 }) { clientSecret } }';
      const rotated = await server.graphql(rotate, { id }, client.token);
      expect(rotated.errors).toBeUndefined();
      server.clock.advance(DAY);
      expect(await enter(clientId, clientSecret)).toBe('EXPIRED');
      const revoke = 'mutation ($id: ID!) { revokeCredential(input: { id: $id }) { credential { id } } }';
      expect((await server.graphql(revoke, { id }, await server.admin())).errors).toBeUndefined();
      expect(await enter(clientId, rotated.data.rotateCredential.clientSecret)).toBe('REVOKED');
    });

    it('is kept of the mutation too, and of assertions', async () => {
      await server.graphql(`mutation { token(clientId: "${client.clientId}", clientSecret: "wrong") { expiresIn } }`);
      expect(await last('client_failure')).toBe('WRONG_SECRET');
      const keyed = await keyedClient(server);
      const send = async (assertion: string) => {
        const body = new URLSearchParams({ grant_type: 'client_credentials', ...byAssertion(assertion) });
        await server.fetch('/oauth/token', { method: 'POST', body });
        return last('client_failure');
      };
      const assertion = await sign(keyed, claimsOf(keyed, server.clock.now()));
      expect(await send(assertion)).toBeNull();
      expect(await send(assertion)).toBe('BAD_ASSERTION');
    });
  });

  describe('ids that led to nothing', () => {
    const missed = async (query: string, variables: object = {}) => {
      await server.graphql(query, variables, client.token);
      return JSON.parse((await last('missed')) ?? 'null') as string[] | null;
    };

    it('are kept as short hashes, each once', async () => {
      const one = await missed('query ($id: ID!) { company(id: $id) { id } }', { id: absent(1) });
      expect(one).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/)]);
      expect(await missed('query ($id: ID!) { a: company(id: $id) { id } b: node(id: $id) { id } }', { id: absent(1) })).toEqual(one);
      expect(await missed('query ($id: ID!) { transaction(id: $id) { id } }', { id: absent(2) })).not.toEqual(one);
    });

    it('are those of a list that are not there, at most 32', async () => {
      const { data } = await server.graphql('{ viewer { developer { id } } }', {}, client.token);
      const ids = [absent(1), data.viewer.developer.id as string, absent(2)];
      expect(await missed('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toHaveLength(2);
      const many = Array.from({ length: 60 }, (_, index) => absent(index));
      expect(await missed('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: many })).toHaveLength(32);
    });

    it('are those that NOT_FOUND is about: of a mutation, a statement and its file', async () => {
      const mutation = 'mutation ($id: ID!) { updateDeveloper(input: { id: $id, name: "x" }) { developer { id } } }';
      expect(await missed(mutation, { id: absent(1) })).toHaveLength(1);
      const statement = await missed(`{ trialBalance(companyId: "${absent(1)}", asOf: "2026-01-31") { rows { account { id } } } }`);
      expect(statement).toHaveLength(1);
      const headers = { authorization: `Bearer ${client.token}` };
      await server.fetch(`/reports/trial-balance.csv?asOf=2026-01-31&companyId=${absent(1)}`, { headers });
      expect(JSON.parse((await last('missed'))!)).toEqual(statement);
    });

    it('are none where everything was found, or something else was wrong', async () => {
      expect(await missed('{ viewer { roles } }')).toBeNull();
      expect(await missed('query ($id: ID!) { company(id: $id) { id } }', { id: 'no id' })).toBeNull();
      const { data } = await server.graphql('{ viewer { developer { id } } }', {}, client.token);
      expect(await missed('query ($id: ID!) { node(id: $id) { id } }', { id: data.viewer.developer.id })).toBeNull();
    });
  });
});
