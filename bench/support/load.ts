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

/** Requests per second of each target: `rounds` turns of `seconds` each, one target after the other, so that drift hits all alike. */
export async function interleave(targets: readonly Target[], rounds: number, seconds: number): Promise<Map<string, number>> {
  const rates = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const target of targets) {
      const rate = await load(target, round < 0 ? 1 : seconds);
      if (round >= 0) rates.get(target.name)!.push(rate);
    }
    if (round >= 0)
      console.log(
        `  round ${round + 1} of ${rounds}: ${[...rates].map(([name, all]) => `${name} ${Math.round(all.at(-1)!)}/s`).join(', ')}`,
      );
  }
  return new Map([...rates].map(([name, all]) => [name, median(all)]));
}

async function load({ name, request }: Target, seconds: number): Promise<number> {
  const result = await autocannon({ ...request, connections: 16, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${name}: ${result.non2xx} answers were refusals, ${result.errors} failed.`);
  return result.requests.total / result.duration;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
