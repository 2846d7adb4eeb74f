import type { Batcher, Outcome, WriteTransaction } from '../../database';
import type { Clock } from '../../shared/clock';
import { rollUp } from './roll-up';
import type { UsageRecord } from './usage-record';
import { addRollups, insertRecords, isWritten, pruneRecords } from './usage-record.repository';

const DAY = 86_400_000;
/** Old records are deleted somewhat faster than new ones come, so that the table shrinks where less is kept than before. */
const PRUNED_AT_ONCE = 1_000;

/** Records of one commit. */
export interface RecordBatch {
  readonly records: readonly UsageRecord[];
  /** True where they were handed over before, and nobody knows whether that was committed. */
  readonly mayBeWritten: boolean;
}

/** Writes records and what they add to the roll-ups in one commit, and deletes some that are older than is kept. */
export class RecordBatcher implements Batcher<RecordBatch, void> {
  constructor(
    private readonly clock: Clock,
    private readonly retentionDays: number,
  ) {}

  async write(transaction: WriteTransaction, batches: readonly RecordBatch[]): Promise<readonly Outcome<void>[]> {
    for (const { records, mayBeWritten } of batches) {
      const [first] = records;
      if (first && !(mayBeWritten && (await isWritten(transaction, first)))) {
        await insertRecords(transaction, records);
        await addRollups(transaction, rollUp(records));
      }
      await pruneRecords(transaction, this.clock.now() - this.retentionDays * DAY, PRUNED_AT_ONCE + 2 * records.length);
    }
    return batches.map(() => ({ ok: true, value: undefined }));
  }
}
