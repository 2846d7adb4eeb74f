import autocannon from 'autocannon';

export interface Target {
  readonly name: string;
  readonly request: {
    readonly url: string;
    readonly method: 'POST' | 'GET';
    readonly headers: Record<string, string>;
    readonly body: string;
  };
}

/** Something to measure beside requests, done as often as it can be for so many seconds; answers how often a second it was done. */
export interface Work {
  readonly name: string;
  readonly rate: (seconds: number) => Promise<number>;
}

/** Requests per second of each target in each round: `rounds` turns of `seconds` each, one target after the other, so that drift hits all alike, after a longer turn to warm up. */
export async function interleave(
  targets: readonly (Target | Work)[],
  rounds: number,
  seconds: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rates = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const target of targets) {
      const length = round < 0 ? 3 * seconds : seconds;
      const rate = await ('rate' in target ? target.rate(length) : load(target, length));
      if (round >= 0) rates.get(target.name)!.push(rate);
    }
    if (round >= 0)
      console.log(
        `  round ${round + 1} of ${rounds}: ${[...rates].map(([name, all]) => `${name} ${Math.round(all.at(-1)!)}/s`).join(', ')}`,
      );
  }
  return rates;
}

export async function load({ name, request }: Target, seconds: number): Promise<number> {
  const result = await autocannon({ ...request, connections: 16, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${name}: ${result.non2xx} answers were refusals, ${result.errors} failed.`);
  return result.requests.total / result.duration;
}

/** The middle of the ratios of two targets in each round: what else this machine did hit both alike. */
export function medianRatio(rates: readonly number[], others: readonly number[]): number {
  return median(rates.map((rate, round) => rate / others[round]!));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
