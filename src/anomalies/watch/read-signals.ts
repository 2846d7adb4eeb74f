import type { Reader } from '../../database';
import type { Signal } from '../signals';
import type { Cursor } from './places';
import { eventsBefore, recordsBefore } from './places';
import { readPostings } from './posting-signals.repository';
import { readRequests } from './record-signals.repository';

/** What is read, parsed and looked at without a pause in between. */
const most = { requests: 1_000, events: 250 };

export interface Slice {
  /** In the order of time. */
  readonly signals: readonly Signal[];
  readonly cursor: Cursor;
  /** True where there is nothing more before the instant. */
  readonly complete: boolean;
}

/** What happened after the cursor and before an instant: all of it, or as much as is looked at at once. */
export async function readSlice(reader: Reader, cursor: Cursor, until: number, limits = most): Promise<Slice> {
  let requests = await readRequests(reader, cursor.record, until, limits.requests);
  const allRequests = requests.length < limits.requests;
  // Past the last request that was read nothing is looked at yet, so that all comes in the order of time.
  const end = allRequests ? until : requests.at(-1)!.place.at + 1;
  const postings = await readPostings(reader, cursor.event, end, limits.events);
  const allPostings = postings.length < limits.events;
  const lastPosting = postings.at(-1)?.place;
  if (!allPostings) requests = requests.filter(({ place }) => place.at <= lastPosting!.at);
  const signals: Signal[] = [...requests.map(({ signal }) => signal), ...postings.flatMap((posting) => posting.signals)];
  const complete = allRequests && allPostings;
  return {
    signals: signals.sort((one, other) => one.at - other.at),
    cursor: {
      record: complete ? recordsBefore(until) : (requests.at(-1)?.place ?? cursor.record),
      event: allPostings ? eventsBefore(end) : lastPosting!,
    },
    complete,
  };
}
