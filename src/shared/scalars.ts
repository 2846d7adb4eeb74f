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

export const JSONObjectScalar = new GraphQLScalarType({
  ...GraphQLJSONObject.toConfig(),
  description: 'JSON object.',
  specifiedByURL: null,
});
