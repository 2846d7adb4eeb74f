import { bucketOf, percentile, RELATIVE_ERROR } from '../../src/usage/histogram';

/** The same numbers each time. */
function* random(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

function histogramOf(durations: readonly number[]): Map<number, number> {
  const histogram = new Map<number, number>();
  for (const duration of durations) histogram.set(bucketOf(duration), (histogram.get(bucketOf(duration)) ?? 0) + 1);
  return histogram;
}

const nearestRank = (durations: readonly number[], share: number) =>
  durations.toSorted((one, other) => one - other)[Math.max(1, Math.ceil(share * durations.length)) - 1]!;

describe('a percentile', () => {
  const draw = random(7);
  const shapes: Record<string, (unit: number) => number> = {
    'of even durations': (unit) => 1 + unit * 100_000,
    'of durations over seven powers of ten': (unit) => 10 ** (unit * 7),
    'of two kinds of requests': (unit) => (unit < 0.9 ? 400 + unit * 100 : 2_000_000 * unit),
    'of durations that are all the same': () => 12_345,
  };

  it.each(Object.entries(shapes))('%s is within the bound that is promised', (_, shape) => {
    for (const size of [1, 2, 10, 999]) {
      const durations = Array.from({ length: size }, () => Math.round(shape(draw.next().value as number)));
      for (const share of [0.5, 0.95, 0.99]) {
        const exact = nearestRank(durations, share) / 1_000;
        const told = percentile(histogramOf(durations), share)!;
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * RELATIVE_ERROR * (1 + 1e-9));
      }
    }
  });

  it('is promised within 5 %, as the schema says', () => {
    expect(RELATIVE_ERROR).toBeLessThan(0.05);
  });

  it('of nothing is null', () => {
    expect(percentile(new Map(), 0.5)).toBeNull();
  });
});
