import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type DirectiveNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Coerced variables by name, as `getVariableValues` gives them. */
export type VariableValues = Readonly<Record<string, unknown>>;

/**
 * The variables that `@skip` and `@include` depend on anywhere in the operation or in a fragment of its document. Each definition is
 * read once, however often it is spread. Fragments out of reach may add names, which costs a plan or two and never an answer.
 */
export function switchNames(operation: OperationDefinitionNode, fragments: Iterable<FragmentDefinitionNode>): readonly string[] {
  const names = new Set<string>();
  addFromSelections(operation.selectionSet, names);
  for (const fragment of fragments) {
    addFromSelections(fragment.selectionSet, names);
  }
  return [...names].sort();
}

/**
 * What collecting fields can see of the switches, one letter each. Only true, false, null and absence make a difference there; anything
 * else (possible in a document that was not validated) neither skips nor includes.
 */
export function switchPositions(names: readonly string[], variables: VariableValues): string {
  let positions = '';
  for (const name of names) {
    positions += positionOf(name, variables);
  }
  return positions;
}

function positionOf(name: string, variables: VariableValues): string {
  if (!Object.hasOwn(variables, name)) {
    return '-';
  }
  const value = variables[name];
  if (value == null) {
    return 'n';
  }
  if (typeof value === 'boolean') {
    return value ? 't' : 'f';
  }
  return '?';
}

function addFromSelections(selectionSet: SelectionSetNode | undefined, names: Set<string>): void {
  for (const selection of selectionSet?.selections ?? []) {
    addFromDirectives(selection.directives ?? [], names);
    if (selection.kind !== Kind.FRAGMENT_SPREAD) {
      addFromSelections(selection.selectionSet, names);
    }
  }
}

function addFromDirectives(directives: readonly DirectiveNode[], names: Set<string>): void {
  for (const directive of directives) {
    if (directive.name.value !== GraphQLSkipDirective.name && directive.name.value !== GraphQLIncludeDirective.name) {
      continue;
    }
    for (const argument of directive.arguments ?? []) {
      if (argument.value.kind === Kind.VARIABLE) {
        names.add(argument.value.name.value);
      }
    }
  }
}
