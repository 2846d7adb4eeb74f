import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * One HTTP/1.1 connection that is kept, with one request at a time: as little work as can be, since whoever sends shares its processors
 * with whoever answers. It knows answers with a Content-Length, and no others.
 */
export class Connection {
  private received: Buffer = Buffer.alloc(0);
  private answered: { readonly resolve: (body: string) => void; readonly reject: (error: Error) => void } | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly head: string,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.answered?.reject(error));
    socket.on('close', () => this.answered?.reject(new Error('The server closed the connection.')));
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<Connection> {
    const { hostname, port, host, pathname } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => socket.once('connect', () => resolve()).once('error', reject));
    const all = { host, 'content-type': 'application/json', accept: 'application/json', ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return new Connection(socket, `POST ${pathname} HTTP/1.1\r\n${lines.join('')}`);
  }

  /** Resolves to the body of the answer. @throws Error for any status but 200 */
  post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.answered = { resolve, reject };
      this.socket.write(`${this.head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    const end = headEnd + HEAD_END.length + length;
    if (this.received.length < end) return;
    const body = this.received.toString('utf8', headEnd + HEAD_END.length, end);
    this.received = this.received.subarray(end);
    const { resolve, reject } = this.answered!;
    this.answered = undefined;
    if (head.startsWith('HTTP/1.1 200 ')) resolve(body);
    else reject(new Error(`${head.slice(0, head.indexOf('\r'))}: ${body.slice(0, 500)}`));
  }
}
