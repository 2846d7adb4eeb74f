import { createHash } from 'node:crypto';

/** What a request asked for, to tell a repeat with an idempotency key from another request with the same key; nothing without a key. */
export function requestHashOf(idempotencyKey: string | null, content: unknown): string {
  return idempotencyKey === null ? '' : createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
