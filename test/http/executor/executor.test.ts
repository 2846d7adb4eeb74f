import { buildSchema, executeSync, GraphQLError, parse } from 'graphql';
import { coerceVariables, createExecutor, createReferenceExecutor, findOperation } from '../../../src/http/executor';
import { everythingSettled } from './support/quietly';
import { schemaOf } from './support/schema';
import { later, raise } from './support/values';

const schema = schemaOf(`
  type Query { name: String echo(n: Int! = 1): Int strict: [Int!] rows: [Row!] }
  type Row { strict: Int! slow: Int! }
`);

describe('the executor', () => {
  it('answers synchronously where every resolver does', () => {
    const document = parse('{ name a: echo }');
    expect(createExecutor(schema)({ document, rootValue: { name: 'a', echo: () => 7 } })).toEqual({ data: { name: 'a', a: 7 } });
  });

  it('keeps what was thrown as the original error', async () => {
    const thrown = new Error('secret');
    const result = await createExecutor(schema)({
      document: parse('{ name echo }'),
      rootValue: { name: () => raise(thrown), echo: () => later(() => raise(thrown)) },
    });
    expect(result.errors?.map((error) => error.originalError)).toEqual([thrown, thrown]);
    expect(result.errors?.every((error) => error instanceof GraphQLError && error.originalError === thrown)).toBe(true);
  });

  it('does not coerce variables that were coerced by the caller', () => {
    let coercions = 0;
    const counting = schemaOf('scalar Counted type Query { name(given: Counted): String }', {
      Counted: {
        parseValue: (value) => {
          coercions += 1;
          return `${String(value)}!`;
        },
      },
    });
    const document = parse('query ($given: Counted) { name(given: $given) }');
    const variableValues = { given: 'x' };
    const rootValue = { name: ({ given }: { given: string }) => given };
    const { coerced } = coerceVariables(counting, findOperation(document)!, variableValues);
    expect(coerced).toEqual({ given: 'x!' });
    expect(createExecutor(counting)({ document, variableValues, coercedVariables: coerced, rootValue })).toEqual({ data: { name: 'x!' } });
    expect(coercions).toBe(1);
  });

  it('reports the same variable errors to the caller as it would itself', () => {
    const document = parse('query ($n: Int!) { echo(n: $n) }');
    const { errors } = coerceVariables(schema, findOperation(document)!, { n: 'many' });
    const reference = executeSync({ schema, document, variableValues: { n: 'many' } });
    expect(errors?.map((error) => error.toJSON())).toEqual(reference.errors?.map((error) => error.toJSON()));
    expect(errors).toHaveLength(1);
  });

  it('keeps runs that share a plan apart', async () => {
    const executor = createExecutor(schema);
    const document = parse('query ($n: Int!) { echo(n: $n) name }');
    const rootValue = { echo: ({ n }: { n: number }) => later(n, 5 - n), name: (_: object, context: string) => later(context) };
    const answers = await Promise.all(
      [1, 2, 3, 4].map(async (n) => executor({ document, variableValues: { n }, rootValue, contextValue: `caller ${n}` })),
    );
    expect(answers).toEqual([1, 2, 3, 4].map((n) => ({ data: { echo: n, name: `caller ${n}` } })));
  });

  it('refuses a schema that is invalid, and variables that are no object, as graphql-js does', () => {
    expect(() => createExecutor(buildSchema('type Row { n: Int }'))).toThrow('Query root type must be provided.');
    const request = { document: parse('{ name }'), variableValues: 'n=1' as never };
    expect(() => createExecutor(schema)(request)).toThrow('Variables must be provided as an Object');
    expect(() => createReferenceExecutor(schema)(request)).toThrow('Variables must be provided as an Object');
  });
});

/** Node ends a process in which a rejection finds nobody listening; the test runner fails the test for it. */
describe('a list that has failed leaves no rejection behind', () => {
  const fail = (turns: number) => later(() => raise(new Error(`after ${turns}`)), turns);

  it.each([
    ['items before the failure', () => [fail(3), new Error('now')]],
    ['items after the failure', () => [new Error('now'), fail(3)]],
    ['several rejections', () => [fail(3), fail(1), fail(5)]],
  ])('%s', async (_, strict) => {
    const result = await createExecutor(schema)({ document: parse('{ strict name }'), rootValue: { strict, name: 'kept' } });
    await everythingSettled();
    expect(result.data).toEqual({ strict: null, name: 'kept' });
    expect(result.errors).toHaveLength(1);
  });

  it('fields of its rows', async () => {
    const rows = () => [
      { strict: 1, slow: () => fail(4) },
      { strict: () => fail(1), slow: () => fail(2) },
      { strict: null, slow: () => fail(3) },
    ];
    const result = await createExecutor(schema)({ document: parse('{ rows { strict slow } name }'), rootValue: { rows, name: 'kept' } });
    await everythingSettled();
    expect(result.data).toEqual({ rows: null, name: 'kept' });
    expect(result.errors).toHaveLength(1);
  });
});
