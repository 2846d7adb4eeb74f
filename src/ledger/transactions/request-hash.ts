import { hash } from 'node:crypto';

/** What a request asked for, to tell a repeat with an idempotency key from another request with the same key; nothing without a key. */
export function requestHashOf(idempotencyKey: string | null, content: unknown): string {
  return idempotencyKey === null ? '' : hash('sha256', JSON.stringify(content), 'base64url');
}
