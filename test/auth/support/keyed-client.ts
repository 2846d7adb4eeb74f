import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { TestClient, TestServer } from '../../support/server';

/** A client that signs assertions, and its private key. */
export interface KeyedClient extends TestClient {
  readonly privateKey: CryptoKey;
  readonly kid: string;
  /** Its first algorithm. */
  readonly algorithm: string;
}

const register = `mutation ($input: CreateCredentialInput!) {
  createCredential(input: $input) { clientSecret credential { clientId publicKeys } }
}`;

export async function makeKey(algorithm: string, kid: string): Promise<{ readonly privateKey: CryptoKey; readonly publicJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid } };
}

/** Registers a credential with a key of the algorithm, and further public keys where they are given. */
export async function keyedClient(server: TestServer, algorithm = 'ES256', further: readonly JWK[] = []): Promise<KeyedClient> {
  const owner = await server.client(['DEVELOPER', 'AUDITOR']);
  const { privateKey, publicJwk } = await makeKey(algorithm, 'one');
  const input = { publicKeys: { keys: [publicJwk, ...further] } };
  const { data, errors } = await server.graphql(register, { input }, owner.token);
  if (errors) throw new Error(JSON.stringify(errors));
  const { clientSecret, credential } = data!['createCredential'] as { clientSecret: string; credential: { clientId: string } };
  return { ...owner, clientSecret, clientId: credential.clientId, privateKey, kid: 'one', algorithm };
}

let made = 0;

/** The claims of a right assertion, at the server's time. */
export function claimsOf(client: KeyedClient, now: number): Record<string, unknown> {
  const seconds = Math.floor(now / 1000);
  made += 1;
  const identity = { iss: client.clientId, sub: client.clientId, aud: 'http://ledger.test' };
  return { ...identity, jti: `assertion-${made}`, iat: seconds, exp: seconds + 60 };
}

export function sign(client: KeyedClient, claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: client.algorithm, kid: client.kid, ...header }).sign(client.privateKey);
}

/** The parameters of a request that is authenticated by an assertion. */
export function byAssertion(assertion: string): Record<string, string> {
  return { client_assertion: assertion, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' };
}
