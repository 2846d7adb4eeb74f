import { defaultFieldResolver, responsePathAsArray, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType } from 'graphql';
import type { RequestContext } from '../../auth';
import { settledField } from '../../shared/settled';
import { declaredPermissions, fieldRefusal, located, rootRefusal } from './authorized';

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

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
  const companyKeyOf = owner.name === 'Company' ? ownKey : keyOfItsCompany;
  field.resolve = (source, args, context, info) => {
    const refusal = isRoot ? rootRefusal(permissions, context) : fieldRefusal(permissions, context, companyKeyOf(source));
    if (refusal) throw located(refusal, { nodes: info.fieldNodes, path: responsePathAsArray(info.path) });
    return resolve(source, args, context, info);
  };
}

function ownKey(company: unknown): number | undefined {
  return (company as { readonly key?: number }).key;
}

function keyOfItsCompany(row: unknown): number | undefined {
  return (row as { readonly companyKey?: number } | undefined)?.companyKey;
}
