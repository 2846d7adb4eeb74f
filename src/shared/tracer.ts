/**
 * What is told of a span, by the names of OpenTelemetry's semantic conventions where there are any; what is undefined is left out. Nothing
 * of variables, secrets, tokens, or parameters of statements.
 */
export type SpanFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface SpanStart {
  readonly name: string;
  /** server: answers somebody outside of this process. client: asks somebody there. */
  readonly kind?: 'server' | 'client';
  readonly facts?: SpanFacts;
}

/** Where in a trace something happens. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
}

/** A span that is ended by whoever began it. */
export interface OpenSpan {
  /** What the work does, now and later, is part of the span. */
  within<T>(work: () => T): T;
  end(facts: SpanFacts, failed: boolean): void;
}

/** Tells of a piece of work that it failed, though it did not throw. */
export type NoteFailure = () => void;

/** Tells a collector what takes how long. There is one only where the operator wants it; then it neither throws nor makes anybody wait. */
export interface Tracer {
  /** A request that came in; it continues the trace that its headers name (W3C Trace Context). */
  begin(start: SpanStart, headers: Readonly<Record<string, string | string[] | undefined>>): OpenSpan;
  /** Does a piece of work as a part of the span that is under way; outside of any it is not traced. */
  run<T>(start: SpanStart, work: (failed: NoteFailure) => Promise<T>): Promise<T>;
  /** Does at once what several parts of traces wait for: as a part of the first of them, with links to the others. */
  runFor<T>(places: readonly SpanPlace[], start: SpanStart, work: () => Promise<T>): Promise<T>;
  /** The span that is under way; undefined where none is, or where it is not to be told of. */
  here(): SpanPlace | undefined;
  /** The same for log lines: of spans too that are not told of, or have just ended. */
  logged(): SpanPlace | undefined;
}

/** Does a piece of work, as a part of the span that is under way where there is a tracer. */
export function traced<T>(tracer: Tracer | undefined, start: SpanStart, work: () => Promise<T>): Promise<T> {
  return tracer ? tracer.run(start, work) : work();
}
