import { createSign, type KeyLike } from 'node:crypto';

/** A JWT of any header and any claims, signed by hand with RS256, so that what no library would make can be tried. */
export function forge(header: unknown, claims: unknown, key: KeyLike): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  const signature = createSign('RSA-SHA256').update(signed).sign(key);
  return `${signed}.${signature.toString('base64url')}`;
}

/** JSON of a value, or the text as it is, in base64url. */
export function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
