import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  type Tracer as Otel,
} from '@opentelemetry/api';
import type { NoteFailure, OpenSpan, SpanFacts, SpanPlace, SpanStart, Tracer } from '../shared/tracer';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

/** Our spans as OpenTelemetry's. */
export class OtelTracer implements Tracer {
  constructor(private readonly otel: Otel) {}

  begin(start: SpanStart, headers: Parameters<Tracer['begin']>[1]): OpenSpan {
    const parent = propagation.extract(ROOT_CONTEXT, headers);
    const span = this.start(start, parent);
    const inside = trace.setSpan(parent, span);
    return {
      within: (work) => context.with(inside, work),
      end: (facts, failed) => {
        span.setAttributes(attributesOf(facts));
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  run<T>(start: SpanStart, work: (failed: NoteFailure) => Promise<T>): Promise<T> {
    if (!this.here()) return work(() => undefined);
    const parent = context.active();
    return this.during(this.start(start, parent), parent, work);
  }

  runFor<T>(places: readonly SpanPlace[], start: SpanStart, work: () => Promise<T>): Promise<T> {
    const [first, ...others] = places as SpanContext[];
    const parent = first ? trace.setSpanContext(ROOT_CONTEXT, first) : ROOT_CONTEXT;
    const links = others.map((place) => ({ context: place }));
    return this.during(this.start(start, parent, links), parent, work);
  }

  here(): SpanPlace | undefined {
    const span = trace.getActiveSpan();
    return span?.isRecording() ? span.spanContext() : undefined;
  }

  logged(): SpanPlace | undefined {
    const place = trace.getActiveSpan()?.spanContext();
    return place && isSpanContextValid(place) ? place : undefined;
  }

  private start({ name, kind, facts = {} }: SpanStart, parent: Context, links: { context: SpanContext }[] = []): Span {
    const attributes = attributesOf(facts);
    return this.otel.startSpan(name, { kind: kind ? kinds[kind] : SpanKind.INTERNAL, attributes, links }, parent);
  }

  private async during<T>(span: Span, parent: Context, work: (failed: NoteFailure) => Promise<T>): Promise<T> {
    const failed = () => void span.setStatus({ code: SpanStatusCode.ERROR });
    try {
      return await context.with(trace.setSpan(parent, span), () => work(failed));
    } catch (error) {
      // Its message may name what somebody sent.
      span.setAttribute('error.type', typeOf(error));
      failed();
      throw error;
    } finally {
      span.end();
    }
  }
}

function typeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}

function attributesOf(facts: SpanFacts): Attributes {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as Attributes;
}
