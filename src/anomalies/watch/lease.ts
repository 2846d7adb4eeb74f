import { newId } from '../../shared/ids';
import type { JournalWriter, Reader, WriteTransaction } from '../../database';
import type { Clock } from '../../shared/clock';
import type { Cursor } from './places';
import { readWatch, writeWatch } from './watch.repository';

/** How long a process may be silent before another one takes over, in milliseconds, and how often it says that it is there. */
const HELD_FOR = 60_000;
const RENEWED_EVERY = 20_000;

/** The right to watch, which one process at a time has: a row of the database. Times are those of the servers' clocks. */
export class Lease {
  private readonly holder = newId();
  private heldUntil = 0;

  constructor(
    private readonly reader: Reader,
    private readonly writer: JournalWriter,
    private readonly clock: Clock,
  ) {}

  /** Whether it is time to commit something, so that nobody takes over. */
  get due(): boolean {
    return this.clock.now() >= this.heldUntil - HELD_FOR + RENEWED_EVERY;
  }

  /** The place to go on from, where nobody else watches; `beginning` is that of the first watch ever. */
  async take(beginning: Cursor): Promise<Cursor | undefined> {
    // One look, for most of the time somebody else does.
    if (this.isTaken(await readWatch(this.reader))) return undefined;
    const heldUntil = this.clock.now() + HELD_FOR;
    const cursor = await this.writer.run(async (transaction) => {
      const watch = await readWatch(transaction);
      if (this.isTaken(watch)) return undefined;
      const from = watch?.cursor ?? beginning;
      await writeWatch(transaction, { holder: this.holder, heldUntil, cursor: from });
      return from;
    });
    if (cursor) this.heldUntil = heldUntil;
    return cursor;
  }

  /** Commits what was found with the cursor; false, and nothing of it, where another process has taken over. */
  async commit(cursor: Cursor, work: (transaction: WriteTransaction) => Promise<void>): Promise<boolean> {
    const heldUntil = this.clock.now() + HELD_FOR;
    const isHeld = await this.writer.run(async (transaction) => {
      if ((await readWatch(transaction))?.holder !== this.holder) return false;
      await work(transaction);
      await writeWatch(transaction, { holder: this.holder, heldUntil, cursor });
      return true;
    });
    if (isHeld) this.heldUntil = heldUntil;
    return isHeld;
  }

  /** Lets others watch at once, from the cursor on, or from the one that was committed. */
  async giveUp(cursor: Cursor | undefined): Promise<void> {
    if (this.heldUntil === 0) return;
    await this.writer.run(async (transaction) => {
      const watch = await readWatch(transaction);
      if (watch?.holder !== this.holder) return;
      await writeWatch(transaction, { holder: null, heldUntil: 0, cursor: cursor ?? watch.cursor });
    });
  }

  private isTaken(watch: Awaited<ReturnType<typeof readWatch>>): boolean {
    return watch !== undefined && watch.holder !== null && watch.holder !== this.holder && watch.heldUntil > this.clock.now();
  }
}
