import type { GraphQLFormattedError } from 'graphql';
import type { RequestOutcome, RootFieldOutcome } from '../../auth';
import { gravest, OK } from '../../shared/answer-status';
import { ResultObject, type AnswerSize } from '../executor';
import type { Variables } from '../limits/cost-formula';
import type { RootField } from '../limits/operation-rules';
import { missedIds } from './missed-ids';

/** What is known of an operation while it is run. */
export interface OperationRun {
  /** The fields at its root, once they are known. */
  roots?: readonly RootField[];
  /** Those of the operation, coerced. */
  variables?: Variables;
  readonly size: AnswerSize;
}

type Data = Readonly<Record<string, unknown>> | null | undefined;

/** Notes what became of an operation and of each of its root fields, and how much was answered. */
export function noteAnswer(
  outcome: RequestOutcome,
  { roots = [], variables = {}, size }: OperationRun,
  data: Data,
  errors: readonly GraphQLFormattedError[],
): void {
  const counted = size.fields !== undefined && errors.length === 0;
  const whole = counted ? { fields: size.fields!, members: size.members! } : sizeOf(data);
  outcome.costUsed = whole.fields;
  outcome.rows = whole.members;
  if (errors.length > 0) outcome.codes = [...new Set(errors.map(codeOf))];
  outcome.missed = missedIds(roots, variables, data, errors);
  outcome.rootFields = roots.map((root) => {
    const part = roots.length === 1 ? whole : partOf(data, root.key);
    return { field: root.field.name, status: statusOf(root, data, errors), fields: part.fields, rows: part.members };
  });
}

function codeOf(error: GraphQLFormattedError): string {
  return String(error.extensions?.['code']);
}

/** An error without a path is one of every field. A field without one of its own fares as the operation where nothing of that was answered. */
function statusOf({ key }: RootField, data: Data, errors: readonly GraphQLFormattedError[]): RootFieldOutcome['status'] {
  if (errors.length === 0) return OK;
  const own = errors.filter(({ path }) => !path || path[0] === key);
  return gravest((own.length === 0 && !data ? errors : own).map(codeOf));
}

function partOf(data: Data, key: string): Required<AnswerSize> {
  if (!data || !(key in data)) return { fields: 0, members: 0 };
  const { fields, members } = sizeOf(data[key]);
  return { fields: fields + 1, members };
}

/**
 * Counts what the executor counts while it runs, where that is not what was answered: an error took some of it away, there are several
 * root fields, or the reference executor ran.
 */
function sizeOf(value: unknown): Required<AnswerSize> {
  const size = { fields: 0, members: 0 };
  const add = (part: unknown) => {
    if (Array.isArray(part)) {
      size.members += part.length;
      part.forEach(add);
    } else if (isResult(part)) {
      const parts = Object.values(part);
      size.fields += parts.length;
      parts.forEach(add);
    }
  };
  add(value);
  return size;
}

/** What a scalar holds is no answer of fields; graphql-js makes objects without a prototype. */
function isResult(value: unknown): value is object {
  return value instanceof ResultObject || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null);
}
