import { createHmac } from 'node:crypto';

/** Something that a webhook is told, in one of the tries to tell it. */
export interface Message {
  /** The same in each try. */
  readonly id: string;
  /** Of the try; seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers of a message by Standard Webhooks 1.0.0: HMAC-SHA256 over id, timestamp and body, once with each of the secrets, so that
 * they can be changed without a message refused on the way.
 */
export function signedHeaders({ id, timestamp, body }: Message, secrets: readonly Uint8Array[]): Record<string, string> {
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
