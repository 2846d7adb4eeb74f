import { Kind, type FragmentDefinitionNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

const answers = new WeakMap<object, Map<string, boolean>>();

/**
 * Whether a field of this name is selected anywhere below the field that is being resolved, so that what it needs can be read ahead in
 * one go. @skip and @include are not looked at: the answer is remembered with the document, and reading ahead in vain is only slower.
 */
export function asksFor(info: GraphQLResolveInfo, name: string): boolean {
  const [node] = info.fieldNodes;
  let known = answers.get(node!);
  if (!known) answers.set(node!, (known = new Map()));
  let answer = known.get(name);
  if (answer === undefined) {
    const seen = new Set<string>();
    answer = info.fieldNodes.some(({ selectionSet }) => selects(selectionSet, name, info.fragments, seen));
    known.set(name, answer);
  }
  return answer;
}

function selects(
  set: SelectionSetNode | undefined,
  name: string,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  seen: Set<string>,
): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name || selects(selection.selectionSet, name, fragments, seen);
    if (selection.kind === Kind.INLINE_FRAGMENT) return selects(selection.selectionSet, name, fragments, seen);
    const fragment = selection.name.value;
    if (seen.has(fragment)) return false;
    seen.add(fragment);
    return selects(fragments[fragment]?.selectionSet, name, fragments, seen);
  });
}
