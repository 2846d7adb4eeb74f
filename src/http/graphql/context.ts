import type { RequestContext } from '../../auth';
import type { Allowance } from '../../quotas';
import type { OperationRun } from './note-answer';

/** The context of a GraphQL request. Apollo copies it, so what is filled in later lies one level deeper. */
export interface GraphQLContext extends RequestContext {
  readonly run: OperationRun;
  /** What a caller with a quota may still use. */
  readonly allowance?: Allowance | undefined;
  /** Where the caller wants to be told what the operation took. */
  readonly usage?: UsageCount | undefined;
}

/** What is counted of a request while it is answered. */
export interface UsageCount {
  /** By performance.now(). */
  readonly startedAt: number;
  readonly statements: { count: number };
}
