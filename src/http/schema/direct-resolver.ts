import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../auth';
import type { MethodDeclaration } from './field-declarations';

type Arguments = Readonly<Record<string, unknown>>;
type Pick = (source: unknown, args: Arguments, context: RequestContext, info: GraphQLResolveInfo) => unknown;
type Method = (...parameters: unknown[]) => unknown;

/**
 * Calls a resolver's method as it is declared, with the arguments as graphql-js coerced them: no class is made of them, nothing is
 * awaited, and a synchronous method stays synchronous.
 * @throws Error for a parameter of a kind that is not supported
 */
export function directResolver(instance: object, method: MethodDeclaration): GraphQLFieldResolver<unknown, RequestContext> {
  const name = `${method.target.name}.${method.methodName}`;
  const target = instance as Record<string, Method>;
  const key = method.methodName;
  if (typeof target[key] !== 'function') throw new Error(`${name} is no method.`);
  const picks: Pick[] = [];
  for (const parameter of method.params ?? []) picks[parameter.index] = pickOf(parameter, name);
  for (let index = 0; index < picks.length; index += 1) {
    if (!picks[index]) throw new Error(`Parameter ${index + 1} of ${name} has no decorator.`);
  }
  const [a, b] = picks;
  // Most methods take one or two parameters, and a spread call costs more than they do.
  if (picks.length === 0) return () => target[key]!();
  if (picks.length === 1) return (source, args, context, info) => target[key]!(a!(source, args, context, info));
  if (picks.length === 2)
    return (source, args, context, info) => target[key]!(a!(source, args, context, info), b!(source, args, context, info));
  return (source, args, context, info) => target[key]!(...picks.map((pick) => pick(source, args, context, info)));
}

function pickOf(parameter: NonNullable<MethodDeclaration['params']>[number], method: string): Pick {
  switch (parameter.kind) {
    case 'root':
      return propertyOf((source) => source, parameter.propertyName);
    case 'context':
      return propertyOf((_source, _args, context) => context, parameter.propertyName);
    case 'info':
      return (_source, _args, _context, info) => info;
    case 'args':
      return (_source, args) => args;
    case 'arg': {
      const { name } = parameter;
      return (_source, args) => args[name];
    }
    default:
      throw new Error(`${method} has a parameter of the kind ${parameter.kind}, which is not supported.`);
  }
}

function propertyOf(pick: Pick, property: string | undefined): Pick {
  if (property === undefined) return pick;
  return (source, args, context, info) => (pick(source, args, context, info) as Record<string, unknown>)[property];
}
