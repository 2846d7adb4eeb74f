import { startToyServer, type ToyServer } from './support/toy-server';

/** The checks of the scanner graphql-cop, each as a promise of our own; anonymous, as it sends them. */
let server: ToyServer;
beforeAll(async () => {
  server = await startToyServer({ PLAYGROUND: 'false' });
});
afterAll(() => server.close());

const post = (body: unknown, headers: Record<string, string> = {}) => server.post(body, null, { headers });

test('alias overloading: 101 aliases are refused', async () => {
  const { status, body } = await post({ query: `{ ${Array.from({ length: 101 }, (_, index) => `a${index}: __typename`).join(' ')} }` });
  expect([status, body.data]).toEqual([400, undefined]);
});

test('batch queries: ten operations in a list are refused', async () => {
  const answer = await post(Array.from({ length: 10 }, () => ({ query: '{ __typename }' })));
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('errors')]);
});

test('circular introspection: types within types are refused', async () => {
  const query = '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } }';
  expect((await post({ query })).body.data).toBeUndefined();
});

test('directive overloading: ten unknown directives do not make ten errors', async () => {
  const { status, body } = await post({ query: `{ __typename ${'@aa '.repeat(10)} }` });
  expect([status, body.data]).toEqual([400, undefined]);
  expect(body.errors!.length).toBeLessThan(10);
});

test('field suggestions: a misspelt field is not corrected', async () => {
  const { text } = await post({ query: '{ __schema { directive } }' });
  expect(text).toContain('Cannot query field');
  expect(text).not.toContain('Did you mean');
});

test('introspection: open on purpose, since the schema is published', async () => {
  expect((await post({ query: '{ __schema { types { name } } }' })).status).toBe(200);
});

test('detect GraphiQL: no page where the playground is off', async () => {
  for (const path of ['/', '/graphql', '/playground/', '/graphiql', '/console']) {
    const { text } = await server.send(path, { headers: { accept: 'text/html' } });
    expect(text).not.toMatch(/<html|graphiql/i);
  }
});

test('GET: a plain link runs no query', async () => {
  const { status, body } = await server.send('/graphql?query={__typename}');
  expect([status, body.data]).toEqual([400, undefined]);
});

test('GET-based mutations are refused', async () => {
  const { status, body } = await server.send('/graphql?query=mutation{token(clientSecret:"x")}', {
    headers: { 'apollo-require-preflight': '1' },
  });
  expect([status, body.data]).toEqual([405, undefined]);
});

test('POST-based forgery: a form runs no query', async () => {
  const { status, body } = await post('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' });
  expect([status, body.data]).toEqual([400, undefined]);
});

test('trace mode: no extensions beside the answer', async () => {
  expect((await post({ query: '{ __typename }' })).body).toEqual({ data: { __typename: 'Query' } });
});

test('unhandled errors: a broken document shows no exception', async () => {
  const { text, body } = await post({ query: 'qwerty cop {abc}' });
  expect(body.errors![0]!.extensions['exception']).toBeUndefined();
  expect(text).not.toMatch(/stacktrace|node_modules|at .*\.js/);
});
