import type { Reader } from '../../database';

/**
 * How far a journal is read. Transactions are numbered without gaps in the order in which they are posted, and the time of posting never
 * runs backwards, so one number says what was known at a moment.
 */
export interface JournalExtent {
  readonly companyKey: number;
  /** Number of the last transaction that counts; 0 where none does. */
  readonly through: number;
  /** Number of the last transaction that was posted when this was read. */
  readonly last: number;
}

/**
 * All that was posted up to an instant (ms since 1970), or up to now. The number is searched by halves: some twenty steps in the index of
 * numbers for a million transactions, so no index by time has to be kept.
 */
export async function readExtent(reader: Reader, companyKey: number, knownAt: number | undefined): Promise<JournalExtent> {
  const [found] = knownAt === undefined ? await readHead(reader, companyKey) : await search(reader, companyKey, knownAt);
  if (!found) throw new Error(`The journal of company ${companyKey} has no head, or a number is missing in it.`);
  const [through, last] = found as [number, number];
  return { companyKey, through, last };
}

function readHead(reader: Reader, companyKey: number): Promise<unknown[][]> {
  return reader.rows(['last_number', 'last_number'], 'from journals where company_key = ?1', [companyKey]);
}

function search(reader: Reader, companyKey: number, knownAt: number): Promise<unknown[][]> {
  const known = 't.posted_at <= ?2';
  return reader.rows(
    ['s.low', 's.last'],
    `from (with recursive search(low, high, last) as (
        select cast(0 as bigint), last_number, last_number from journals where company_key = ?1
        union all
        select case when ${known} then t.number else s.low end, case when ${known} then s.high else t.number - 1 end, s.last
          from search s join transactions t on t.company_key = ?1 and t.number = (s.low + s.high + 1) / 2 where s.low < s.high
      ) select low, last from search where low = high) s`,
    [companyKey, knownAt],
  );
}
