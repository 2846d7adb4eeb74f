import { GraphQLError } from 'graphql';
import { AppError } from '../../shared/errors';

/** The designed refusal in an error, however often GraphQL wrapped it. */
export function appErrorIn(error: unknown): AppError | undefined {
  const origin = originOf(error);
  return origin instanceof AppError ? origin : undefined;
}

/** What was thrown first: a GraphQLError only where GraphQL itself complains. */
export function originOf(error: unknown): unknown {
  let origin = error;
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError;
  return origin;
}

/** An argument that validation could not refuse: a nullable variable that turns out to be null where the argument must not be. */
export function isBadArgument(error: unknown): boolean {
  const origin = originOf(error);
  return origin instanceof GraphQLError && origin.message.startsWith('Argument "');
}
