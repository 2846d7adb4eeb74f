import type { RequestContext } from '../../auth';

interface Replayable {
  readonly replayed: boolean;
}

/** Notes for metering that idempotency keys brought back earlier results: true only where that holds for all of a request. */
export function noteReplay({ outcome }: RequestContext, results: readonly Replayable[]): void {
  outcome.replayed = (outcome.replayed ?? true) && results.every(({ replayed }) => replayed);
}

export async function notingReplay<Result extends Replayable>(context: RequestContext, result: Promise<Result>): Promise<Result> {
  const known = await result;
  noteReplay(context, [known]);
  return known;
}
