import 'reflect-metadata';
import {
  isInterfaceType,
  isObjectType,
  isUnionType,
  specifiedDirectives,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { RequestContext } from '../../auth';
import { authorizedDirective, declarePermissions } from './authorized';
import { undescribed } from './descriptions';
import { directResolver } from './direct-resolver';
import { Declarations, type FieldDeclaration, type MethodDeclaration, type ResolverClass } from './field-declarations';
import { guardField } from './guards';

/** Root fields that need no token. Every other one must declare what it needs. */
const publicRootFields: readonly string[] = ['Mutation.token'];

export interface SchemaParts {
  readonly resolverClasses: readonly ResolverClass[];
  /** One instance of each resolver class. Without them the schema can be printed, and not executed. */
  readonly instances?: readonly object[];
  readonly publicFields?: readonly string[];
}

type Field = GraphQLField<unknown, RequestContext>;
type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/**
 * The schema that the decorators declare. TypeGraphQL only reads the declarations: its resolvers, which convert, validate and authorize
 * by asynchronous wrappers, give way to direct calls, and each declared permission becomes a synchronous guard.
 * @throws Error naming what is wrong: a root field that declares nothing, a missing description, an unknown permission, a class without
 *   its instance
 */
export function buildLedgerSchema({ resolverClasses, instances, publicFields = publicRootFields }: SchemaParts): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [...resolverClasses] as never,
    // Null passes TypeGraphQL's check that there is a checker, and makes it wrap nothing. The guards below take its place.
    authChecker: null as never,
    validate: false,
    directives: [...specifiedDirectives, authorizedDirective],
  });
  const declarations = new Declarations(resolverClasses);
  const resolverOf = resolvers(instances);
  installRoot(schema.getQueryType(), declarations.rootMethods('queries'), resolverOf, publicFields);
  installRoot(schema.getMutationType(), declarations.rootMethods('mutations'), resolverOf, publicFields);
  if (schema.getSubscriptionType()) throw new Error('Subscriptions are not served, so none may be declared.');
  installTypes(schema, declarations, resolverOf);
  const missing = undescribed(schema);
  if (missing.length > 0) throw new Error(`These have no description: ${missing.join(', ')}.`);
  return schema;
}

type ResolverOf = (method: MethodDeclaration) => Resolver | undefined;

function resolvers(instances: readonly object[] | undefined): ResolverOf {
  if (!instances) return () => undefined;
  return (method) => {
    const instance = instances.find((candidate) => candidate.constructor === method.target);
    if (!instance) throw new Error(`There is no instance of ${method.target.name}.`);
    return directResolver(instance, method);
  };
}

function installRoot(
  type: GraphQLObjectType | undefined | null,
  methods: readonly MethodDeclaration[],
  resolverOf: ResolverOf,
  publicFields: readonly string[],
): void {
  for (const field of fieldsOf(type)) {
    const name = `${type!.name}.${field.name}`;
    const method = methods.find((candidate) => candidate.schemaName === field.name);
    if (!method) throw new Error(`No declaration explains ${name}.`);
    const isPublic = publicFields.includes(name);
    if (!method.roles && !isPublic) throw new Error(`${name} declares no permission: put @Authorized on it.`);
    if (method.roles && isPublic) throw new Error(`${name} declares permissions and is on the list of public fields.`);
    if (method.roles) declarePermissions(type!, field, method.roles);
    const resolve = resolverOf(method);
    field.resolve = resolve && type!.name === 'Mutation' ? afresh(resolve) : resolve;
    guardField(type!, field, true);
  }
}

/** The mutations of a request run one after the other, and what the first has loaded is old for the second. */
function afresh(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    context.loaders.forget();
    return resolve(source, args, context, info);
  };
}

function installTypes(schema: GraphQLSchema, declarations: Declarations, resolverOf: ResolverOf): void {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || roots.includes(type as GraphQLObjectType)) continue;
    // Rows say what they are; TypeGraphQL would ask of which class they are instances, asynchronously.
    if (isInterfaceType(type) || isUnionType(type)) type.resolveType = undefined;
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of fieldsOf(type)) {
      const declaration = declarations.fieldOf(type.name, field.name);
      if (declaration.roles) declarePermissions(type, field, declaration.roles);
      if (!isObjectType(type)) continue;
      field.resolve = plainResolver(declaration, field, resolverOf);
      guardField(type, field, false);
    }
  }
}

/** Undefined where the executor's own reading of the property is all that is needed. */
function plainResolver({ method, property }: FieldDeclaration, field: Field, resolverOf: ResolverOf): Resolver | undefined {
  if (method) return resolverOf(method);
  return property === field.name ? undefined : (source) => (source as Record<string, unknown>)[property];
}

function fieldsOf(type: { getFields(): Record<string, GraphQLField<never, never>> } | undefined | null): Field[] {
  return Object.values(type?.getFields() ?? {}) as unknown as Field[];
}
