import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';

/** RSA with SHA-256, which every client library knows (RFC 9068, section 2.1, asks for it). */
export const SIGNING_ALGORITHM = 'RS256';
const MODULUS_BITS = 2048;

/** A key as this process holds it. */
export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string;
  readonly publicKey: CryptoKey;
  /** Undefined where it is encrypted with a secret that this process lacks: it can check with the key, and not sign. */
  readonly privateKey: CryptoKey | undefined;
  readonly publicJwk: JWK;
  readonly activatesAt: number;
  readonly retiresAt: number | null;
}

/** A key that this process can sign with. */
export type UsableKey = SigningKey & { readonly privateKey: CryptoKey };

/** A key pair of ours, both halves as JWK. */
export interface KeyPair {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
}

/** Takes a tenth of a second or longer. */
export async function makeKeyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { modulusLength: MODULUS_BITS, extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return { kid: await calculateJwkThumbprint(publicJwk), publicJwk, privateJwk: await exportJWK(privateKey) };
}

/** The public half as it is published (RFC 7517): whatever else was kept with it stays here. */
export function publishedJwk(kid: string, { kty, n, e }: JWK): JWK {
  return { kty, n, e, use: 'sig', alg: SIGNING_ALGORITHM, kid };
}

export async function importKey(jwk: JWK): Promise<CryptoKey> {
  return (await importJWK(jwk, SIGNING_ALGORITHM)) as CryptoKey;
}
