import { Kind, parse, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** One root field that an operation selects: its name in the schema, the name it has in the answer, and what is selected of it. */
export interface RootField {
  readonly name: string;
  readonly responseKey: string;
  /** Schema name to response key of the fields selected directly under it. */
  readonly selected: ReadonlyMap<string, string>;
}

export interface Operation {
  readonly name?: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly rootFields: readonly RootField[];
}

/**
 * Reads which root fields a document's operation selects, through fragments and aliases, so that an answer can be understood
 * whatever names the user gave. An operation that stands alone is meant whatever name is asked for: just after a change of tabs
 * the editor still asks for the last tab's. Null where the text does not parse, or does not say which operation is meant.
 */
export function readOperation(text: string, operationName?: string | null): Operation | null {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch {
    return null;
  }
  const operations = document.definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);
  const operation = operations.length === 1 ? operations[0] : operations.find((node) => node.name?.value === operationName);
  if (!operation) return null;
  const rootFields = fieldsOf(operation.selectionSet, document).map((field) => ({
    name: field.name.value,
    responseKey: responseKeyOf(field),
    selected: new Map(field.selectionSet ? fieldsOf(field.selectionSet, document).map((f) => [f.name.value, responseKeyOf(f)]) : []),
  }));
  return { ...(operation.name && { name: operation.name.value }), kind: operation.operation, rootFields };
}

function responseKeyOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

/** The fields of a selection with its fragments opened; `opened` stops fragments that spread each other. */
function fieldsOf(selectionSet: SelectionSetNode, document: DocumentNode, opened: readonly string[] = []): FieldNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, document, opened);
    const name = selection.name.value;
    const fragment = document.definitions.find((node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name);
    if (fragment?.kind !== Kind.FRAGMENT_DEFINITION || opened.includes(name)) return [];
    return fieldsOf(fragment.selectionSet, document, [...opened, name]);
  });
}
