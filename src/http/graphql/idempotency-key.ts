import type { FastifyRequest } from 'fastify';
import { isInputObjectType, getNamedType, type GraphQLField } from 'graphql';
import { errorOf, Violations } from '../../shared/violations';
import { wholeRequestRefusal } from '../errors/refusals';
import type { OperationRules } from '../limits/operation-rules';

const header = 'Idempotency-Key';

/**
 * The key of the Idempotency-Key header, bare or as the quoted string that the IETF's draft of the header writes; undefined without one.
 * @throws GraphQLError BAD_USER_INPUT for the whole request, where it is no key of 1 to 200 printable ASCII characters, or not one
 */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const value = request.headers['idempotency-key'];
  if (value === undefined) return undefined;
  const violations = new Violations();
  if ((request.raw.headersDistinct['idempotency-key']?.length ?? 0) > 1) violations.add([header], 'EXCLUSIVE', 'Send one such header.');
  const key = unquoted(String(value));
  if (key === undefined)
    violations.add([header], 'MALFORMED', 'A quoted key ends with a quote, and has \\" and \\\\ for those two characters.');
  else if (/[^ -~]/.test(key)) violations.add([header], 'NOT_PRINTABLE', 'A header holds ASCII; send any other key in the input.');
  else violations.text([header], key, 200);
  if (violations.all.length > 0) throw wholeRequestRefusal(errorOf(violations.all));
  return key;
}

/** RFC 8941, section 3.3.3. */
function unquoted(value: string): string | undefined {
  if (!value.startsWith('"')) return value;
  return /^"(?:[^"\\]|\\["\\])*"$/.test(value) ? value.slice(1, -1).replace(/\\(["\\])/g, '$1') : undefined;
}

/**
 * Where a key came in the header, the operation must be one for which it can be kept. Queries have no use for one.
 * @throws GraphQLError BAD_USER_INPUT for the whole request
 */
export function checkIdempotencyKey({ isMutation, roots }: OperationRules): void {
  if (!isMutation) return;
  const [root] = roots;
  if (roots.length !== 1 || !root) {
    throw refusal(`The header stands for one mutation, and the operation has ${roots.length}. Give each its key in its input.`);
  }
  if (!takesKey(root.field))
    throw refusal(`${root.field.name} takes no idempotency key, so a repeat would not be known for one. Leave the header out.`);
}

function takesKey(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ type }) => {
    const input = getNamedType(type);
    return isInputObjectType(input) && 'idempotencyKey' in input.getFields();
  });
}

function refusal(message: string) {
  return wholeRequestRefusal(errorOf([{ code: 'NOT_ALLOWED', message, path: [header] }]));
}
