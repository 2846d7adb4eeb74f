import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forge, type Algorithm } from './forge';

/** A key pair of an issuer, as it publishes it. */
export interface IssuerKey {
  readonly kid: string;
  readonly algorithm: Algorithm;
  readonly privateKey: KeyObject;
  readonly jwk: JsonWebKey;
}

type Part = Readonly<Record<string, unknown>>;

/** An issuer whose every answer the test decides on. Its name ends with a slash, as Auth0's do. */
export interface StaticIssuer {
  readonly issuer: string;
  /** What it publishes; may be changed at any time. */
  published: unknown[];
  /** What its metadata say besides or instead. */
  metadata: Part;
  /** Answers requests for its keys instead of itself, where it is set. */
  answerKeys: ((response: ServerResponse) => void) | undefined;
  /** How often its keys were asked for. */
  readonly fetches: number;
  readonly url: (path: string) => string;
  close(): Promise<void>;
}

export async function startIssuer(...keys: IssuerKey[]): Promise<StaticIssuer> {
  let fetches = 0;
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = {
    issuer: `${origin}/`,
    published: keys.map(({ jwk }) => jwk) as unknown[],
    metadata: {} as Part,
    answerKeys: undefined as StaticIssuer['answerKeys'],
    get fetches() {
      return fetches;
    },
    url: (path: string) => origin + path,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/.well-known/openid-configuration') {
      const supported = { id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'] };
      response.end(JSON.stringify({ issuer: issuer.issuer, jwks_uri: `${origin}/jwks`, ...supported, ...issuer.metadata }));
    } else if (request.url === '/jwks') {
      fetches += 1;
      if (issuer.answerKeys) issuer.answerKeys(response);
      else response.end(JSON.stringify({ keys: issuer.published }));
    } else response.writeHead(404).end();
  }
  return issuer;
}

let serial = 0;

/** A new key with an id of its own. */
export function newKey(algorithm: Algorithm = 'RS256', kid = `key-${(serial += 1)}`): IssuerKey {
  const { publicKey, privateKey } = keyPair(algorithm);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
  return { kid, algorithm, privateKey, jwk };
}

function keyPair(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

/** What the tokens of these tests are for. */
export const audience = 'https://ledger.example/api';

/** The two forms in which Auth0 issues access tokens. `now` is in milliseconds. */
export interface TokenMaker {
  header(changes?: Part): Part;
  claims(changes?: Part): Part;
  /** In the form that Auth0 gives by itself. */
  token(claims?: Part, header?: Part): string;
  /** In the form of RFC 9068. */
  profileToken(claims?: Part, header?: Part): string;
}

export function tokenMaker(issuer: string, { kid, algorithm, privateKey }: IssuerKey, now: () => number): TokenMaker {
  const seconds = () => Math.floor(now() / 1000);
  const header = (changes: Part = {}) => ({ alg: algorithm, typ: 'JWT', kid, ...changes });
  const claims = (changes: Part = {}) => ({
    iss: issuer,
    sub: 'machine@clients',
    aud: audience,
    iat: seconds(),
    exp: seconds() + 3600,
    azp: 'machine',
    gty: 'client-credentials',
    scope: 'companies:read',
    ...changes,
  });
  const token = (claimChanges: Part = {}, headerChanges: Part = {}) =>
    forge(header(headerChanges), claims(claimChanges), privateKey, algorithm);
  return {
    header,
    claims,
    token,
    profileToken: (claimChanges = {}, headerChanges = {}) =>
      token({ azp: undefined, client_id: 'machine', jti: 'unique', ...claimChanges }, { typ: 'at+jwt', ...headerChanges }),
  };
}
