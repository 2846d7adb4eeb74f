import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Principal } from '../../auth';
import type { AuditEvent } from '../../database';
import type { AppError } from '../../shared/errors';
import { appErrorIn } from '../errors/error-origin';

/** An event whose moment is that of its note. */
export type Refusal = Omit<AuditEvent, 'at'>;

interface RefusedOperation {
  readonly caller: Principal;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly errors: readonly GraphQLError[];
}

/** Says something about the server, not about the caller. */
const passing = new Set(['THROTTLED', 'OVERLOADED', 'CONFLICT', 'UNAUTHENTICATED']);

/**
 * What the audit trail is told of the errors of an operation: everything that the caller may not or cannot see, and of mutations whatever
 * else they were refused for. It holds codes, names of fields and permissions, and nothing that the caller sent.
 */
export function refusalEvents({ caller, document, operation, errors }: RefusedOperation): Refusal[] {
  return errors.flatMap((error) => {
    const action = error.path && fieldAt(error.path[0]!, operation, document);
    if (action === undefined || action === 'token') return [];
    const path = error.path!.filter((key) => typeof key === 'string').join('.').slice(0, 200); // prettier-ignore
    return refusalEvent(caller, { action, path, isMutation: operation.operation === 'mutation' }, error) ?? [];
  });
}

/** What was tried: a root field, and where in the answer it was refused. */
interface Attempt {
  readonly action: string;
  readonly path: string;
  readonly isMutation: boolean;
}

/** The event of one refusal; undefined for what the audit trail is not told of. */
export function refusalEvent(caller: Principal, { action, path, isMutation }: Attempt, error: unknown): Refusal | undefined {
  const refusal = appErrorIn(error);
  const outcome = refusal && isDenial(refusal) ? 'DENIED' : 'FAILED';
  const code = refusal?.code ?? 'INTERNAL_SERVER_ERROR';
  if (outcome === 'FAILED' && (!isMutation || passing.has(code))) return undefined;
  const { companyKey, objectId, permissions } = refusal?.denial ?? {};
  const rules = [...new Set(refusal?.violations.map((violation) => violation.code))].filter((rule) => rule !== code);
  const detail = { code, path, ...(permissions && { permissions }), ...(rules.length > 0 && { violations: rules }) };
  return { by: caller.doer, action, outcome, companyKey: companyKey ?? null, objectId: objectId ?? null, detail };
}

/** And of objects that were asked for by their ids, and are there, and were not shown. */
export function hiddenEvents(caller: Principal): Refusal[] {
  return caller.hidden.map(({ type, ...object }) => {
    const action = type[0]!.toLowerCase() + type.slice(1);
    return { by: caller.doer, action, outcome: 'DENIED', ...object, detail: { code: 'NOT_FOUND' } };
  });
}

function isDenial({ code, violations }: AppError): boolean {
  return code === 'FORBIDDEN' || code === 'NOT_FOUND' || violations.some((violation) => violation.code === 'FORBIDDEN');
}

/** The name of the root field behind a key of the answer. */
function fieldAt(key: string | number, { selectionSet }: OperationDefinitionNode, document: DocumentNode): string | undefined {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return fieldIn(selectionSet, key, fragments);
}

function fieldIn(set: SelectionSetNode, key: string | number, fragments: readonly FragmentDefinitionNode[]): string | undefined {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      if ((selection.alias ?? selection.name).value === key) return selection.name.value;
      continue;
    }
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.find(({ name }) => name.value === selection.name.value);
    const found = inner && fieldIn(inner.selectionSet, key, fragments);
    if (found !== undefined) return found;
  }
  return undefined;
}
