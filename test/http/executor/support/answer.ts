import type { ExecutionResult, GraphQLError } from 'graphql';

/** All of a result that a client or the error formatter can see, in a form that compares with toEqual. */
export interface Answer {
  /** Which of `errors` and `data` there are, in their order. */
  readonly parts: readonly string[];
  /** As text, so that the order of keys counts. */
  readonly data: string | undefined;
  readonly errors: readonly object[] | undefined;
}

export function answerOf(result: ExecutionResult): Answer {
  return { parts: Object.keys(result), data: JSON.stringify(result.data, bigintsAsText), errors: result.errors?.map(describe) };
}

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function describe(error: GraphQLError): object {
  return {
    message: error.message,
    path: error.path,
    locations: error.locations,
    extensions: error.extensions,
    nodes: error.nodes?.map((node) => node.kind),
    originalError: error.originalError && {
      name: error.originalError.name,
      message: error.originalError.message,
      thrownValue: (error.originalError as { thrownValue?: unknown }).thrownValue,
    },
  };
}
