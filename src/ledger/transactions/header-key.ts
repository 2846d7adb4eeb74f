import type { RequestContext } from '../../auth';
import { errorOf } from '../../shared/violations';

/**
 * The input with the idempotency key of the request's header, where it has none itself.
 * @throws AppError BAD_USER_INPUT where it has another
 */
export function withHeaderKey<Input extends { readonly idempotencyKey?: string | null }>(
  { idempotencyKey }: RequestContext,
  input: Input,
): Input {
  if (idempotencyKey === undefined || input.idempotencyKey === idempotencyKey) return input;
  if (input.idempotencyKey === undefined || input.idempotencyKey === null) return { ...input, idempotencyKey };
  const message = 'The Idempotency-Key header holds another key; send one of them.';
  throw errorOf([{ code: 'EXCLUSIVE', message, path: ['input', 'idempotencyKey'] }]);
}
