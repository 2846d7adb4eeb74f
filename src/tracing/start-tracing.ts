import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Tracer } from '../shared/tracer';
import { OtelTracer } from './otel-tracer';
import { TellingExporter, type ExportWatch } from './telling-exporter';

export interface TracingOptions {
  /** Where spans are sent: OTLP over HTTP, in protobuf. */
  readonly endpoint: string;
  readonly serviceName: string;
  readonly watch: ExportWatch;
}

export interface RunningTracer extends Tracer {
  /** Sends what waits, for as long as that may take in milliseconds at most. */
  stop(withinMs: number): Promise<void>;
}

/**
 * Starts OpenTelemetry's SDK. Spans wait in a queue that is bounded, and are sent behind the requests; those past the bound are dropped. The
 * sampler, the queue, and headers and certificates of the exporter are as its own environment variables say.
 */
export function startTracing({ endpoint, serviceName, watch }: TracingOptions): RunningTracer {
  const named = resourceFromAttributes({ 'service.name': serviceName });
  const resource = defaultResource()
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(named);
  const exporter = new TellingExporter(new OTLPTraceExporter({ url: endpoint }), watch);
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
  provider.register();
  const tracer = new OtelTracer(provider.getTracer('open-ledger'));
  return Object.assign(tracer, { stop: (withinMs: number) => noLonger(provider.shutdown(), withinMs) });
}

async function noLonger(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work.catch(() => undefined), over]);
  clearTimeout(timer);
}
