import { getIntrospectionQuery } from 'graphql';
import { startToyServer, type ToyServer } from './support/toy-server';

let server: ToyServer;
beforeAll(async () => {
  server = await startToyServer({ CORS_ORIGINS: 'https://app.test' });
});
afterAll(() => server.close());

const codes = (answer: { body: { errors?: { extensions: Record<string, unknown> }[] } }) =>
  answer.body.errors?.map(({ extensions }) => extensions['code']);

describe('who asks', () => {
  test('a valid token is answered, and nothing is kept by caches', async () => {
    const answer = await server.post({ query: '{ thing { id } }' });
    expect([answer.status, answer.body]).toEqual([200, { data: { thing: { id: '1' } } }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('a bad token is 401 with a challenge and without data, even where none is needed', async () => {
    const answer = await server.post({ query: '{ __typename }' }, 'stranger');
    expect([answer.status, codes(answer), 'data' in answer.body]).toEqual([401, ['UNAUTHENTICATED'], false]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="open-ledger"/);
  });

  test.each(['Basic cmVhZGVyOg==', 'Bearer', 'reader'])('the authorization %s is 401', async (authorization) => {
    expect((await server.post({ query: '{ __typename }' }, null, { headers: { authorization } })).status).toBe(401);
  });

  test('a cookie is no token', async () => {
    const answer = await server.post({ query: '{ thing { id } }' }, null, {
      headers: { cookie: 'authorization=Bearer reader; token=reader' },
    });
    expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
  });

  test('a token in the address is refused, beside a good one too', async () => {
    const answer = await server.send('/graphql?access_token=reader&query={__typename}', {
      headers: { 'apollo-require-preflight': '1', authorization: 'Bearer reader' },
    });
    expect([answer.status, codes(answer)]).toEqual([400, ['UNAUTHENTICATED']]);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_request"');
  });

  test.each(['access_token', 'access%5Ftoken=', 'query={__typename}&access_token=a&access_token=b'])(
    'a token in the address is refused however it is written: ?%s',
    async (query) => {
      const answer = await server.send(`/graphql?${query}`, { headers: { 'apollo-require-preflight': '1' } });
      expect([answer.status, codes(answer)]).toEqual([400, ['UNAUTHENTICATED']]);
    },
  );

  test('nobody on a guarded field is 401 with a challenge that names no error', async () => {
    const answer = await server.post({ query: '{ __typename thing { id } }' }, null);
    expect([answer.status, codes(answer), 'data' in answer.body]).toEqual([401, ['UNAUTHENTICATED'], false]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="open-ledger"(?!.*error)/);
  });

  test('a guarded field that is skipped asks for no token', async () => {
    const query = 'query ($in: Boolean!) { __typename thing @include(if: $in) { id } }';
    expect((await server.post({ query, variables: { in: false } }, null)).body).toEqual({ data: { __typename: 'Query' } });
    expect((await server.post({ query, variables: { in: true } }, null)).status).toBe(401);
  });

  test('nobody may ask for a token and for the type of things', async () => {
    expect((await server.post({ query: 'mutation { token(clientSecret: "x") }' }, null)).body).toEqual({ data: { token: 'opaque' } });
    expect((await server.post({ query: getIntrospectionQuery() }, null)).status).toBe(200);
  });
});

describe('what a caller may not have', () => {
  test('in a query the refused field is null with FORBIDDEN, and the rest stands', async () => {
    const answer = await server.post({ query: '{ thing { id } secret: secretThing { id } }' });
    expect([answer.status, answer.body.data, codes(answer), answer.body.errors![0]!.path]).toEqual([
      200,
      { thing: { id: '1' }, secret: null },
      ['FORBIDDEN'],
      ['secret'],
    ]);
  });

  test('in a mutation nothing runs, and each refused field is named', async () => {
    const answer = await server.post(
      { query: 'mutation { first: write(by: 1) ...F } fragment F on Mutation { close again: close }' },
      'writer',
    );
    expect([answer.status, answer.body.data, codes(answer)]).toEqual([200, null, ['FORBIDDEN', 'FORBIDDEN']]);
    expect(answer.body.errors!.map(({ path }) => path)).toEqual([['close'], ['again']]);
    expect(server.written).toEqual([]);
  });

  test('a refused field that is skipped does not stand in the way', async () => {
    const query = 'mutation ($all: Boolean!) { write(by: 5) close @include(if: $all) }';
    expect((await server.post({ query, variables: { all: false } }, 'writer')).body).toEqual({ data: { write: 5 } });
    expect(server.written).toEqual(['write 5']);
  });
});

describe('failures', () => {
  test('what nobody designed is told by one sentence, with the request id that the log has', async () => {
    const answer = await server.post({ query: '{ thing { id } fail(how: "internal") }' });
    expect(answer.body.data).toEqual({ thing: { id: '1' }, fail: null });
    expect(codes(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(answer.text).not.toMatch(/SELECT|credentials|srv|stack/);
    const { requestId, retryable } = answer.body.errors![0]!.extensions;
    expect([requestId, retryable]).toEqual([answer.headers.get('x-request-id'), true]);
    const line = server.log.find((text) => text.includes(String(requestId)) && text.includes('SELECT secret'));
    expect(JSON.parse(line!)).toMatchObject({ level: 50, path: 'fail', err: { type: 'Error' } });
  });

  test('a designed refusal keeps its code, and its cause is for the log alone', async () => {
    const answer = await server.post({ query: '{ fail(how: "caused") }' });
    expect(answer.body.errors![0]).toMatchObject({ message: 'Try again.', extensions: { code: 'CONFLICT', retryable: true } });
    expect(answer.text).not.toContain('inner reason');
    expect(server.log.some((line) => line.includes('inner reason'))).toBe(true);
  });

  test.each([
    ['overloaded', 503, '7'],
    ['throttled', 429, '30'],
  ])('%s everywhere is %i with Retry-After', async (how, status, retryAfter) => {
    const answer = await server.post({ query: `{ fail(how: "${how}") }` });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
  });

  test('overloaded in one field of two is 200, since there is data', async () => {
    const answer = await server.post({ query: '{ thing { id } fail(how: "overloaded") }' });
    expect([answer.status, answer.headers.get('retry-after'), codes(answer)]).toEqual([200, null, ['OVERLOADED']]);
  });

  test('bad variables are 400 with a path to each, and no hint at the schema', async () => {
    const answer = await server.post({ query: 'mutation ($by: Int!) { write(by: $by) }', variables: { by: 'x' } }, 'writer');
    expect([answer.status, codes(answer)]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(answer.body.errors![0]!.extensions['violations']).toEqual([expect.objectContaining({ code: 'INVALID_VALUE', path: ['by'] })]);
    const missing = await server.post({ query: 'mutation ($by: Int!) { write(by: $by) }' }, 'writer');
    expect(missing.body.errors![0]!.extensions['violations']).toEqual([expect.objectContaining({ code: 'REQUIRED', path: ['by'] })]);
  });

  test('a nullable variable that is null where it must not be is bad input', async () => {
    const query = 'query ($how: String = "x") { fail(how: $how) }';
    expect(codes(await server.post({ query, variables: { how: null } }))).toEqual(['BAD_USER_INPUT']);
  });

  test.each([
    ['a document that is none', { query: '{ thing ' }, 'GRAPHQL_PARSE_FAILED', 400],
    ['a field that does not exist', { query: '{ think }' }, 'GRAPHQL_VALIDATION_FAILED', 400],
    ['an operation that does not exist', { query: '{ __typename }', operationName: 'Other' }, 'OPERATION_RESOLUTION_FAILURE', 400],
    ['a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }, 'PERSISTED_QUERY_NOT_SUPPORTED', 200],
    ['an empty object', {}, 'BAD_REQUEST', 400],
    ['variables that are none', { query: '{ __typename }', variables: [1] }, 'BAD_REQUEST', 400],
    ['a subscription', { query: 'subscription { things }' }, 'GRAPHQL_VALIDATION_FAILED', 400],
  ])('%s is told with its code, a request id and retryable', async (_what, body, code, status) => {
    const answer = await server.post(body);
    expect([answer.status, codes(answer)]).toEqual([status, [code]]);
    expect(answer.body.errors![0]!.extensions).toMatchObject({ retryable: false, requestId: answer.headers.get('x-request-id') });
    expect(answer.text).not.toContain('Did you mean');
  });
});

describe('what is asked of HTTP', () => {
  test.each([
    ['application/json; charset=utf-7', 415],
    ['application/json; charset=ibm850', 415],
    ['application/json; charset=x-foo', 415],
    ['application/xml', 415],
    ['text/plain', 400],
    ['application/x-www-form-urlencoded', 400],
    ['multipart/form-data; boundary=x', 400],
  ])('a body of %s is refused with %i, as GraphQL', async (type, status) => {
    const answer = await server.post({ query: 'mutation { write(by: 9) }' }, 'writer', { headers: { 'content-type': type } });
    expect([answer.status, codes(answer)]).toEqual([status, ['BAD_REQUEST']]);
    expect(server.written).not.toContain('write 9');
  });

  test('utf-8 by name is taken', async () => {
    expect(
      (await server.post({ query: '{ __typename }' }, null, { headers: { 'content-type': 'application/json; charset="UTF-8"' } })).status,
    ).toBe(200);
  });

  test('a packed body is refused unread', async () => {
    expect((await server.post('x', 'reader', { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  });

  test('bytes that are no UTF-8 are refused', async () => {
    const body = Buffer.from('7b227175657279223a22ff227d', 'hex');
    expect((await server.send('/graphql', { method: 'POST', body, headers: { 'content-type': 'application/json' } })).status).toBe(400);
  });

  test.each(['application/json', 'application/graphql-response+json'])(
    'every refusal comes as %s where that is asked for',
    async (accept) => {
      const init = { headers: { accept } };
      const answers = [
        await server.post('{', 'reader', init),
        await server.post({ query: '{ __typename }' }, 'stranger', init),
        await server.post({ query: '{ thing { id } }' }, null, init),
        await server.post([{ query: '{ __typename }' }], 'reader', init),
        await server.post('x'.repeat(100), 'reader', { headers: { accept, 'content-type': 'application/xml' } }),
      ];
      for (const answer of answers) {
        expect([answer.status >= 400, answer.headers.get('content-type')]).toEqual([true, `${accept}; charset=utf-8`]);
        expect(answer.body.errors![0]!.extensions['requestId']).toBe(answer.headers.get('x-request-id'));
      }
    },
  );

  test('other methods are 405 and say which are served', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await server.send('/graphql', { method, headers: { 'content-type': 'application/json' }, body: '{}' });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    }
  });

  test('a mutation by GET is 405', async () => {
    const answer = await server.send('/graphql?query=mutation{write(by:8)}', {
      headers: { 'apollo-require-preflight': '1', authorization: 'Bearer writer' },
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(server.written).not.toContain('write 8');
  });

  test('a request id that is sane is kept, any other replaced', async () => {
    const idOf = async (id: string) =>
      (await server.post({ query: '{ __typename }' }, null, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idOf('trace-1.a:b')).toBe('trace-1.a:b');
    for (const id of ['a b', '<script>', 'x'.repeat(101), '../x']) expect(await idOf(id)).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a listed origin may call, another is told nothing', async () => {
    const preflight = (origin: string) =>
      server.send('/graphql', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
    const allowed = await preflight('https://app.test');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin'), allowed.headers.get('vary')]).toEqual([
      204,
      'https://app.test',
      'Origin',
    ]);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of ['null', 'https://app.test.evil.test', 'http://app.test', 'https://app.test:8443']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    }
    const answer = await server.post({ query: '{ __typename }' }, null, { headers: { origin: 'https://app.test' } });
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
  });

  test('answers say what browsers must not do with them', async () => {
    const { headers } = await server.post({ query: '{ __typename }' }, null);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });

  test('an address that leads nowhere is 404 and says so', async () => {
    expect(await server.send('/nowhere?x=1')).toMatchObject({ status: 404, text: '{"error":"There is nothing at this address."}' });
  });
});

test('variables with names from prototypes are only names', async () => {
  const answer = await server.post(
    '{"query":"query ($v: JSONObject!) { echo(value: $v) }","variables":{"v":{"__proto__":{"a":1},"constructor":1}}}',
  );
  expect(answer.body.data).toEqual({ echo: '{"__proto__":{"a":1},"constructor":1}' });
});

describe('the log', () => {
  test('believes X-Forwarded-For from listed proxies only', async () => {
    const addressOf = async (to: ToyServer) => {
      to.log.length = 0;
      await to.send('/livez', { headers: { 'x-forwarded-for': '203.0.113.9' } });
      return (JSON.parse(to.log[0]!) as { ip: string }).ip;
    };
    expect(await addressOf(server)).toBe('127.0.0.1');
    const behindProxy = await startToyServer({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' });
    behindProxy.log.length = 0;
    expect(await addressOf(behindProxy)).toBe('203.0.113.9');
    await behindProxy.close();
  });

  test('has a line for each request, and no token, variable, query string or body', async () => {
    server.log.length = 0;
    await server.post({ query: 'query Find($v: JSONObject!) { echo(value: $v) }', variables: { v: { pin: 'hunter2' } } });
    await server.send('/nowhere?client_secret=hunter3', { headers: { authorization: 'Bearer reader' } });
    const lines = server.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { msg: 'request', path: '/graphql', status: 200, operationName: 'Find', operationType: 'query', subject: 'someone' },
      { msg: 'request', path: '/nowhere', status: 404 },
    ]);
    expect(server.log.join('')).not.toMatch(/hunter|Bearer|reader/);
  });

  test('an operation name cannot forge a line', async () => {
    server.log.length = 0;
    await server.post({ query: '{ __typename }', operationName: 'A\r\n{"level":30,"msg":"forged"}' });
    expect(server.log.map((line) => line.trimEnd().split('\n').length)).toEqual([1]);
  });
});
