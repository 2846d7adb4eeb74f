import { parse, type GraphQLSchema } from 'graphql';
import { createExecutor, createReferenceExecutor, type Executor } from '../../../../src/http/executor';
import { answerOf, type Answer } from './answer';
import { everythingSettled, quietly } from './quietly';

/** One request that both executors must answer alike. */
export interface Case {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** Called for each run: generators and promises can be used once. */
  readonly root?: () => unknown;
}

/** Each run has a context of its own, in which resolvers may note what they saw. */
export interface Notes {
  readonly seen: string[];
}

export interface Outcome extends Answer {
  readonly seen: readonly string[];
  readonly synchronous: boolean;
}

/** The answers of graphql-js, of the plan-caching executor, and of the same with the plan already made. */
export async function outcomes(which: Case): Promise<{ reference: Outcome; first: Outcome; again: Outcome }> {
  const planned = createExecutor(which.schema);
  const reference = await quietly(() => run(createReferenceExecutor(which.schema), which));
  const first = await run(planned, which);
  const again = await run(planned, which);
  await everythingSettled();
  return { reference, first, again };
}

/** The answer of graphql-js, and that of an executor which has answered other requests before. */
export async function outcomesOn(executor: Executor, which: Case): Promise<{ reference: Outcome; actual: Outcome }> {
  const reference = await quietly(() => run(createReferenceExecutor(which.schema), which));
  const actual = await run(executor, which);
  await everythingSettled();
  return { reference, actual };
}

async function run(executor: Executor, { query, variables, operationName, root }: Case): Promise<Outcome> {
  const notes: Notes = { seen: [] };
  const result = executor({
    document: parse(query),
    documentKey: query,
    operationName,
    variableValues: variables,
    rootValue: root?.(),
    contextValue: notes,
  });
  return { ...answerOf(await result), seen: notes.seen, synchronous: !(result instanceof Promise) };
}
