import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { fieldsOf, messagesIn, type Field } from './protobuf';

export interface ReceivedSpan {
  readonly service: unknown;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for one that begins a trace. */
  readonly parentId: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Ids of the spans that it is linked to. */
  readonly links: readonly string[];
  readonly failed: boolean;
}

/** A collector as the server sees it: it takes what is sent by OTLP over HTTP, in protobuf. */
export class Collector {
  readonly spans: ReceivedSpan[] = [];
  /** All that was sent, as it came. */
  received = '';
  readonly paths = new Set<string | undefined>();

  private constructor(private readonly server: Server) {}

  /** A deaf one takes connections and never answers. */
  static async start({ deaf = false } = {}): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    if (!deaf) {
      server.on('request', (request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const sent = Buffer.concat(chunks);
          collector.take(request.url, request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent);
          response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
        });
      });
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  named(name: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  private take(path: string | undefined, body: Buffer): void {
    this.paths.add(path);
    this.received += body.toString('latin1');
    for (const ofResource of messagesIn(body, 1)) {
      const [resource] = messagesIn(ofResource, 1);
      const { 'service.name': service } = attributesIn(resource!, 1);
      const spans = messagesIn(ofResource, 2).flatMap((ofScope) => messagesIn(ofScope, 2));
      this.spans.push(...spans.map((span) => ({ service, ...spanOf(span) })));
    }
  }
}

function spanOf(message: Buffer): Omit<ReceivedSpan, 'service'> {
  const fields = fieldsOf(message);
  const bytes = (field: number) => (fields.get(field)?.[0] as Buffer | undefined) ?? Buffer.alloc(0);
  return {
    traceId: bytes(1).toString('hex'),
    spanId: bytes(2).toString('hex'),
    parentId: bytes(4).toString('hex'),
    name: bytes(5).toString(),
    kind: fields.get(6)?.[0] as number,
    attributes: attributesIn(message, 9),
    links: messagesIn(message, 13).map((link) => messagesIn(link, 2)[0]!.toString('hex')),
    failed: fieldsOf(bytes(15)).get(3)?.[0] === 2,
  };
}

function attributesIn(message: Buffer, field: number): Record<string, unknown> {
  const pairs = messagesIn(message, field).map((pair) => fieldsOf(pair));
  return Object.fromEntries(pairs.map((pair) => [text(pair.get(1)![0]!), valueOf(pair.get(2)![0] as Buffer)]));
}

function valueOf(message: Buffer): unknown {
  const [[kind, [value]] = [0, [0]]] = fieldsOf(message);
  if (kind === 1) return text(value!);
  return kind === 5 ? messagesIn(value as Buffer, 1).map(valueOf) : value;
}

function text(field: Field): string {
  return (field as Buffer).toString();
}
