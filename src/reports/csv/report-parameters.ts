import { parseDate } from '../../shared/dates';
import { isId } from '../../shared/ids';
import { CurrencyCodeScalar, DateTimeScalar } from '../../shared/scalars';
import { Violations } from '../../shared/violations';
import { ReportInterval } from '../periods';

interface Parameter<T> {
  /** Undefined where the text is no such value. */
  readonly parse: (text: string) => T | undefined;
  readonly expected: string;
}

const date: Parameter<number> = { parse: parseDate, expected: 'a calendar date such as 2026-01-31' };
const id: Parameter<string> = {
  parse: (text) => (isId(text.toLowerCase()) ? text.toLowerCase() : undefined),
  expected: 'a UUID',
};

/** What a name stands for; what every object has besides stands for nothing. */
function oneOf<T>(values: Readonly<Record<string, T>>, expected: string): Parameter<T> {
  return { parse: (text) => (Object.hasOwn(values, text) ? values[text] : undefined), expected };
}

/** The arguments of the statements, as they stand in an address; with the names that they have in GraphQL. */
const parameters = {
  companyId: id,
  accountId: id,
  asOf: date,
  from: date,
  to: date,
  compareTo: { parse: dates, expected: 'calendar dates with commas between them' },
  interval: oneOf(ReportInterval, 'MONTH, QUARTER or YEAR'),
  currency: { parse: (text) => attempt(() => CurrencyCodeScalar.parseValue(text)), expected: 'three capital letters such as USD' },
  knownAt: { parse: (text) => attempt(() => DateTimeScalar.parseValue(text)), expected: 'an instant such as 2026-01-31T09:30:00Z' },
  includeZero: oneOf({ true: true, false: false }, 'true or false'),
} satisfies Record<string, Parameter<unknown>>;

type ParameterName = keyof typeof parameters;
type Values = { [Name in ParameterName]: Exclude<ReturnType<(typeof parameters)[Name]['parse']>, undefined> };

/**
 * Reads the query of an address.
 * @throws AppError BAD_USER_INPUT naming all that is missing, unknown, given twice or no such value
 */
export function readParameters<Required extends ParameterName, Optional extends ParameterName>(
  query: Readonly<Record<string, unknown>>,
  required: readonly Required[],
  optional: readonly Optional[],
): Pick<Values, Required> & Partial<Pick<Values, Optional>> {
  const violations = new Violations();
  const taken: readonly ParameterName[] = [...required, ...optional];
  const values: Partial<Record<ParameterName, unknown>> = {};
  for (const name of Object.keys(query)) {
    if (!taken.some((known) => known === name)) violations.add([name.slice(0, 100)], 'UNKNOWN', `Known here are: ${taken.join(', ')}.`);
  }
  for (const name of taken) {
    const text = query[name];
    if (text === undefined) {
      if (required.some((each) => each === (name as string))) violations.add([name], 'REQUIRED', 'This is required.');
      continue;
    }
    const { parse, expected } = parameters[name];
    const value = typeof text === 'string' ? parse(text) : undefined;
    if (value === undefined) violations.add([name], 'INVALID', `This must be ${expected}, given once.`);
    else values[name] = value;
  }
  violations.throwIfAny();
  return values as Pick<Values, Required> & Partial<Pick<Values, Optional>>;
}

function dates(text: string): number[] | undefined {
  const parsed = text.split(',').map((part) => parseDate(part.trim()));
  return parsed.every((each) => each !== undefined) ? parsed : undefined;
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
