import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLError,
  type GraphQLErrorOptions,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
} from 'graphql';
import { forbidden, isPermission, type Permission, type Principal, type RequestContext } from '../../auth';
import { AppError } from '../../shared/errors';

/** How schema.graphql shows what a field needs. */
export const authorizedDirective = new GraphQLDirective({
  name: 'authorized',
  description: 'Names the permissions, any one of which lets a caller read this field or run this mutation. None: any valid token does.',
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
  args: {
    permissions: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
      description: 'Permissions such as companies:read.',
    },
  },
});

type Field = GraphQLField<unknown, RequestContext>;

/** Keeps with a field what its declaration says. @throws Error for a text that is no permission. */
export function declarePermissions(owner: GraphQLObjectType | GraphQLInterfaceType, field: Field, roles: readonly unknown[]): void {
  for (const role of roles) {
    if (typeof role !== 'string' || !isPermission(role))
      throw new Error(`${owner.name}.${field.name} asks for ${String(role)}, which is no permission.`);
  }
  field.extensions = { ...field.extensions, authorized: Object.freeze([...roles]) };
}

/**
 * The permissions of a field, any one of which suffices; empty where any valid token does; undefined where nothing is declared.
 * The enforcement and schema.graphql both come from here.
 */
export function declaredPermissions(field: { readonly extensions: Readonly<Record<string, unknown>> }): readonly Permission[] | undefined {
  return field.extensions['authorized'] as readonly Permission[] | undefined;
}

/** Why the caller may not have a root field, or undefined where it may. What it may see of it is decided in the use case. */
export function rootRefusal(permissions: readonly Permission[], { principal }: RequestContext): AppError | undefined {
  if (principal === null) return new AppError('UNAUTHENTICATED', 'Send a bearer token in the Authorization header.');
  if (permissions.length === 0 || permissions.some((permission) => principal.holdsSomewhere(permission))) return undefined;
  return forbidden(permissions);
}

/** What an object belongs to, by internal keys. */
export interface Belonging {
  readonly companyKey?: number;
  readonly developerKey?: number;
}

/** The same for a field of an object: decided for the company or the developer that the object belongs to. */
export function fieldRefusal(permissions: readonly Permission[], { principal }: RequestContext, object: Belonging): AppError | undefined {
  if (principal === null) return new AppError('UNAUTHENTICATED', 'Send a bearer token in the Authorization header.');
  if (permissions.length === 0) return undefined;
  for (const permission of permissions) if (holdsFor(object, principal, permission)) return undefined;
  return forbidden(permissions, object.companyKey === undefined ? {} : { companyKey: object.companyKey });
}

/** What begins with self: is about the own account, which belongs to no company: in whichever it is held, it counts. */
function holdsFor({ companyKey, developerKey }: Belonging, principal: Principal, permission: Permission): boolean {
  if (!permission.startsWith('self:')) return principal.holds(permission, companyKey);
  return developerKey !== undefined && principal.isDeveloper(developerKey) && principal.holdsSomewhere(permission);
}

/** A refusal as the executor takes it without locating it again: with the nodes and the path, it costs a third. */
export function located(refusal: AppError, options: GraphQLErrorOptions): GraphQLError {
  return new GraphQLError(refusal.message, { ...options, originalError: refusal });
}
