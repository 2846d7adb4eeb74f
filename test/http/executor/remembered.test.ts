import { parse, type GraphQLSchema } from 'graphql';
import { createExecutor, createReferenceExecutor, textOfData, type Executor } from '../../../src/http/executor';
import { settle, settledField } from '../../../src/shared/settled';
import { randomDocument } from './random/document';
import { hash, Random } from './random/random';
import { valuesOf } from './random/variables';
import { answerOf } from './support/answer';
import { everythingSettled, quietly } from './support/quietly';
import { schemaOf } from './support/schema';
import { later, raise } from './support/values';

const documents = Number(process.env['EXECUTOR_FUZZ_DOCUMENTS'] ?? 1_000);
const firstSeed = Number(process.env['EXECUTOR_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);

const fields = `name: String strictName: String! count: Int strictCount: Int! words: [String] odd: Odd
  row: Row strictRow: Row! rows: [Row] strictRows: [Row!]! method(n: Int, text: String): String
  rLines: [Row!] rCaller: Int rCallers: [Row!] rEcho(n: Int): Int`;

interface Context {
  readonly caller: number;
}

/** Rows that never change, and resolvers of which `rLines` alone says that it depends on nothing but the row. */
function settledSchema(): GraphQLSchema {
  const schema = schemaOf(
    `scalar Odd enum Level { LOW HIGH } input Filter { text: String size: Int! inner: [Filter!] }
     type Row { ${fields} } type Query { ${fields} } type Mutation { ${fields} }`,
    {
      Odd: { serialize: (value) => ((value as number) % 3 === 0 ? raise(new Error(`${String(value)} is odd`)) : value) },
      Row: {
        fields: {
          rLines: (row) => (row as Row).lines,
          rCaller: (_row, _args, context) => (context as Context).caller,
          rCallers: (row, _args, context) => ((context as Context).caller % 2 === 0 ? (row as Row).lines : null),
          rEcho: (_row, args) => args['n'],
        },
      },
    },
  );
  const type = schema.getType('Row') as unknown as { getFields(): Record<string, { extensions: object }> };
  type.getFields()['rLines']!.extensions = { [settledField]: true };
  return schema;
}

class Row {
  [name: string]: unknown;
  readonly lines: Row[] = [];
}

/** Two dozen rows that lead to each other; some of their properties are errors, nulls or promises, and some methods ask who calls. */
function rowsOf(seed: number): Row[] {
  const rows = Array.from({ length: 24 }, () => settle(new Row()));
  rows.forEach((row, at) => {
    const number = (name: string) => hash(seed, at, name);
    const other = (name: string) => rows[number(name) % rows.length]!;
    const text = (name: string): unknown =>
      [null, new Error(name), later(name), () => `${name} of a method`, 7][number(name) % 40] ?? `${name} ${at}`;
    Object.assign(row, {
      name: text('name'),
      strictName: text('strictName'),
      count: number('count') % 9 === 0 ? 'none' : at,
      strictCount: number('strictCount') % 19 === 0 ? null : at,
      words: ['a', text('words'), 'c'],
      odd: number('odd') % 50,
      row: number('row') % 5 === 0 ? null : other('row'),
      strictRow: number('strictRow') % 19 === 0 ? later(other('strictRow')) : other('strictRow'),
      rows: [other('first'), null, other('second')],
      strictRows: [other('third'), other('fourth')],
      method: (_args: object, { caller }: Context) => `for ${caller}`,
    });
    row.lines.push(other('line'), other('other line'));
  });
  return rows;
}

/** Answers whose text was put together from remembered ones. */
let textsWritten = 0;

const run = async (executor: Executor, text: string, variableValues: Record<string, unknown>, rootValue: Row, caller: number) => {
  const result = await executor({ document: parse(text), documentKey: text, variableValues, rootValue, contextValue: { caller } });
  const { data } = result;
  const put = data ? textOfData(data) : undefined;
  if (put === undefined) return JSON.stringify(answerOf(result));
  textsWritten += 1;
  return JSON.stringify({ ...answerOf(result), data: put });
};

it(
  'answers over objects that never change as graphql-js does, however often and for whomever',
  async () => {
    const schema = settledSchema();
    const [executor, reference] = [createExecutor(schema), createReferenceExecutor(schema)];
    const differences: string[] = [];
    let rows: Row[] = [];
    for (let seed = firstSeed; seed < firstSeed + documents && differences.length === 0; seed += 1) {
      // The same rows serve many documents, and each document is asked by two callers.
      if ((seed - firstSeed) % 50 === 0) rows = rowsOf(seed);
      const random = new Random(seed);
      const text = randomDocument(schema, random);
      for (const caller of [1, 2, 1]) {
        const variables = valuesOf(random, { a: random.chance(50), b: random.chance(50) });
        const expected = await quietly(() => run(reference, text, variables, rows[0]!, caller));
        const actual = await run(executor, text, variables, rows[0]!, caller);
        await everythingSettled();
        if (actual !== expected) {
          const how = `Repeat with EXECUTOR_FUZZ_SEED=${seed} EXECUTOR_FUZZ_DOCUMENTS=1, caller ${caller}, ${JSON.stringify(variables)}`;
          differences.push(`${how}\n${text}\nexpected ${expected}\nreceived ${actual}`);
        }
      }
    }
    expect(differences).toEqual([]);
    if (documents >= 500) expect(textsWritten).toBeGreaterThan(documents / 10);
  },
  60_000 + documents * 50,
);

describe('a settled object', () => {
  const schema = settledSchema();
  const ask = (text: string, rootValue: object, options = {}) =>
    createExecutor(schema, options)({ document: parse(text), documentKey: text, rootValue, contextValue: { caller: 1 } });
  const reads = (settled: boolean, text: string, fieldCount = 1) => {
    let count = 0;
    const row = { get name() { return (count += 1), 'x'; }, method: () => 'x' }; // prettier-ignore
    const root = { row: settled ? settle(row) : row };
    const executor = createExecutor(schema);
    for (let time = 0; time < 3; time += 1) void executor({ document: parse(text), documentKey: text, rootValue: root, contextValue: {} });
    return count / fieldCount;
  };

  it('is read once for a selection that is asked again, and each time where it is not settled', () => {
    expect(reads(true, '{ row { name } }')).toBe(1);
    expect(reads(false, '{ row { name } }')).toBe(3);
  });

  it('is read each time where a method or a resolver that is not settled has a part in the selection', () => {
    // A method is looked at twice.
    expect(reads(true, '{ row { name method } }')).toBe(3);
    expect(reads(true, '{ row { name rCaller } }')).toBe(3);
  });

  it('is read each time for a selection of hundreds of fields, which would fill the memory', () => {
    const many = Array.from({ length: 251 }, (_, index) => `f${index}: name`).join(' ');
    expect(reads(true, `{ row { ${many} } }`, 251)).toBe(3);
  });

  it('counts in the members of an answer as often as it stands there', async () => {
    const row = settle({ words: ['a', 'b', 'c'] });
    const text = '{ strictRows { words } }';
    const executor = createExecutor(schema, { maxMembers: 11 });
    const answer = (count: number) =>
      executor({ document: parse(text), documentKey: text, rootValue: { strictRows: Array.from({ length: count }, () => row) } });
    expect((await answer(2)).errors).toBeUndefined();
    const refused = await answer(3);
    expect(refused.errors?.map(({ message, path }) => [message, path])).toEqual([
      ['The answer has too many members.', ['strictRows', 2, 'words']],
    ]);
    expect(refused).toEqual(
      await ask(text, { strictRows: Array.from({ length: 3 }, () => ({ words: ['a', 'b', 'c'] })) }, { maxMembers: 11 }),
    );
  });
});
