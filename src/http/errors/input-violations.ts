import type { Violation } from '../../shared/errors';

/**
 * GraphQL's own complaint about a variable as a violation with a path: `Variable "$input" got invalid value … at "input.date"; …`.
 * Undefined where the message is none of these.
 */
export function variableViolation(message: string): Violation | undefined {
  const variable = /^Variable "\$(\w+)"/.exec(message)?.[1];
  if (variable === undefined) return undefined;
  const place = / at "([\w.[\]]+)";/.exec(message)?.[1] ?? variable;
  const rule = / of required type | of non-null type /.test(message) ? 'REQUIRED' : 'INVALID_VALUE';
  return {
    code: rule,
    message: message.slice(message.indexOf('; ') + 2) || message,
    path: place.split(/[.[\]]+/).filter((part) => part !== ''),
  };
}
