import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/** At most this many problems are listed, as graphql-js does: a list of a million wrong items is one mistake. */
const MOST_PROBLEMS = 50;

/** Either the coerced variables, or the errors to answer with (and no data), exactly as execution by graphql-js would report them. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variableValues?: Readonly<Record<string, unknown>> | null,
): ReturnType<typeof getVariableValues> {
  return getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, { maxErrors: MOST_PROBLEMS });
}
