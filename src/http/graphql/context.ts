import type { Principal, RequestContext } from '../../auth';

/** What became of an operation, for the log. Filled in while it is answered. */
export interface Outcome {
  operationName?: string | undefined;
  operationType?: string | undefined;
  /** Codes of the errors in the answer, each once. */
  codes?: readonly string[] | undefined;
  subject?: string | undefined;
}

/** The context of a GraphQL request. Apollo copies it, so what is filled in later lies one level deeper. */
export interface GraphQLContext extends RequestContext {
  readonly outcome: Outcome;
}

/**
 * Who sends a request: null for nobody. Anything but a valid bearer token is refused, never taken for nobody.
 * @throws AppError UNAUTHENTICATED
 */
export type Authenticate = (authorization: string | undefined) => Promise<Principal | null>;
