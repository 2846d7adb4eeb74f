import type { Tracer } from '../../shared/tracer';
import type { GatewayExecutor } from './apollo-gateway';

const LONGEST_NAME = 200;

/** Makes a span of each operation that Apollo has taken. Its variables and its document are nobody's business but the caller's. */
export function tracedExecutor(execute: GatewayExecutor, tracer: Tracer): GatewayExecutor {
  return (request) => {
    const { operation, operationName, queryHash } = request;
    const type = operation?.operation;
    const facts = {
      'graphql.operation.type': type,
      'graphql.operation.name': operationName?.slice(0, LONGEST_NAME),
      'open_ledger.operation.hash': queryHash,
    };
    return tracer.run({ name: type ?? 'GraphQL Operation', facts }, async (failed) => {
      const result = await execute(request);
      if (result.errors && result.errors.length > 0) failed();
      return result;
    });
  };
}
