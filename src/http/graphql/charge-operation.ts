import type { HeaderMap } from '@apollo/server';
import type { Allowance } from '../../quotas';
import { AppError } from '../../shared/errors';
import { wholeRequestRefusal } from '../errors/refusals';
import type { OperationRules } from '../limits/operation-rules';
import { quotaHeaders } from '../quota-headers';
import type { GraphQLContext } from './context';

/** Whoever asks for a token has none as a rule; failed attempts are counted by themselves. */
const free = new Set(['token']);

/**
 * Takes what the operation may cost from the quota of a caller who has one.
 * @throws GraphQLError THROTTLED or TOO_COMPLEX for the whole request
 */
export function chargeOperation({ roots }: OperationRules, { allowance, outcome }: GraphQLContext): void {
  if (!allowance || (roots.length > 0 && roots.every(({ field }) => free.has(field.name)))) return;
  try {
    allowance.charge(outcome.costAsked!);
  } catch (error) {
    throw error instanceof AppError ? wholeRequestRefusal(error) : error;
  }
}

/** Takes what it did cost, once that is noted. Answers with what the caller is told of it; its headers tell how much is left. */
export function settleOperation(allowance: Allowance, context: GraphQLContext, headers: HeaderMap): object {
  const { costAsked, costUsed } = context.outcome;
  allowance.settle(dueFor(context));
  for (const [name, value] of quotaHeaders(allowance)) headers.set(name, value);
  return { asked: costAsked ?? null, used: costUsed, remaining: allowance.remaining, limit: allowance.quota.burst };
}

/**
 * The fields that were answered, or made and then taken away by an error, and no less than one for each root field, or refusals would cost
 * nothing. What only describes the schema is charged what it asked: that there is much to describe is nobody's fault.
 */
function dueFor({ outcome: { costAsked = 0, costUsed = 0 }, run: { roots = [], size } }: GraphQLContext): number {
  return roots.length === 0 ? costAsked : Math.max(costUsed, size.fields ?? 0, roots.length);
}
