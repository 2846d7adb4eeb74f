import type { Memory, Remembered } from '../../shared/settled';
import { isPromise, type PromiseOrValue } from './promises';
import type { ResultObject } from './result-object';
import type { Run } from './run';

/** A larger result is made anew each time: the fields of its objects, counted each time that they stand in it. */
const MOST_FIELDS = 250;

/** What is remembered of each result that was used again, for whoever writes it out. */
const usedAgain = new WeakMap<ResultObject, Remembered>();

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
  const { last } = memory;
  // Members count as if they were made again, and the list that has one too many must be found.
  if (last?.selection === selection && last.members <= run.membersLeft) {
    return useAgain(run, last);
  }
  const { unsettled, fieldsMade, fieldsUsedAgain, membersLeft } = run;
  const result = make();
  if (run.unsettled === unsettled && run.fieldsMade - fieldsMade <= MOST_FIELDS && !isPromise(result)) {
    const fields = run.fieldsMade - fieldsMade + run.fieldsUsedAgain - fieldsUsedAgain;
    memory.last = { selection, result, members: membersLeft - run.membersLeft, fields, used: false, text: undefined };
  }
  return result;
}

function useAgain(run: Run, remembered: Remembered): ResultObject {
  const result = remembered.result as ResultObject;
  run.membersLeft -= remembered.members;
  run.fieldsUsedAgain += remembered.fields;
  run.usesAgain = true;
  if (!remembered.used) {
    remembered.used = true;
    usedAgain.set(result, remembered);
  }
  return result;
}

/** The JSON of a result that was used again: written once. Undefined for any other. */
export function rememberedText(result: ResultObject): string | undefined {
  const remembered = usedAgain.get(result);
  return remembered && (remembered.text ??= JSON.stringify(result));
}
