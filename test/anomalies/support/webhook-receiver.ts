import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = number | ((response: ServerResponse) => void);

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Answers to the next requests; once they are used up, 204. */
  answer(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

/** A real server that takes messages, and answers as it is told. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      const answer = answers.shift() ?? 204;
      if (typeof answer === 'function') answer(response);
      else response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?of=ledger`,
    received,
    answer: (...next) => void answers.push(...next),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What the receiver of a message does, as docs/anomalies.md shows it; `now` is in seconds. */
export function verify({ headers, body }: Received, secret: string, now: number): boolean {
  const [id, timestamp] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  const isFresh = Math.abs(now - Number(timestamp)) < 300;
  const signatures = String(headers['webhook-signature']).split(' ').map((text) => Buffer.from(text)); // prettier-ignore
  return isFresh && signatures.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}
