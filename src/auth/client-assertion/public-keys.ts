import { generateKeyPairSync, randomBytes, type webcrypto } from 'node:crypto';
import { importJWK, type CryptoKey, type JWK } from 'jose';

import type { Violations } from '../../shared/violations';

/** What client assertions may be signed with, and the keys that do. Ed25519 is RFC 9864's name for what EdDSA means here. */
const algorithms: Readonly<Record<string, { readonly kty: string; readonly crv?: string }>> = {
  RS256: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
};

export const assertionAlgorithms = Object.keys(algorithms);

const MOST_KEYS = 10;
const MOST_CHARACTERS = 16_384;
const publicMembers = ['kty', 'use', 'alg', 'kid', 'n', 'e', 'crv', 'x', 'y'] as const;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** Shorter RSA keys are weak, longer ones cost us time with every request; in bits. */
const [SHORTEST_RSA, LONGEST_RSA] = [2048, 4096];
/** In bytes; large ones cost time too. */
const LONGEST_EXPONENT = 4;

type Path = readonly (string | number)[];

/**
 * The public keys of a client from the JWKS (RFC 7517) that it registers, with their public members alone. Adds every broken rule to the
 * violations, and answers null where there is one.
 */
export async function readPublicKeys(jwks: Record<string, unknown>, violations: Violations, path: Path): Promise<readonly JWK[] | null> {
  const before = violations.all.length;
  violations.json(path, jwks, MOST_CHARACTERS);
  const { keys } = jwks;
  if (!Array.isArray(keys) || keys.length === 0) violations.add([...path, 'keys'], 'REQUIRED', 'A JWKS lists one key or more in keys.');
  else if (keys.length > MOST_KEYS) violations.add([...path, 'keys'], 'TOO_MANY', `At most ${MOST_KEYS} keys are kept.`);
  else if (violations.all.length === before) {
    for (const [index, key] of keys.entries()) await checkKey(key, violations, [...path, 'keys', index]);
    checkKeyIds(keys, violations, [...path, 'keys']);
  }
  if (violations.all.length > before) return null;
  return (keys as JWK[]).map((key) => Object.fromEntries(publicMembers.flatMap((name) => (name in key ? [[name, key[name]]] : []))) as JWK);
}

async function checkKey(key: unknown, violations: Violations, path: Path): Promise<void> {
  if (typeof key !== 'object' || key === null || Array.isArray(key)) {
    violations.add(path, 'NOT_A_KEY', 'This must be a JWK: an object.');
    return;
  }
  const jwk = key as JWK;
  if (privateMembers.some((name) => name in key)) {
    const message = 'This holds private or secret members. Send the public ones alone, and replace the key: it has left its place.';
    violations.add(path, 'PRIVATE_KEY', message);
  } else if (jwk.use !== undefined && jwk.use !== 'sig') {
    violations.add([...path, 'use'], 'UNSUPPORTED_KEY', 'The use must be sig, or left out.');
  } else if (!(await isUsable(jwk))) {
    const message = `This is no key for ${assertionAlgorithms.join(', ')}: RSA of 2048 to 4096 bits, EC on P-256, or OKP on Ed25519.`;
    violations.add(path, 'UNSUPPORTED_KEY', message);
  }
}

/** Keys are told apart by their ids, so where there are several each has one of its own. */
function checkKeyIds(keys: readonly unknown[], violations: Violations, path: Path): void {
  const seen = new Set<string>();
  for (const [index, key] of keys.entries()) {
    const { kid } = (key ?? {}) as JWK;
    const needed = keys.length > 1;
    if (kid === undefined && !needed) continue;
    const before = violations.all.length;
    if (kid !== undefined && typeof kid !== 'string') violations.add([...path, index, 'kid'], 'NOT_TEXT', 'A key id must be a string.');
    else violations.text([...path, index, 'kid'], kid, 200);
    if (violations.all.length > before) continue;
    if (seen.has(kid!)) violations.add([...path, index, 'kid'], 'DUPLICATE', 'Another key has this id.');
    seen.add(kid!);
  }
}

async function isUsable(jwk: JWK): Promise<boolean> {
  const fitting = assertionAlgorithms.filter((algorithm) => isFor(jwk, algorithm));
  if (fitting.length === 0) return false;
  const key = (await importJWK(onlyKey(jwk), fitting[0]).catch(() => undefined)) as CryptoKey | undefined;
  return key !== undefined && (jwk.kty !== 'RSA' || isModest(key.algorithm as webcrypto.RsaKeyAlgorithm));
}

function isModest({ modulusLength, publicExponent }: webcrypto.RsaKeyAlgorithm): boolean {
  return modulusLength >= SHORTEST_RSA && modulusLength <= LONGEST_RSA && publicExponent.length <= LONGEST_EXPONENT;
}

function isFor(jwk: JWK, algorithm: string): boolean {
  const { kty, crv } = algorithms[algorithm]!;
  return jwk.kty === kty && jwk.crv === crv && (jwk.alg === undefined || jwk.alg === algorithm);
}

/** What tells how to check a signature is the algorithm alone, not what else stands in the JWK. */
function onlyKey({ kty, n, e, crv, x, y }: JWK): JWK {
  return JSON.parse(JSON.stringify({ kty, n, e, crv, x, y })) as JWK;
}

/** The key of a client for an assertion: the one that it names, or the only one that fits where it names none. */
export function chooseKey(keys: readonly JWK[], algorithm: string, kid: string | undefined): JWK | undefined {
  const fitting = keys.filter((key) => isFor(key, algorithm) && (kid === undefined || key.kid === kid));
  return fitting.length === 1 ? onlyKey(fitting[0]!) : undefined;
}

/** Nobody's keys, checked with where a client has none that fits, so that this takes no less time. */
const decoys: readonly JWK[] = [
  { kty: 'RSA', n: oddModulus(), e: 'AQAB' },
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }),
];

export function decoyKey(algorithm: string): JWK {
  return decoys.find((key) => isFor(key, algorithm))!;
}

function oddModulus(): string {
  const bytes = randomBytes(SHORTEST_RSA / 8);
  bytes[0]! |= 0x80;
  bytes[bytes.length - 1]! |= 1;
  return bytes.toString('base64url');
}
