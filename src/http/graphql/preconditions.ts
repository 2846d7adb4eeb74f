import { GraphQLError, type ExecutionResult } from 'graphql';
import { bearerChallenge, type RequestContext, type RequestOutcome } from '../../auth';
import { AppError } from '../../shared/errors';
import { wholeRequestRefusal } from '../errors/refusals';
import { costOf, type Variables } from '../limits/cost-formula';
import type { OperationRules } from '../limits/operation-rules';
import { tooComplex } from '../limits/too-complex';
import { located, rootRefusal } from '../schema/authorized';

/** Notes what the operation may cost. @throws GraphQLError TOO_COMPLEX for the whole request */
export function checkCost({ cost }: OperationRules, variables: Variables, maxCost: number, outcome: RequestOutcome): void {
  if (cost instanceof AppError) throw wholeRequestRefusal(cost);
  const fields = (outcome.costAsked = costOf(cost, variables));
  if (fields > maxCost) throw wholeRequestRefusal(tooComplex(`The operation costs ${fields}`, 'maxCost', maxCost));
}

/**
 * Decides the root fields before anything runs. A guarded field without a token refuses the whole request with 401. A mutation with a
 * field that the caller may not have runs nothing of it, lest a refused second change follow a committed first. In a query the guards
 * decide field by field: a refused field is null, or takes its parent with it where the schema says that it cannot be null.
 * @returns the answer, where it is decided already
 * @throws GraphQLError UNAUTHENTICATED for the whole request
 */
export function checkRootFields({ guarded, isMutation }: OperationRules, context: RequestContext): ExecutionResult | undefined {
  if (guarded.length === 0) return undefined;
  if (context.principal === null) throw unauthenticated();
  if (!isMutation) return undefined;
  const errors: GraphQLError[] = [];
  for (const { key, nodes, permissions } of guarded) {
    const refusal = rootRefusal(permissions, context);
    if (refusal) errors.push(located(refusal, { nodes, path: [key] }));
  }
  return errors.length === 0 ? undefined : { data: null, errors };
}

/** RFC 6750, section 3.1: no error code where no token was sent. */
function unauthenticated(): GraphQLError {
  const refusal = new AppError('UNAUTHENTICATED', 'Send a bearer token in the Authorization header.');
  return wholeRequestRefusal(refusal, { 'www-authenticate': bearerChallenge() });
}
