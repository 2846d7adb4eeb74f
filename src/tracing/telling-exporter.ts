import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** Hears how sending goes: of the first failure, and that it is over. */
export interface ExportWatch {
  readonly failed: (error: Error | undefined) => void;
  readonly recovered: () => void;
}

/** An exporter that tells of its failures once, not each few seconds for as long as the collector is away. */
export class TellingExporter implements SpanExporter {
  private failing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly watch: ExportWatch,
  ) {}

  export(spans: ReadableSpan[], told: Parameters<SpanExporter['export']>[1]): void {
    this.exporter.export(spans, (result) => {
      this.note(result.code === 0, result.error);
      told(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private note(sent: boolean, error: Error | undefined): void {
    if (sent === !this.failing) return;
    this.failing = !sent;
    if (sent) this.watch.recovered();
    else this.watch.failed(error);
  }
}
