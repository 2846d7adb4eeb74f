import { setTimeout as after } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** A reason not to be sent requests, or undefined. */
export type Check = () => Promise<string | undefined> | string | undefined;

export interface HealthOptions {
  readonly checks: readonly Check[];
  /** Reasons why it serves less than it should, for which it is still to be sent requests. */
  readonly warnings?: readonly Check[] | undefined;
  /** How long the checks may take together, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * /livez: the process answers. /readyz: it can serve; 503 with the reasons where it cannot, 200 with the reasons where it is degraded.
 * Both are open to everybody.
 */
export function registerHealth(app: FastifyInstance, { checks, warnings = [], timeoutMs = 2_000 }: HealthOptions): void {
  app.get('/livez', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const reasons = await reasonsAgainst(checks, timeoutMs);
    void reply.header('cache-control', 'no-store').code(reasons.length === 0 ? 200 : 503);
    if (reasons.length > 0) return { status: 'not ready', reasons };
    const losses = await reasonsAgainst(warnings, timeoutMs);
    return losses.length > 0 ? { status: 'degraded', reasons: losses } : { status: 'ready' };
  });
}

async function reasonsAgainst(checks: readonly Check[], timeoutMs: number): Promise<readonly string[]> {
  const late = new AbortController();
  const timeout = after(timeoutMs, ['a check did not answer in time'], { signal: late.signal });
  timeout.catch(() => undefined);
  try {
    const found = Promise.all(checks.map(reasonOf)).then((reasons) => reasons.filter((reason) => reason !== undefined));
    return await Promise.race([found, timeout]);
  } finally {
    late.abort();
  }
}

/** What a failing check throws may name hosts and users, and everybody can read this. */
async function reasonOf(check: Check): Promise<string | undefined> {
  try {
    return await check();
  } catch {
    return 'a check failed';
  }
}
