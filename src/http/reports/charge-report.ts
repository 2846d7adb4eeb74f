import type { FastifyReply, FastifyRequest } from 'fastify';
import { outcomeOf, type Principal } from '../../auth';
import { quotaHeaders } from '../quota-headers';
import type { AllowanceOf } from '../request-caller';

/** How long a statement is shows when it is made, so each is taken to have so many cells until then. */
const ASKED = 500;

/**
 * Takes what a statement is taken to cost from the quota of a caller who has one, and what it did cost when it is sent, or sending it ended.
 * @throws AppError THROTTLED
 */
export async function chargeReport(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Principal,
  allowanceOf: AllowanceOf | undefined,
): Promise<void> {
  const allowance = await allowanceOf?.(caller.identity);
  if (!allowance) return;
  try {
    allowance.charge(Math.min(ASKED, allowance.quota.burst));
  } finally {
    for (const [name, value] of quotaHeaders(allowance)) void reply.header(name, value);
  }
  const settle = () => allowance.settle(Math.max(1, outcomeOf(request).costUsed ?? 0));
  // Whoever has gone already is not heard to go.
  if (reply.raw.destroyed) settle();
  else reply.raw.once('close', settle);
}
