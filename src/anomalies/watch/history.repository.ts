import type { Reader } from '../../database';
import { OK } from '../../shared/answer-status';
import { DAY, HOUR } from '../durations';
import type { SignalOwner } from '../signals';

const [minutes, hours, days] = [60, 3_600, 86_400];

/** Mutations that post. */
const posting = ['createTransaction', 'createTransactions', 'postTransaction', 'reverseTransaction'];

/** What a client has called, as far as days are looked at. */
export interface FieldUse extends SignalOwner {
  readonly field: string;
  readonly calls: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/** What a client did in an interval. */
export interface IntervalUse extends SignalOwner {
  readonly at: number;
  readonly requests: number;
  readonly postings: number;
  readonly rows: number;
}

/** What roll-ups know of clients up to an instant, which is the beginning of a minute. Nobody is no client. */
export class HistoryRepository {
  constructor(private readonly reader: Reader) {}

  /** By root field, from some instant on: of days, then of the hours of the last day and the minutes of the last hour. */
  async fields(since: number, until: number): Promise<FieldUse[]> {
    const [day, hour] = [startOf(until, DAY), startOf(until, HOUR)];
    const columns = ['developer_key', 'credential_key', 'field', 'sum(calls)', 'min(start)', 'max(start)'];
    const uses: FieldUse[] = [];
    for (const [grain, from, to] of [
      [days, startOf(since, DAY), day],
      [hours, day, hour],
      [minutes, hour, until],
    ] as const) {
      const rest = `from usage_rollups where grain = ?1 and start >= ?2 and start < ?3 and developer_key > 0
        group by developer_key, credential_key, field`;
      for (const [developerKey, credentialKey, field, calls, first, last] of await this.reader.rows(columns, rest, [grain, from, to])) {
        uses.push({
          developerKey: developerKey as number,
          credentialKey: credentialKey as number,
          field: field as string,
          calls: calls as number,
          firstSeenAt: first as number,
          // Somewhere in the interval; as late as it may have been.
          lastSeenAt: Math.min(until, (last as number) + grain * 1_000),
        });
      }
    }
    return uses;
  }

  /** By the hour, a day at a time, so that no answer is long; the last hour by the minute. */
  async *intervals(since: number, until: number): AsyncGenerator<IntervalUse[]> {
    const hour = startOf(until, HOUR);
    for (let from = startOf(since, HOUR); from < hour; from += DAY) yield this.intervalsOf(hours, from, Math.min(from + DAY, hour));
    yield this.intervalsOf(minutes, hour, until);
  }

  private async intervalsOf(grain: number, from: number, to: number): Promise<IntervalUse[]> {
    const names = posting.map((name) => `'${name}'`).join(', ');
    const posted = `sum(case when field in (${names}) and status = '${OK}' then calls else 0 end)`;
    const columns = ['developer_key', 'credential_key', 'start', 'sum(operations)', posted, 'sum(operation_rows)'];
    const rest = `from usage_rollups where grain = ?1 and start >= ?2 and start < ?3 and developer_key > 0
      group by developer_key, credential_key, start`;
    const found = (await this.reader.rows(columns, rest, [grain, from, to])) as number[][];
    return found.map(([developerKey, credentialKey, at, requests, postings, rows]) => {
      return { developerKey: developerKey!, credentialKey: credentialKey!, at: at!, requests: requests!, postings: postings!, rows: rows! };
    });
  }
}

function startOf(at: number, length: number): number {
  return at - (at % length);
}
