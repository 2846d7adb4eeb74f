import { createExecutor } from '../../../src/http/executor';
import { randomDocument } from './random/document';
import { Random } from './random/random';
import { expected, expectSame, observe, roundOf, type Observed, type Variables } from './random/rounds';
import { misbehavingSchema } from './random/schema';
import { everyPosition, valuesOf } from './random/variables';
import { everythingSettled } from './support/quietly';

/** How many documents each test generates; for long runs set it to tens of thousands. */
const documents = Number(process.env['EXECUTOR_FUZZ_DOCUMENTS'] ?? 1_000);
/** New documents in every run, unless one is to be repeated. */
const firstSeed = Number(process.env['EXECUTOR_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
const patience = 60_000 + documents * 50;

const schema = misbehavingSchema();

// There are thousands of errors here, and the test runner works long on every stack.
const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

it(
  'answers random documents over misbehaving resolvers as graphql-js does',
  async () => {
    const executor = createExecutor(schema, { maxPlans: 50 });
    const tally = new Tally();
    for (let seed = firstSeed; seed < firstSeed + documents; seed += 1) {
      const random = new Random(seed);
      const round = roundOf(seed, randomDocument(schema, random));
      const variables = valuesOf(random, { a: random.chance(50), b: random.chance(50) });
      const reference = await expected(schema, round, variables);
      // The second run starts while the first, which makes the plan, is still waiting.
      const both = await Promise.all([observe(executor, round, variables), observe(executor, round, variables)]);
      await everythingSettled();
      both.forEach((actual) => expectSame(round, variables, actual, reference));
      tally.count(reference);
    }
    tally.expectVariety();
  },
  patience,
);

it(
  'answers one operation under every position of its switches, interleaved and at once',
  async () => {
    // With four plans at most, plans are thrown out and made again in the middle of it all.
    const executors = [createExecutor(schema, { maxPlans: 4 }), createExecutor(schema)];
    const operations = Math.ceil(documents / 16);
    const tally = new Tally();
    for (let seed = firstSeed; seed < firstSeed + operations; seed += 1) {
      const random = new Random(seed);
      const round = roundOf(seed, randomDocument(schema, random));
      const runs: Array<{ variables: Variables; reference: Observed }> = [];
      for (const switches of everyPosition()) {
        const variables = valuesOf(random, switches);
        runs.push({ variables, reference: await expected(schema, round, variables) });
      }
      for (const executor of executors) {
        const order = random.shuffle([...runs, ...runs]);
        const actual = await Promise.all(order.map(({ variables }) => observe(executor, round, variables)));
        await everythingSettled();
        order.forEach(({ variables, reference }, index) => expectSame(round, variables, actual[index]!, reference));
      }
      runs.forEach(({ reference }) => tally.count(reference));
    }
    tally.expectVariety();
  },
  patience,
);

/** What was compared must be worth comparing: whole answers, answers with errors, and answers that were lost altogether. */
class Tally {
  private total = 0;
  private readonly kinds = { whole: 0, withErrors: 0, lost: 0, letters: 0 };

  count({ data, errors }: Observed): void {
    this.total += 1;
    this.kinds.letters += data?.length ?? 0;
    this.kinds[errors === undefined ? 'whole' : data === undefined || data === 'null' ? 'lost' : 'withErrors'] += 1;
  }

  expectVariety(): void {
    if (this.total < 500) {
      return;
    }
    expect(this.kinds.whole).toBeGreaterThan(this.total / 10);
    expect(this.kinds.withErrors).toBeGreaterThan(this.total / 10);
    expect(this.kinds.letters / this.total).toBeGreaterThan(50);
  }
}
