import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLJSONObject } from 'graphql-scalars';
import { formatDate, parseDate, type LedgerDate } from './dates';

/** A scalar that travels as a string: `parse` makes the inner value, or undefined where the text is none. */
function textScalar<Inner>(options: {
  name: string;
  description: string;
  expected: string;
  parse: (text: string) => Inner | undefined;
  serialize: (value: Inner) => string;
}): GraphQLScalarType<Inner, string> {
  const read = (value: unknown, node?: ValueNode): Inner => {
    const parsed = typeof value === 'string' ? options.parse(value) : undefined;
    if (parsed === undefined) throw new GraphQLError(`${options.name} must be ${options.expected}.`, { nodes: node });
    return parsed;
  };
  return new GraphQLScalarType<Inner, string>({
    name: options.name,
    description: options.description,
    serialize: (value) => options.serialize(value as Inner),
    parseValue: (value) => read(value),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined, node),
  });
}

/** Inner value: a LedgerDate (YYYYMMDD). */
export const DateScalar = textScalar<LedgerDate>({
  name: 'Date',
  description: 'ISO 8601 calendar date: 2026-01-31.',
  expected: 'a calendar date such as "2026-01-31"',
  parse: parseDate,
  serialize: formatDate,
});

const instant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** Inner value: milliseconds since 1970. */
export const DateTimeScalar = textScalar<number>({
  name: 'DateTime',
  description: 'RFC 3339 instant in UTC: 2026-01-31T09:30:00.000Z.',
  expected: 'an instant such as "2026-01-31T09:30:00Z"',
  parse: (text) => {
    if (!instant.test(text) || parseDate(text.slice(0, 10)) === undefined) return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  },
  serialize: (value) => new Date(value).toISOString(),
});

/** Inner value: the text. Whether it fits its currency is decided where the currency is known. */
export const DecimalScalar = textScalar<string>({
  name: 'Decimal',
  description: 'Exact decimal as a string: "1250.00". Never a float; output carries the scale of its currency.',
  expected: 'a string such as "1250.00", never a JSON number',
  parse: (text) => (text.length <= 64 ? text : undefined),
  serialize: (value) => value,
});

/** Inner value: the text. Whether ISO 4217 knows it is decided with the rest of the input. */
export const CurrencyCodeScalar = textScalar<string>({
  name: 'CurrencyCode',
  description: 'ISO 4217 alphabetic code.',
  expected: 'three capital letters such as "USD"',
  parse: (text) => (/^[A-Z]{3}$/.test(text) ? text : undefined),
  serialize: (value) => value,
});

const MAX_JSON_DEPTH = 32;

function isTooDeep(value: unknown, depth = 1): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > MAX_JSON_DEPTH || Object.values(value).some((part) => isTooDeep(part, depth + 1));
}

/** What is nested deeper than this cannot be handled by every program that reads it, ours included. */
function shallow<T>(value: T): T {
  if (isTooDeep(value)) throw new GraphQLError(`JSONObject may be nested ${MAX_JSON_DEPTH} levels deep.`);
  return value;
}

const jsonObject = GraphQLJSONObject.toConfig();

/** Inner value: the object. */
export const JSONObjectScalar = new GraphQLScalarType({
  ...jsonObject,
  description: 'JSON object, nested 32 levels deep at most.',
  specifiedByURL: null,
  parseValue: (value) => shallow(jsonObject.parseValue(value)),
  parseLiteral: (node, variables) => shallow(jsonObject.parseLiteral(node, variables)),
});
