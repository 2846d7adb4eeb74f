import { generateKeyPairSync } from 'node:crypto';
import { CredentialEntity } from '../../src/developers/credential.entity';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const mutation = `mutation ($input: CreateCredentialInput!) { createCredential(input: $input) { credential { id publicKeys } } }`;
type Jwk = Record<string, unknown>;

const pair = {
  rsa: (modulusLength: number, publicExponent = 0x10001) => generateKeyPairSync('rsa', { modulusLength, publicExponent }),
  ec: (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }),
  ed25519: () => generateKeyPairSync('ed25519'),
};
const publicOf = ({ publicKey }: ReturnType<typeof pair.rsa>): Jwk => ({ ...publicKey.export({ format: 'jwk' }) });
const privateOf = ({ privateKey }: ReturnType<typeof pair.rsa>): Jwk => ({ ...privateKey.export({ format: 'jwk' }) });

forEachEngine((engine) => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startServer(engine);
    token = await server.as('DEVELOPER');
  });
  afterAll(() => server.close());

  const register = (publicKeys: unknown, more: object = {}) => server.graphql(mutation, { input: { publicKeys, ...more } }, token);

  test('public keys are kept with the credential, with their public members alone, and shown to whoever sees it', async () => {
    const keys = [
      { ...publicOf(pair.rsa(2048)), kid: 'rsa', use: 'sig', alg: 'PS256' },
      { ...publicOf(pair.ec('P-256')), kid: 'ec' },
      { ...publicOf(pair.ed25519()), kid: 'ed' },
    ];
    const { data, errors } = await register({ keys: keys.map((key) => ({ ...key, x5t: 'abc', comment: 'mine' })) });
    expect(errors).toBeUndefined();
    const { id, publicKeys } = data!['createCredential']['credential'];
    expect(publicKeys).toEqual({ keys });
    const read = await server.graphql('query ($id: ID!) { node(id: $id) { ... on Credential { publicKeys } } }', { id }, token);
    expect(read.data).toEqual({ node: { publicKeys: { keys } } });
    expect(await server.graphql('query ($id: ID!) { node(id: $id) { id } }', { id }, await server.as('DEVELOPER'))).toMatchObject({
      data: { node: null },
    });
  });

  test.each([[undefined], [null]])('a credential without keys has none (%s)', async (publicKeys) => {
    const { data } = await register(publicKeys);
    expect(data!['createCredential']['credential']['publicKeys']).toBeNull();
  });

  const at = (...path: (string | number)[]) => ['input', 'publicKeys', ...path].join('.');
  const ec = () => publicOf(pair.ec('P-256'));

  test.each<[string, () => unknown, string, string]>([
    ['no list of keys', () => ec(), 'REQUIRED', at('keys')],
    ['an empty list', () => ({ keys: [] }), 'REQUIRED', at('keys')],
    ['an object for a list', () => ({ keys: { 0: ec() } }), 'REQUIRED', at('keys')],
    ['more keys than are kept', () => ({ keys: Array.from({ length: 11 }, () => ec()) }), 'TOO_MANY', at('keys')],
    ['text for a key', () => ({ keys: ['abc'] }), 'NOT_A_KEY', at('keys', 0)],
    ['null for a key', () => ({ keys: [null] }), 'NOT_A_KEY', at('keys', 0)],
    ['a list for a key', () => ({ keys: [[]] }), 'NOT_A_KEY', at('keys', 0)],
    ['a private RSA key', () => ({ keys: [privateOf(pair.rsa(2048))] }), 'PRIVATE_KEY', at('keys', 0)],
    ['a private EC key', () => ({ keys: [privateOf(pair.ec('P-256'))] }), 'PRIVATE_KEY', at('keys', 0)],
    ['a private OKP key', () => ({ keys: [privateOf(pair.ed25519())] }), 'PRIVATE_KEY', at('keys', 0)],
    ['a secret key', () => ({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }), 'PRIVATE_KEY', at('keys', 0)],
    ['a short RSA key', () => ({ keys: [publicOf(pair.rsa(1024))] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['a short RSA key that is padded', () => ({ keys: [padded(publicOf(pair.rsa(1024)))] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['an RSA key too long to check often', () => ({ keys: [{ kty: 'RSA', e: 'AQAB', n: Buffer.alloc(1024, 0xff).toString('base64url') }] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['an RSA exponent as long as the modulus', () => ({ keys: [{ ...publicOf(pair.rsa(2048)), e: Buffer.alloc(255, 0xff).toString('base64url') }] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['an RSA key without its modulus', () => ({ keys: [{ kty: 'RSA', e: 'AQAB' }] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['another curve', () => ({ keys: [publicOf(pair.ec('P-384'))] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['a point that is not on the curve', () => ({ keys: [{ ...ec(), y: Buffer.alloc(32, 1).toString('base64url') }] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['an algorithm of another kind of key', () => ({ keys: [{ ...ec(), alg: 'RS256' }] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['an algorithm that is not taken', () => ({ keys: [{ ...publicOf(pair.rsa(2048)), alg: 'RSA-OAEP' }] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['a kind of key that does not exist', () => ({ keys: [{ kty: 'constructor' }] }), 'UNSUPPORTED_KEY', at('keys', 0)],
    ['a key for encryption', () => ({ keys: [{ ...ec(), use: 'enc' }] }), 'UNSUPPORTED_KEY', at('keys', 0, 'use')],
    ['two keys of which one has no id', () => ({ keys: [{ ...ec(), kid: 'a' }, ec()] }), 'REQUIRED', at('keys', 1, 'kid')],
    ['two keys of one id', () => ({ keys: [{ ...ec(), kid: 'a' }, { ...ec(), kid: 'a' }] }), 'DUPLICATE', at('keys', 1, 'kid')],
    ['an id that is a number', () => ({ keys: [{ ...ec(), kid: 5 }] }), 'NOT_TEXT', at('keys', 0, 'kid')],
    ['an id without end', () => ({ keys: [{ ...ec(), kid: 'x'.repeat(201) }] }), 'TOO_LONG', at('keys', 0, 'kid')],
    ['an id that cannot be stored', () => ({ keys: [{ ...ec(), kid: 'a\ud800' }] }), 'NOT_PRINTABLE', at('keys', 0, 'kid')],
    ['more text than is kept', () => ({ keys: [{ ...ec(), comment: 'x'.repeat(20_000) }] }), 'TOO_LONG', at()],
    ['a NUL', () => ({ keys: [{ ...ec(), comment: '\0' }] }), 'NOT_PRINTABLE', at()],
  ])('%s is told with its place, and nothing is written', async (_name, publicKeys, code, path) => {
    const before = await server.database.reader.manager.count(CredentialEntity);
    const { data, codes, errors } = await register(publicKeys());
    expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(errors![0]!.extensions.violations).toEqual([expect.objectContaining({ code, path: path.split('.') })]);
    expect(await server.database.reader.manager.count(CredentialEntity)).toBe(before);
  }); // prettier-ignore

  test('broken keys are told together with all else that is wrong', async () => {
    const { errors } = await register({ keys: [privateOf(pair.ec('P-256')), 5] }, { label: ' ', scope: ['everything'] });
    expect(errors![0]!.extensions.violations!.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['REQUIRED', 'input.label'],
      ['UNKNOWN_PERMISSION', 'input.scope.0'],
      ['PRIVATE_KEY', 'input.publicKeys.keys.0'],
      ['NOT_A_KEY', 'input.publicKeys.keys.1'],
      ['REQUIRED', 'input.publicKeys.keys.0.kid'],
      ['REQUIRED', 'input.publicKeys.keys.1.kid'],
    ]);
  });
});

function padded(key: Jwk): Jwk {
  return { ...key, n: Buffer.concat([Buffer.alloc(128), Buffer.from(key['n'] as string, 'base64url')]).toString('base64url') };
}
