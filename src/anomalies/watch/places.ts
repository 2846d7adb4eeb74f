/** The last usage record that was read: by its instant, then its number. */
export interface RecordPlace {
  readonly at: number;
  readonly number: number;
}

/** The last audit event that was read: by its instant, then its chain and number. */
export interface EventPlace extends RecordPlace {
  readonly companyKey: number;
}

/** Up to where what happened is known. */
export interface Cursor {
  readonly record: RecordPlace;
  readonly event: EventPlace;
}

/** Everything before an instant. */
export function before(at: number): Cursor {
  return { record: recordsBefore(at), event: eventsBefore(at) };
}

export function recordsBefore(at: number): RecordPlace {
  return { at, number: -1 };
}

export function eventsBefore(at: number): EventPlace {
  return { at, companyKey: -1, number: -1 };
}
