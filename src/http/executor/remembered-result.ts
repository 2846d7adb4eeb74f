import type { Memory } from '../../shared/settled';
import { isPromise, type PromiseOrValue } from './promises';
import type { ResultObject } from './result-object';
import type { Run } from './run';

/** A larger result is made anew each time: the fields of its objects, counted each time that they stand in it. */
const MOST_FIELDS = 250;

/**
 * The result of a selection on a settled object: the one that it gave last or, where that was another selection, what `make` gives.
 * A result is remembered only if nothing went into it but the object itself: no error, no promise, no resolver that is not settled.
 */
export function rememberedResult(
  run: Run,
  memory: Memory,
  selection: number,
  make: () => PromiseOrValue<ResultObject>,
): PromiseOrValue<ResultObject> {
  // Members count as if they were made again, and the list that has one too many must be found.
  if (memory.selection === selection && memory.members <= run.membersLeft) {
    run.membersLeft -= memory.members;
    return memory.result as ResultObject;
  }
  const { unsettled, fieldsMade, membersLeft } = run;
  const result = make();
  if (run.unsettled === unsettled && run.fieldsMade - fieldsMade <= MOST_FIELDS && !isPromise(result)) {
    memory.selection = selection;
    memory.result = result;
    memory.members = membersLeft - run.membersLeft;
  }
  return result;
}
