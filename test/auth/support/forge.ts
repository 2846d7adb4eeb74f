import { constants, sign, type KeyObject } from 'node:crypto';

export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

/** A JWT of any header and any claims, signed by hand, so that what no library would make can be tried. */
export function forge(header: unknown, claims: unknown, key: KeyObject, algorithm: Algorithm = 'RS256'): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${signatures[algorithm](Buffer.from(signed), key).toString('base64url')}`;
}

/** RFC 7518, sections 3.3 to 3.5, and RFC 8037, section 3.1. */
const signatures: Readonly<Record<Algorithm, (data: Buffer, key: KeyObject) => Buffer>> = {
  RS256: (data, key) => sign('sha256', data, key),
  PS256: (data, key) => sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  ES256: (data, key) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (data, key) => sign(null, data, key),
};

/** JSON of a value, or the text as it is, in base64url. */
export function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
