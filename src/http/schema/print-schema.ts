import {
  isInterfaceType,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { authorizedDirective, declaredPermissions } from './authorized';

/** schema.graphql: sorted, described, and with what each field needs, from the very data that the guards enforce. */
export function printLedgerSchema(schema: GraphQLSchema): string {
  const withPermissions = (definition: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode) => {
    const type = schema.getType(definition.name.value);
    if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
    const fields = (definition.fields ?? []).map((field): FieldDefinitionNode => {
      const permissions = declaredPermissions(type.getFields()[field.name.value]!);
      return permissions ? { ...field, directives: [authorizedNode(permissions)] } : field;
    });
    return { ...definition, fields };
  };
  const document = parse(printSchema(lexicographicSortSchema(schema)));
  return `${print(visit(document, { ObjectTypeDefinition: withPermissions, InterfaceTypeDefinition: withPermissions }))}\n`;
}

function authorizedNode(permissions: readonly string[]): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: authorizedDirective.name },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'permissions' },
        value: { kind: Kind.LIST, values: permissions.map((value) => ({ kind: Kind.STRING, value })) },
      },
    ],
  };
}
