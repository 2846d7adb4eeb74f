import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import type { Database } from '../database';
import type { Clock } from '../shared/clock';
import { SigningKeyEntity } from './signing-key.entity';

/** RSA with SHA-256, which every client library knows (RFC 9068, section 2.1, asks for it). */
export const SIGNING_ALGORITHM = 'RS256';
const MODULUS_BITS = 2048;

export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly activatesAt: number;
  readonly retiresAt: number | null;
}

/** Our keys, kept in the database so that every process signs and checks with the same ones. */
export class SigningKeys {
  private constructor(
    private readonly keys: ReadonlyMap<string, SigningKey>,
    private readonly clock: Clock,
  ) {}

  /** Reads the keys; makes the first one where there is none. */
  static async open(database: Database, clock: Clock): Promise<SigningKeys> {
    const stored = await database.reader.manager.find(SigningKeyEntity);
    const entities = stored.length > 0 ? stored : await makeFirstKey(database, clock.now());
    const keys = await Promise.all(entities.map(imported));
    return new SigningKeys(new Map(keys.map((key) => [key.kid, key])), clock);
  }

  /** The key to sign with: the latest one that is active. @throws Error where there is none. */
  current(): SigningKey {
    const now = this.clock.now();
    const active = [...this.published()].filter((key) => key.activatesAt <= now);
    const [latest] = active.sort((one, other) => other.activatesAt - one.activatesAt);
    if (!latest) throw new Error('No signing key is active.');
    return latest;
  }

  /** The key that a token names, to check it with. */
  publicKey(kid: string): CryptoKey | undefined {
    return this.published().find((key) => key.kid === kid)?.publicKey;
  }

  /** The published keys, the next one included (RFC 7517): public members only. */
  jwks(): { readonly keys: readonly JWK[] } {
    return { keys: this.published().map(({ publicJwk }) => publicJwk) };
  }

  private published(): readonly SigningKey[] {
    const now = this.clock.now();
    return [...this.keys.values()].filter((key) => key.retiresAt === null || key.retiresAt > now);
  }
}

async function makeFirstKey(database: Database, now: number): Promise<readonly SigningKeyEntity[]> {
  const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { modulusLength: MODULUS_BITS, extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const made = {
    kid: await calculateJwkThumbprint(publicJwk),
    algorithm: SIGNING_ALGORITHM,
    publicJwk,
    privateJwk: await exportJWK(privateKey),
    createdAt: now,
    activatesAt: now,
    retiresAt: null,
  };
  return database.writer.run(async ({ manager }) => {
    // Another process may have been first: there is one first key.
    const stored = await manager.find(SigningKeyEntity);
    if (stored.length > 0) return stored;
    await manager.insert(SigningKeyEntity, made);
    return [made];
  });
}

async function imported({ kid, algorithm, publicJwk, privateJwk, activatesAt, retiresAt }: SigningKeyEntity): Promise<SigningKey> {
  const { kty, n, e } = publicJwk as JWK;
  const published = { kty, n, e, use: 'sig', alg: algorithm, kid } as JWK;
  const [publicKey, privateKey] = await Promise.all([importJWK(published, algorithm), importJWK(privateJwk as JWK, algorithm)]);
  return { kid, publicKey: publicKey as CryptoKey, privateKey: privateKey as CryptoKey, publicJwk: published, activatesAt, retiresAt };
}
