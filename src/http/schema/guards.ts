import { defaultFieldResolver, responsePathAsArray, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType } from 'graphql';
import type { RequestContext } from '../../auth';
import { settledField } from '../../shared/settled';
import { declaredPermissions, fieldRefusal, located, rootRefusal, type Belonging } from './authorized';

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/** What a row belongs to stands on it, and these belong to themselves. */
const belongings: Readonly<Record<string, (row: { readonly key: number }) => Belonging>> = {
  Company: ({ key }) => ({ companyKey: key }),
  Developer: ({ key }) => ({ developerKey: key }),
};
const asItSays = (row: unknown) => (row ?? {}) as Belonging;

/**
 * Puts a synchronous guard before the resolver of a field that declares permissions. It stands in the schema, so that whatever
 * executes operations obeys it.
 * @throws Error for a field that is declared settled
 */
export function guardField(owner: GraphQLObjectType, field: GraphQLField<unknown, RequestContext>, isRoot: boolean): void {
  const permissions = declaredPermissions(field);
  if (!permissions) return;
  if (field.extensions[settledField]) throw new Error(`${owner.name}.${field.name} asks who calls, so it cannot be settled.`);
  const resolve: Resolver = field.resolve ?? defaultFieldResolver;
  const belongingOf = (belongings[owner.name] ?? asItSays) as (row: unknown) => Belonging;
  field.resolve = (source, args, context, info) => {
    const refusal = isRoot ? rootRefusal(permissions, context) : fieldRefusal(permissions, context, belongingOf(source));
    if (refusal) throw located(refusal, { nodes: info.fieldNodes, path: responsePathAsArray(info.path) });
    return resolve(source, args, context, info);
  };
}
