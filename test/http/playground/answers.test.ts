import { asksOnlyForToken, findFirstCompanyId, findToken } from '../../../src/http/playground/browser/answers';
import { readOperation, type Operation } from '../../../src/http/playground/browser/operation';
import { withBearer, withCompanyId } from '../../../src/http/playground/browser/editor-text';

function operation(text: string, name?: string): Operation {
  const found = readOperation(text, name);
  if (!found) throw new Error('no operation');
  return found;
}

describe('a token in an answer', () => {
  const call = 'token(clientId: "a", clientSecret: "b")';

  test('is found under its own name, with its lifetime', () => {
    const asked = operation(`mutation { ${call} { accessToken expiresIn } }`);
    expect(findToken(asked, { token: { accessToken: 'abc', expiresIn: 3600 } })).toEqual({ accessToken: 'abc', expiresIn: 3600 });
  });

  test('is found under aliases, of the field and of what is selected of it', () => {
    const asked = operation(`mutation { mine: ${call} { jwt: accessToken } }`);
    expect(findToken(asked, { mine: { jwt: 'abc' } })).toEqual({ accessToken: 'abc' });
  });

  test('is found through fragments', () => {
    const asked = operation(`mutation { ...A } fragment A on Mutation { ... { t: ${call} { ...B } } } fragment B on Token { accessToken }`);
    expect(findToken(asked, { t: { accessToken: 'abc' } })).toEqual({ accessToken: 'abc' });
  });

  test('is looked for in the operation that ran, not in its neighbours', () => {
    const text = `query Q { viewer { token: roles } } mutation M { ${call} { accessToken } }`;
    expect(findToken(operation(text, 'Q'), { token: { accessToken: 'abc' } })).toBeNull();
    expect(findToken(operation(text, 'M'), { token: { accessToken: 'abc' } })).toEqual({ accessToken: 'abc' });
  });

  test.each([[null], [undefined], [{}], [{ token: null }], [{ token: { accessToken: null } }], [{ token: { accessToken: '' } }], ['text']])(
    'is not found in %j',
    (data) => {
      expect(findToken(operation(`mutation { ${call} { accessToken } }`), data)).toBeNull();
    },
  );

  test('is not taken from a field that only looks like one', () => {
    const asked = operation('mutation { token: createCredential(input: {}) { accessToken: clientSecret } }');
    expect(findToken(asked, { token: { accessToken: 'secret' } })).toBeNull();
  });

  test('goes without an older token only where nothing else is asked for', () => {
    expect(asksOnlyForToken(operation(`mutation { ${call} { scope } }`))).toBe(true);
    expect(asksOnlyForToken(operation(`mutation { ${call} { scope } createRole(input: {}) { role { name } } }`))).toBe(false);
    expect(asksOnlyForToken(operation('query { token }'))).toBe(false);
  });
});

describe('the first company of an answer', () => {
  test('is found in nodes and in edges, under whatever alias', () => {
    expect(findFirstCompanyId(operation('{ companies { nodes { id } } }'), { companies: { nodes: [{ id: '1' }, { id: '2' }] } })).toBe('1');
    expect(findFirstCompanyId(operation('{ c: companies { e: edges { node { id } } } }'), { c: { e: [{ node: { id: '1' } }] } })).toBe('1');
  });

  test('is not found where none was listed', () => {
    expect(findFirstCompanyId(operation('{ companies { nodes { id } } }'), { companies: { nodes: [] } })).toBeNull();
    expect(findFirstCompanyId(operation('{ companies { nodes { id } } }'), null)).toBeNull();
    expect(findFirstCompanyId(operation('{ company(id: 1) { id } }'), { company: { id: '1' } })).toBeNull();
  });
});

test('a document that does not parse, or does not say which operation is meant, has no operation to read', () => {
  expect(readOperation('query {')).toBeNull();
  expect(readOperation('query A { viewer { roles } } query B { viewer { roles } }', 'C')).toBeNull();
  expect(readOperation('query A { viewer { roles } } query B { viewer { roles } }')).toBeNull();
});

test('an operation that stands alone is meant, though the editor still names the one of the tab before', () => {
  expect(readOperation('query A { viewer { roles } }', 'B')).toMatchObject({ name: 'A' });
  expect(operation('{ viewer { roles } }').name).toBeUndefined();
});

test('fragments that spread each other come to an end', () => {
  expect(operation('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A roles { name } }').rootFields).toHaveLength(1);
});

describe('the text of an editor', () => {
  test.each([
    ['', { Authorization: 'Bearer new' }],
    ['no json', { Authorization: 'Bearer new' }],
    ['[1]', { Authorization: 'Bearer new' }],
    ['{"X-Request": "1"}', { 'X-Request': '1', Authorization: 'Bearer new' }],
    ['{"authorization": "Bearer old", "X": "1"}', { X: '1', Authorization: 'Bearer new' }],
  ])('keeps other headers beside the token: %j', (before, after) => {
    expect(JSON.parse(withBearer(before, 'new'))).toEqual(after);
  });

  test('gets a company id where it is empty, and only there', () => {
    expect(withCompanyId('{\n  // whose books\n  "companyId" : "", "date": ""\n}', 'id-1')).toBe(
      '{\n  // whose books\n  "companyId" : "id-1", "date": ""\n}',
    );
    expect(withCompanyId('{"companyId": "chosen"}', 'id-1')).toBe('{"companyId": "chosen"}');
    expect(withCompanyId('', 'id-1')).toBe('');
    expect(withCompanyId('{"companyId": ""}', '$&')).toBe('{"companyId": "$&"}');
  });
});
