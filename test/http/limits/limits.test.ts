import { getIntrospectionQuery } from 'graphql';
import { startToyServer, type ToyServer } from '../support/toy-server';

let server: ToyServer;
/** As the first, with room for documents that the first refuses by their tokens. */
let roomy: ToyServer;
beforeAll(async () => {
  server = await startToyServer({ MAX_DEPTH: '10', MAX_ALIASES: '20', MAX_COST: '1000', MAX_BODY_BYTES: '200000' });
  roomy = await startToyServer({ MAX_TOKENS: '20000' });
});
afterAll(() => Promise.all([server.close(), roomy.close()]));

async function refusal(query: string, variables?: object, to: ToyServer = server, as = 'reader') {
  const { status, body } = await to.post({ query, variables }, as);
  return {
    status,
    codes: body.errors?.map(({ extensions }) => extensions['code']),
    message: body.errors?.[0]?.message ?? '',
    hasData: 'data' in body,
  };
}
const refused = (setting: string) => ({
  status: 400,
  codes: ['TOO_COMPLEX'],
  message: expect.stringContaining(`(${setting})`) as string,
  hasData: false,
});
const nested = (field: string, times: number) => `${`${field} { `.repeat(times)}id${' }'.repeat(times)}`;

test('more tokens than allowed are refused while they are read', async () => {
  expect(await refusal(`{ thing { ${'id '.repeat(1000)} } }`)).toEqual({
    ...refused('MAX_TOKENS'),
    message: expect.stringContaining('1000 are allowed'),
  });
});

test('brackets 5,000 deep are 400, and a parser out of stack says nothing of it', async () => {
  const brackets = `{ byIds(ids: ${'['.repeat(5000)} }`;
  expect(await refusal(brackets)).toEqual(refused('MAX_TOKENS'));
  const answer = await refusal(brackets, undefined, roomy);
  expect(answer).toMatchObject({ status: 400, codes: ['GRAPHQL_PARSE_FAILED'], hasData: false });
  expect(answer.message).not.toMatch(/stack/i);
});

test('fields nested 1,500 deep are refused by their depth', async () => {
  expect(await refusal(`{ thing { ${nested('self', 1500)} } }`, undefined, roomy)).toEqual(refused('MAX_DEPTH'));
});

test('ten levels pass and eleven do not, in fragments too', async () => {
  expect((await refusal(`{ thing { ${nested('self', 8)} } }`)).status).toBe(200);
  expect(await refusal(`{ thing { ${nested('self', 9)} } }`)).toEqual(refused('MAX_DEPTH'));
  expect(
    await refusal(
      `{ thing { ...A } } fragment A on Thing { self { self { self { self { ...B } } } } } fragment B on Thing { ${nested('self', 5)} }`,
    ),
  ).toEqual(refused('MAX_DEPTH'));
});

test('a fragment within itself is an invalid document, and does not go on for ever', async () => {
  expect((await refusal('{ thing { ...A } } fragment A on Thing { self { ...A } }')).codes).toContain('GRAPHQL_VALIDATION_FAILED');
});

test('aliases are counted over the whole document', async () => {
  const aliases = (count: number, name = 'a') => Array.from({ length: count }, (_, index) => `${name}${index}: __typename`).join(' ');
  expect((await refusal(`{ ${aliases(20)} }`)).status).toBe(200);
  expect(await refusal(`{ ${aliases(10)} ...F } fragment F on Query { ${aliases(21, 'b')} }`)).toEqual(refused('MAX_ALIASES'));
});

describe('cost', () => {
  const page = 'query ($n: Int) { thing { things(first: $n) { nodes { id things(first: 10) { nodes { id } } } } } }';
  // thing 1, things 1, and for each node: itself, id, things, ten nodes with id
  const costOfPage = (size: number) => 1 + 1 + 1 + size * (1 + 1 + 1 + 10);

  test('a page multiplies by the size that the variables give', async () => {
    expect((await refusal(page, { n: Math.floor((1000 - 3) / 13) })).status).toBe(200);
    const answer = await refusal(page, { n: 77 });
    expect(answer).toEqual(refused('MAX_COST'));
    expect(answer.message).toContain(`costs ${costOfPage(77)};`);
  });

  test('without a size, or with null, it is the usual page', async () => {
    const query = 'query ($n: Int) { thing { things(first: $n) { nodes { things { nodes { id } } } } } }';
    expect((await refusal(query)).message).toContain(`costs ${3 + 50 * (2 + 50)};`);
    expect((await refusal(query, { n: null })).message).toContain(`costs ${3 + 50 * (2 + 50)};`);
    expect((await refusal(query.replace('$n: Int', '$n: Int = 99'))).message).toContain(`costs ${3 + 99 * (2 + 50)};`);
  });

  test('a page larger than there is counts as the largest: where it is read, it is refused by its own rule', async () => {
    expect((await refusal('{ thing { things(first: 2147483647) { nodes { id } } } }')).status).toBe(200);
    expect((await refusal('{ thing { things(first: 2147483648) { nodes { id } } } }')).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('pages within pages are refused before anything is read', async () => {
    const query = `{ thing { things(first: 100) { nodes { things(first: 100) { nodes { things(first: 100) { nodes { id } } } } } } } }`;
    expect(await refusal(query)).toEqual(refused('MAX_COST'));
  });

  test('last counts as first does', async () => {
    expect(
      (await refusal('{ thing { things(last: 90) { edges { node { things(last: 90) { edges { cursor } } } } } } }')).message,
    ).toContain(`costs ${3 + 90 * (1 + 1 + 1 + 90)};`);
  });

  test('what @include leaves out costs nothing, what it takes in costs in full, one after the other', async () => {
    const query =
      'query ($in: Boolean!) { thing { id things(first: 100) @include(if: $in) { nodes { things(first: 50) { nodes { id } } } } } }';
    for (const [included, status] of [
      [true, 400],
      [false, 200],
      [true, 400],
    ] as const)
      expect((await refusal(query, { in: included })).status).toBe(status);
  });

  test('the same field twice is counted once, as it is answered once', async () => {
    const half = 'things(first: 50) { nodes { a: id b: id } }';
    expect((await refusal(`{ thing { ${half} ${half} ...F } } fragment F on Thing { ${half} }`)).status).toBe(200);
  });

  test('ids count by their number', async () => {
    const query = 'query ($ids: [ID!]!) { byIds(ids: $ids) { things(first: 10) { nodes { id } } } }';
    expect((await refusal(query, { ids: Array.from({ length: 50 }, String) })).status).toBe(200);
    expect(await refusal(query, { ids: Array.from({ length: 100 }, String) })).toEqual(refused('MAX_COST'));
  });

  test('fragments that double at each level are refused without being spread to the end', async () => {
    const wide = await startToyServer({ MAX_DEPTH: '100' });
    // A billion billion fields: whoever spreads them all does not come to an end.
    const levels = Array.from(
      { length: 60 },
      (_, index) => `fragment F${index} on Thing { a: self { ...F${index + 1} } b: self { ...F${index + 1} } }`,
    );
    const answer = await refusal(`{ thing { ...F0 } } ${levels.join(' ')} fragment F60 on Thing { id }`, undefined, wide);
    expect(answer).toMatchObject({ status: 400, codes: ['TOO_COMPLEX'], hasData: false });
    await wide.close();
  });
});

describe('one token for each request', () => {
  test.each([
    ['aliases', 'mutation { a: token(clientSecret: "1") b: token(clientSecret: "2") }'],
    ['a fragment', 'mutation { a: token(clientSecret: "1") ...F } fragment F on Mutation { b: token(clientSecret: "2") }'],
    ['an inline fragment', 'mutation { ... { a: token(clientSecret: "1") } ... on Mutation { b: token(clientSecret: "2") } }'],
    [
      'an operation beside another',
      'mutation A { a: token(clientSecret: "1") b: token(clientSecret: "2") } mutation B { token(clientSecret: "3") }',
    ],
  ])('several by %s are refused', async (_how, query) => {
    const { body, status } = await server.post({ query, operationName: query.includes('mutation A') ? 'A' : undefined }, null);
    expect([status, body.errors?.map(({ extensions }) => extensions['code']), 'data' in body]).toEqual([400, ['TOO_COMPLEX'], false]);
  });

  test('one in each of two operations is one for each request', async () => {
    const query = 'mutation A { token(clientSecret: "1") } mutation B { token(clientSecret: "2") }';
    expect((await server.post({ query, operationName: 'B' }, null)).body).toEqual({ data: { token: 'opaque' } });
  });

  test('a batch is refused whole', async () => {
    const answer = await server.post(
      Array.from({ length: 100 }, () => ({ query: 'mutation { token(clientSecret: "1") }' })),
      null,
    );
    expect([answer.status, answer.body.errors![0]!.extensions['code'], answer.text.includes('opaque')]).toEqual([
      400,
      'BAD_REQUEST',
      false,
    ]);
  });
});

test('a body larger than allowed is 413 and names the setting', async () => {
  const answer = await server.post({ query: '{ __typename }', variables: { pad: 'x'.repeat(200_000) } });
  expect([answer.status, answer.body.errors![0]]).toEqual([
    413,
    expect.objectContaining({
      message: expect.stringContaining('MAX_BODY_BYTES'),
      extensions: expect.objectContaining({ code: 'TOO_COMPLEX' }),
    }),
  ]);
});

describe('introspection', () => {
  test.each([
    ['of graphql-js', getIntrospectionQuery()],
    [
      'of GraphiQL and code generators',
      getIntrospectionQuery({
        inputValueDeprecation: true,
        specifiedByUrl: true,
        schemaDescription: true,
        directiveIsRepeatable: true,
        oneOf: true,
      }),
    ],
  ])('the standard query %s passes', async (_of, query) => {
    expect((await server.post({ query }, null)).status).toBe(200);
  });

  test('types within types within types are refused', async () => {
    const bomb = `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)} } } }`;
    expect(await refusal(bomb)).toMatchObject({ status: 400, hasData: false });
  });
});
