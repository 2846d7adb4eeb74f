import { pino, type DestinationStream, type Logger } from 'pino';
import type { Settings } from '../config';
import type { Tracer } from '../shared/tracer';

/**
 * Lines of JSON, so that nothing that a caller sends can begin a line of its own. They name the span that they are written in, where there
 * is a tracer.
 */
export function createLogger({ logLevel }: Pick<Settings, 'logLevel'>, destination?: DestinationStream, tracer?: Tracer): Logger {
  const options = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    ...(tracer && { mixin: () => placeIn(tracer) }),
  };
  return destination ? pino(options, destination) : pino(options);
}

function placeIn(tracer: Tracer): object {
  const place = tracer.logged();
  return place ? { trace_id: place.traceId, span_id: place.spanId } : {};
}

interface Described {
  readonly type: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: unknown;
  readonly cause?: Described;
}

/** Drivers put the statement with its parameters on their errors; only what we name here is written. */
function describeError(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const cause = error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {};
  return { type: error.name, message: error.message, stack: error.stack, code: code ?? driverError?.code, ...cause };
}
