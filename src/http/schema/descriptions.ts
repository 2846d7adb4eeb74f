import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** Whatever in the schema has no description: types, fields, arguments, enum values, directives and theirs. */
export function undescribed(schema: GraphQLSchema): string[] {
  const missing: string[] = [];
  const check = (name: string, { description }: { readonly description?: string | null }) => {
    if (!description?.trim()) missing.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    if (!roots.has(type.name)) check(type.name, type);
    checkMembers(type, check);
  }
  return missing;
}

function checkMembers(type: GraphQLNamedType, check: (name: string, described: { readonly description?: string | null }) => void): void {
  if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
  if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const field of Object.values(type.getFields())) {
    check(`${type.name}.${field.name}`, field);
    for (const argument of field.args) check(`${type.name}.${field.name}(${argument.name})`, argument);
  }
}
