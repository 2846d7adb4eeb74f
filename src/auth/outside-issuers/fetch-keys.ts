import type { JWK } from 'jose';
import { fetchJson } from './fetch-json';

/**
 * The algorithm of a key that names none, by its type. Each key is used with one algorithm only (RFC 8725, section 3.1); shared secrets
 * have no place in a published set.
 */
const usualAlgorithms: Readonly<Record<string, string>> = { RSA: 'RS256', EC: 'ES256', OKP: 'EdDSA' };

/** The algorithms that outside tokens may be signed with, all of them with a key pair. */
export const outsideAlgorithms: readonly string[] = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const MAX_KEYS = 100;
const MIN_RSA_BYTES = 256;

/**
 * The keys that an issuer publishes and that its tokens can be checked with, found through its metadata (OpenID Connect Discovery 1.0,
 * section 4), each with its algorithm.
 * @throws Error with a sentence for the operator
 */
export async function fetchKeys(issuer: string, signal: AbortSignal): Promise<readonly JWK[]> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const metadata = await fetchJson(address, signal);
  if (metadata['issuer'] !== issuer) throw new Error(`${address} names another issuer, which must be the same to the letter.`);
  const { keys } = await fetchJson(keysAddress(metadata['jwks_uri'], issuer), signal);
  if (!Array.isArray(keys) || keys.length > MAX_KEYS) throw new Error(`The issuer ${issuer} publishes no list of up to ${MAX_KEYS} keys.`);
  return keys.filter(isObject).map(withAlgorithm).filter(isUsable);
}

/** Keys are fetched over a connection that is at least as safe as the issuer's own. */
export function keysAddress(address: unknown, issuer: string): string {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && issuer.startsWith('http:'))) return url.href;
  throw new Error(`The metadata of ${issuer} name no address of keys that is as safe as the issuer.`);
}

function isObject(value: unknown): value is JWK {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withAlgorithm(key: JWK): JWK {
  return key.alg === undefined && typeof key.kty === 'string' ? { ...key, alg: usualAlgorithms[key.kty] } : key;
}

/** What else a key must be for its algorithm, jose sees to. */
function isUsable({ kid, alg, kty, n }: JWK): boolean {
  const strong = kty !== 'RSA' || (typeof n === 'string' && Buffer.from(n, 'base64url').length >= MIN_RSA_BYTES);
  return typeof kid === 'string' && outsideAlgorithms.includes(alg!) && strong;
}
