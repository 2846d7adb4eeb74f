import { calculateJwkThumbprint, CompactEncrypt, compactDecrypt, errors, type JWK } from 'jose';

const header = { alg: 'dir', enc: 'A256GCM', cty: 'jwk+json' } as const;

/** A private key that could be read. */
export interface OpenedKey {
  readonly jwk: JWK;
  /** Whether it is kept as it would be sealed now. */
  readonly upToDate: boolean;
}

/**
 * Keeps private keys from who reads the database: each is an encrypted JWK (RFC 7517, section 7), by AES-256-GCM with a secret that
 * the database does not hold. Of several secrets the first encrypts, and all decrypt; without any, keys are kept as they are.
 */
export class KeySealing {
  /** Each secret is of 32 bytes. */
  constructor(private readonly secrets: readonly Uint8Array[]) {}

  get hasSecret(): boolean {
    return this.secrets.length > 0;
  }

  async seal(jwk: JWK): Promise<object | string> {
    const [secret] = this.secrets;
    if (!secret) return jwk;
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(jwk))).setProtectedHeader(header).encrypt(secret);
  }

  /** The private key of that id; undefined where no secret opens it, or what it opens is another key. */
  async open(kid: string, stored: object | string): Promise<OpenedKey | undefined> {
    const opened = typeof stored === 'string' ? await this.decrypt(stored) : { jwk: stored as JWK, upToDate: !this.hasSecret };
    return opened && (await calculateJwkThumbprint(opened.jwk)) === kid ? opened : undefined;
  }

  private async decrypt(sealed: string): Promise<OpenedKey | undefined> {
    for (const secret of this.secrets) {
      const text = await decrypted(sealed, secret);
      if (text !== undefined) return { jwk: JSON.parse(text) as JWK, upToDate: secret === this.secrets[0] };
    }
    return undefined;
  }
}

async function decrypted(sealed: string, secret: Uint8Array): Promise<string | undefined> {
  const only = { keyManagementAlgorithms: [header.alg], contentEncryptionAlgorithms: [header.enc] };
  try {
    return new TextDecoder().decode((await compactDecrypt(sealed, secret, only)).plaintext);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
