import { LRUCache } from 'lru-cache';
import type { JournalWriter, WriteTransaction } from '../database';

/** Uses within a minute of one that was noted are not noted. */
const GRANULARITY = 60_000;
/** How long a use waits for others to be written with, in milliseconds. */
const DELAY = 1_000;
const REMEMBERED = 10_000;

type Table = 'credential_secrets' | 'credentials' | 'developers';
const columns: Record<Table, string> = {
  credential_secrets: 'last_used_at',
  credentials: 'keys_used_at',
  developers: 'last_seen_at',
};

/** When secrets and keys were last used and developers last seen: written behind the answers, at most once a minute for each. */
export class LastUses {
  private readonly noted = new LRUCache<string, number>({ max: REMEMBERED });
  private pending = new Map<Table, Map<number, number>>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly writer: JournalWriter) {}

  secretUsed(key: number, at: number): void {
    this.note('credential_secrets', `s${key}`, key, at);
  }

  keysUsed(credentialKey: number, at: number): void {
    this.note('credentials', `k${credentialKey}`, credentialKey, at);
  }

  developerSeen(key: number, at: number): void {
    this.note('developers', `d${key}`, key, at);
  }

  /** Writes what waits. A failure loses the times of a minute, and nothing else. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { pending } = this;
    this.pending = new Map();
    if (pending.size > 0) {
      const written = this.writing.then(() => this.writer.run((transaction) => write(transaction, pending)));
      this.writing = written.catch(() => undefined);
    }
    return this.writing;
  }

  private note(table: Table, name: string, key: number, at: number): void {
    const last = this.noted.get(name);
    if (last !== undefined && at - last < GRANULARITY) return;
    this.noted.set(name, at);
    let waiting = this.pending.get(table);
    if (!waiting) this.pending.set(table, (waiting = new Map()));
    waiting.set(key, at);
    this.timer ??= setTimeout(() => void this.flush(), DELAY).unref();
  }
}

/** One statement a table: what waited together gets one time, the latest. */
async function write(transaction: WriteTransaction, pending: ReadonlyMap<Table, ReadonlyMap<number, number>>): Promise<void> {
  const { dialect } = transaction;
  for (const [table, uses] of pending) {
    const latest = Math.max(...uses.values());
    const column = columns[table];
    const older = `(${column} is null or ${column} < ?2)`;
    const statement = `update ${table} set ${column} = ?2 where key in ${dialect.list('?1', 'integer')} and ${older}`;
    await transaction.run(statement, [dialect.bindList([...uses.keys()]), latest]);
  }
}
