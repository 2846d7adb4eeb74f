import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The largest multiple of the alphabet's length in a byte: bytes past it would make some characters likelier. */
const FAIR = 248;

/** Letters and digits only, so that every client encodes them alike; each is worth log2(62) = 5.95 bits. */
function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < FAIR && text.length < length) text += alphabet[byte % alphabet.length];
  }
  return text;
}

/** 142 bits: never the same twice. */
export function newClientId(): string {
  return randomText(24);
}

/** 285 bits: beyond guessing, so a plain SHA-256 of it can be stored. */
export function newClientSecret(): string {
  return randomText(48);
}
