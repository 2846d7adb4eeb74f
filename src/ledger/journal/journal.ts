import type { JournalWriter } from '../../database';
import type { CommandOf, JournalResults } from './commands';
import { JournalBatcher } from './journal-batcher';
import type { JournalBooks } from './books';
import type { Clock } from '../../shared/clock';

/** The one way into the journal: what is submitted at once is decided in its order, and committed together. */
export class Journal {
  private readonly batcher: JournalBatcher;

  constructor(
    private readonly writer: JournalWriter,
    books: JournalBooks,
    clock: Clock,
  ) {
    this.batcher = new JournalBatcher(books, clock);
  }

  /**
   * Resolves after the commit. `weight` is how many transactions the command writes.
   * @throws AppError OVERLOADED, or whatever the command is refused for
   */
  submit<Kind extends keyof JournalResults>(command: CommandOf<Kind>, weight = 1): Promise<JournalResults[Kind]> {
    return this.writer.submit(this.batcher, command, weight) as Promise<JournalResults[Kind]>;
  }
}
