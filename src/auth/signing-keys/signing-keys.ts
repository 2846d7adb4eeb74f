import type { CryptoKey, JWK } from 'jose';
import type { Reader } from '../../database';
import type { Clock } from '../../shared/clock';
import type { KeySealing } from './key-sealing';
import { activeKey, isPublished } from './schedule';
import { importKey, publishedJwk, type SigningKey, type UsableKey } from './signing-key';
import type { SigningKeyEntity } from './signing-key.entity';
import { readKeys } from './signing-key.repository';

/** The least time between two readings for keys that are not known, in milliseconds: whatever is sent, the database is not asked more. */
const COOL_DOWN = 1_000;

/** Our keys, kept in the database so that every process signs and checks with the same ones; in memory as they were when read last. */
export class SigningKeys {
  /** Rises when a published key is gone: a token that was checked with it before is to be checked again. */
  version = 0;
  private keys: ReadonlyMap<string, SigningKey> = new Map();
  private reading: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private looking: Promise<void> | undefined;
  private lookedAt = -Infinity;

  constructor(
    private readonly reader: Reader,
    private readonly sealing: KeySealing,
    private readonly clock: Clock,
  ) {}

  /** The key to sign with. @throws Error where there is none */
  current(): UsableKey {
    const key = this.usable();
    if (!key) throw new Error('There is no signing key that can be used.');
    return key;
  }

  /** Whether there is a key to sign with. */
  get ready(): boolean {
    return this.usable() !== undefined;
  }

  /** Ids of published keys that are encrypted with a secret that this process lacks. */
  get sealed(): readonly string[] {
    return this.published()
      .filter(({ privateKey }) => !privateKey)
      .map(({ kid }) => kid);
  }

  /** The key that a token names, to check it with. One that is not known may be new, of another process: that is looked for once in a while. */
  publicKey(kid: string): CryptoKey | undefined | Promise<CryptoKey | undefined> {
    return this.find(kid) ?? this.lookFor(kid);
  }

  /** The published keys, the next one included (RFC 7517): public members only. */
  jwks(): { readonly keys: readonly JWK[] } {
    return { keys: this.published().map(({ publicJwk }) => publicJwk) };
  }

  /** In the order in which they sign. */
  published(): readonly SigningKey[] {
    const now = this.clock.now();
    return this.all().filter((key) => isPublished(key, now));
  }

  /** The same with those that are retired, and not deleted yet. */
  all(): readonly SigningKey[] {
    return [...this.keys.values()];
  }

  /** Reads the keys anew. Whoever asks while they are being read waits for the reading after that one, which sees what is committed now. */
  reload(): Promise<void> {
    if (!this.next) {
      this.next = this.reading.then(() => {
        this.next = undefined;
        return this.read();
      });
      this.reading = this.next.catch(() => undefined);
    }
    return this.next;
  }

  /** Resolves when no reading is under way. */
  idle(): Promise<void> {
    return this.reading;
  }

  private async read(): Promise<void> {
    const read = await Promise.all((await readKeys(this.reader)).map((stored) => this.imported(stored)));
    const keys = new Map(read.map((key) => [key.kid, key]));
    if (this.published().some(({ kid }) => !keys.has(kid))) this.version += 1;
    this.keys = keys;
  }

  /** What was imported before is not imported again: a key that another process has encrypted meanwhile goes on signing here. */
  private async imported({ kid, publicJwk, privateJwk, activatesAt, retiresAt }: SigningKeyEntity): Promise<SigningKey> {
    const known = this.keys.get(kid);
    if (known?.privateKey) return { ...known, activatesAt, retiresAt };
    const published = publishedJwk(kid, publicJwk);
    const opened = await this.sealing.open(kid, privateJwk);
    const [publicKey, privateKey] = await Promise.all([importKey(published), opened && importKey(opened.jwk)]);
    return { kid, publicKey, privateKey, publicJwk: published, activatesAt, retiresAt };
  }

  private lookFor(kid: string): undefined | Promise<CryptoKey | undefined> {
    if (!this.looking) {
      const age = this.clock.now() - this.lookedAt;
      // A clock that was put back must not hold this up until it has caught up.
      if (age >= 0 && age < COOL_DOWN) return undefined;
      this.looking = this.reload()
        .catch(() => undefined)
        .finally(() => {
          this.looking = undefined;
          this.lookedAt = this.clock.now();
        });
    }
    return this.looking.then(() => this.find(kid));
  }

  private find(kid: string): CryptoKey | undefined {
    const key = this.keys.get(kid);
    return key && isPublished(key, this.clock.now()) ? key.publicKey : undefined;
  }

  private usable(): UsableKey | undefined {
    const usable = this.published().filter((key): key is UsableKey => key.privateKey !== undefined);
    return activeKey(usable, this.clock.now());
  }
}
