import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  visit,
  type ASTVisitor,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { AppError } from '../../shared/errors';
import { tooComplex } from './too-complex';

export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
}

/** The standard introspection query of tools is deeper than a sensible query of data; graphql-js minds that it is not recursive. */
const INTROSPECTION_DEPTH = 20;

/** Each try of a secret is a request of its own, so that attempts can be counted and slowed down. */
const oncePerOperation = new Set(['token']);

/** A validation rule: what can be told from the document alone, so that it is looked at once however often the document is sent. */
export function documentLimits(limits: DocumentLimits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => ({
    Document: (document) => {
      const breach = aliasBreach(document, limits) ?? depthBreach(context, limits) ?? repetitionBreach(context);
      if (breach) context.reportError(new GraphQLError(breach.message, { originalError: breach }));
      return undefined;
    },
  });
}

function aliasBreach(document: DocumentNode, { maxAliases }: DocumentLimits): AppError | undefined {
  let aliases = 0;
  visit(document, { Field: (field) => void (field.alias && (aliases += 1)) });
  return aliases > maxAliases ? tooComplex(`The document has ${aliases} aliases`, 'maxAliases', maxAliases) : undefined;
}

function depthBreach(context: ValidationContext, { maxDepth }: DocumentLimits): AppError | undefined {
  const known = new Map<string, boolean>();
  const deeperThan = (selectionSet: SelectionSetNode, depth: number): boolean =>
    selectionSet.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) {
        if (depth === 0) return true;
        const isIntrospection = selection.name.value === '__schema' || selection.name.value === '__type';
        return (
          selection.selectionSet !== undefined && deeperThan(selection.selectionSet, isIntrospection ? INTROSPECTION_DEPTH : depth - 1)
        );
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return deeperThan(selection.selectionSet, depth);
      return fragmentDeeperThan(selection.name.value, depth);
    });
  const fragmentDeeperThan = (name: string, depth: number): boolean => {
    const key = `${name} ${depth}`;
    if (!known.has(key)) {
      known.set(key, false); // A fragment within itself is another rule's business, and must not go on for ever here.
      const fragment = context.getFragment(name);
      known.set(key, fragment !== undefined && fragment !== null && deeperThan(fragment.selectionSet, depth));
    }
    return known.get(key)!;
  };
  const tooDeep = operationsOf(context.getDocument()).some(({ selectionSet }) => deeperThan(selectionSet, maxDepth));
  return tooDeep ? tooComplex('The operation nests its fields too deep', 'maxDepth', maxDepth) : undefined;
}

function repetitionBreach(context: ValidationContext): AppError | undefined {
  for (const operation of operationsOf(context.getDocument())) {
    if (operation.operation !== OperationTypeNode.MUTATION) continue;
    const names = rootFieldNames(context, operation.selectionSet, new Set());
    const repeated = names.find((name, index) => oncePerOperation.has(name) && names.indexOf(name) !== index);
    if (repeated) return new AppError('TOO_COMPLEX', `The operation has the field ${repeated} more than once; send one request for each.`);
  }
  return undefined;
}

function rootFieldNames(context: ValidationContext, selectionSet: SelectionSetNode, seen: Set<string>): string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFieldNames(context, selection.selectionSet, seen);
    const fragment = context.getFragment(selection.name.value);
    if (!fragment || seen.has(selection.name.value)) return [];
    seen.add(selection.name.value);
    return rootFieldNames(context, fragment.selectionSet, seen);
  });
}

function operationsOf(document: DocumentNode): OperationDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}
