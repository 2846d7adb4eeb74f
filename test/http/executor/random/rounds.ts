import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { createReferenceExecutor, type Executor } from '../../../../src/http/executor';
import { answerOf, type Answer } from '../support/answer';
import type { Notes } from '../support/case';
import { quietly } from '../support/quietly';
import { rootSource } from './schema';

export type Variables = Readonly<Record<string, unknown>>;

/** One document in one world, to be asked with various variables. */
export interface Round {
  readonly seed: number;
  readonly text: string;
  readonly document: DocumentNode;
  /** Some rounds go by the text, some by the document object. */
  readonly documentKey: string | undefined;
}

export function roundOf(seed: number, text: string): Round {
  return { seed, text, document: parse(text), documentKey: seed % 2 === 0 ? text : undefined };
}

export interface Observed extends Answer {
  readonly seen: readonly string[];
}

/** Answer and calls, in their order. */
export async function observe(executor: Executor, { seed, document, documentKey }: Round, variableValues: Variables): Promise<Observed> {
  const notes: Notes = { seen: [] };
  const result = await executor({ document, documentKey, variableValues, rootValue: rootSource(seed), contextValue: notes });
  return { ...answerOf(result), seen: notes.seen };
}

export async function expected(schema: GraphQLSchema, round: Round, variables: Variables): Promise<Observed> {
  return quietly(() => observe(createReferenceExecutor(schema), round, variables));
}

/** Compares as text, which is quick and counts the order of keys. */
export function expectSame(round: Round, variables: Variables, actual: Observed, reference: Observed): void {
  if (JSON.stringify(actual) === JSON.stringify(reference)) {
    return;
  }
  // The difference is long: what repeats it stands before it.
  const how = `Repeat with EXECUTOR_FUZZ_SEED=${round.seed} EXECUTOR_FUZZ_DOCUMENTS=1, variables ${JSON.stringify(variables)}`;
  throw new Error(`${how}\n${round.text}\nexpected ${JSON.stringify(reference)}\nreceived ${JSON.stringify(actual)}`);
}
