import { createTransaction, openApiBooks, posted, type ApiBooks } from '../api/support/api-books';
import { newId } from '../../src/shared/ids';
import { forEachEngine } from '../support/engines';
import type { TestClient } from '../support/server';
import { eventsOf, settle } from './support';

forEachEngine((engine) => {
  let books: ApiBooks;
  let stranger: TestClient;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    stranger = await books.server.client('AUDITOR', await books.openCompany());
  });
  afterAll(() => books?.close());

  const ask = (document: string, variables: object, token = stranger.token) => books.server.graphql(document, variables, token);
  const refused = async (developerId = stranger.developerId) => {
    await settle(books.server);
    return (await eventsOf(books.server, { developerId })).filter(({ outcome }) => outcome !== 'ALLOWED');
  };

  it('tells of a denied mutation the field, the permissions asked for and the request', async () => {
    const document = 'mutation ($input: CreateCompanyInput!) { mine: createCompany(input: $input) { company { id } } }';
    const { headers } = await ask(document, { input: { legalName: 'Secret name' } });
    const [event] = await refused();
    expect(event).toMatchObject({ action: 'createCompany', outcome: 'DENIED', ip: '127.0.0.1', requestId: headers.get('x-request-id') });
    expect(event.detail).toEqual({ code: 'FORBIDDEN', path: 'mine', permissions: ['companies:create'] });
    expect(JSON.stringify(event)).not.toContain('Secret name');
  });

  it('tells of a denied field its path and its company, once for a whole list', async () => {
    const { token, developerId } = await books.server.client('AUDITOR');
    await ask('{ companies { nodes { taxId } } }', {}, token);
    const events = await refused(developerId);
    expect(events.map(({ action }) => action)).toEqual(['companies', 'companies']);
    const told = { code: 'FORBIDDEN', path: 'companies.nodes.taxId', permissions: ['companies:read_tax_id'] };
    expect(events.map(({ detail }) => detail)).toEqual([told, told]);
    expect(events.map(({ companyId }) => companyId)).toContain(books.companyId);
  });

  it('tells of objects that were there and were not shown, and of no others', async () => {
    const { token, developerId } = await books.server.client('AUDITOR', await books.openCompany());
    const id = await posted(books);
    await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [id, newId()] }, token);
    await ask('query ($id: ID!) { company(id: $id) { id } }', { id: books.companyId }, token);
    await ask('query ($id: ID!) { accounts(companyId: $id) { totalCount } }', { id: books.companyId }, token);
    const events = await refused(developerId);
    const told = events.map(({ action, objectId, companyId, detail }) => [action, objectId, companyId, detail.code]);
    expect(new Set(told)).toEqual(
      new Set([
        ['accounts', null, books.companyId, 'NOT_FOUND'],
        ['company', books.companyId, books.companyId, 'NOT_FOUND'],
        ['transaction', id, books.companyId, 'NOT_FOUND'],
      ]),
    );
  });

  it('tells of a mutation that broke rules which ones, and of a query that did nothing', async () => {
    const keeper = (await books.ask('{ viewer { developer { id } } }')).viewer.developer.id;
    const input = { companyId: books.companyId, date: '2026-01-31', description: 'Secret', entries: [] };
    await ask(createTransaction, { input }, books.token);
    await ask('{ companies(first: 1000) { totalCount } }', {}, books.token);
    const [event, ...others] = await refused(keeper);
    expect(event).toMatchObject({ action: 'createTransaction', outcome: 'FAILED' });
    expect(event.detail).toMatchObject({ code: 'BAD_USER_INPUT', path: 'createTransaction' });
    expect(JSON.stringify(event)).not.toContain('Secret');
    expect(others).toEqual([]);
  });

  it('counts refusals that are alike', async () => {
    const { token, developerId } = await books.server.client('AUDITOR');
    for (let each = 0; each < 5; each += 1)
      await ask('mutation { createCompany(input: { legalName: "x" }) { company { id } } }', {}, token);
    expect((await refused(developerId)).map(({ detail }) => detail.count)).toEqual([5]);
  });

  it('tells of each token that was issued, by either door, and of those that were refused', async () => {
    const { clientId, clientSecret, developerId } = await books.server.client('DEVELOPER');
    await settle(books.server);
    const before = (await eventsOf(books.server, { developerId, action: 'token' })).length;
    const token = await books.server.token({ clientId, clientSecret }, 'self:read');
    const document = 'mutation ($id: String!, $secret: String!) { token(clientId: $id, clientSecret: $secret) { accessToken } }';
    await books.server.graphql(document, { id: clientId, secret: clientSecret });
    await books.server.graphql(document, { id: clientId, secret: 'wrong' });
    await expect(books.server.token({ clientId, clientSecret: 'wrong' })).rejects.toThrow('invalid_client');
    await expect(books.server.token({ clientId: 'a-secret-in-its-place', clientSecret: 'wrong' })).rejects.toThrow('invalid_client');
    await settle(books.server);
    const events = await eventsOf(books.server, { developerId, action: 'token' });
    const [failed, ...issued] = [
      ...events.filter(({ outcome }) => outcome === 'DENIED'),
      ...events.filter(({ outcome }) => outcome === 'ALLOWED'),
    ];
    expect(failed).toMatchObject({ ip: '127.0.0.1', detail: { code: 'invalid_client', count: 2 } });
    expect(issued.length).toBe(before + 2);
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { jti: string };
    expect(issued.map(({ detail }) => detail)).toContainEqual({ tokenId: jti, scope: 'self:read' });
    const [nobody] = await eventsOf(books.server, { action: 'token', outcome: 'DENIED' });
    expect(nobody).toMatchObject({ developerId: null, subject: 'unknown' });
    const rows = JSON.stringify(await books.server.database.reader.manager.query('select * from audit_events'));
    for (const secret of [token, clientSecret, 'a-secret-in-its-place']) expect(rows).not.toContain(secret);
  });
});
