import { dataSourceOptions } from '../../ormconfig';
import { openSnapshot, type Snapshot } from '../../src/database';
import { openLedger } from '../cli/support';

/** Reads one moment of a database, beside whatever runs on it. */
export async function withSnapshotOf<T>(databaseUrl: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const snapshot = await openSnapshot(dataSourceOptions(databaseUrl, 'reader'));
  try {
    return await work(snapshot);
  } finally {
    await snapshot.close();
  }
}

/** What `open-ledger verify` finds, numbers without a gap in every company, nothing in closed books, and on SQLite a file that is whole. */
export async function expectSoundBooks(databaseUrl: string): Promise<void> {
  const { code, out, err } = await openLedger(['verify'], { DATABASE_URL: databaseUrl });
  expect({ code, out, err }).toEqual({ code: 0, out: expect.not.stringContaining('disagrees') as string, err: expect.any(String) });
  await withSnapshotOf(databaseUrl, async (snapshot) => {
    const gaps = await snapshot.rows(
      ['company_key', 'min(number)', 'max(number)', 'count(number)', 'count(distinct number)'],
      'from transactions where number is not null group by company_key having min(number) <> 1 or max(number) <> count(distinct number) or count(number) <> count(distinct number)',
    );
    expect(gaps).toEqual([]);
    expect(await postedLate(snapshot)).toEqual([]);
    if (snapshot.dialect.engine === 'sqlite') {
      expect(await snapshot.rows(['integrity_check'], 'from pragma_integrity_check')).toEqual([['ok']]);
    }
  });
}

/** What was posted while the books were closed, on a day in the period. */
function postedLate(snapshot: Snapshot): Promise<unknown[][]> {
  const next = 'coalesce((select min(n.last_number) from book_closings n where n.company_key = c.company_key and n.key > c.key), t.number)';
  return snapshot.rows(
    ['t.id', 't.number', 't.date', 'c.through'],
    `from book_closings c join transactions t on t.company_key = c.company_key and t.date <= c.through
      where t.number > c.last_number and t.number <= ${next}`,
  );
}
