import { Kind, valueFromASTUntyped, type FieldNode, type GraphQLField, type ValueNode } from 'graphql';
import { DEFAULT_PAGE, MAX_PAGE } from '../../shared/pagination';
import type { Cost, Variables } from './cost-formula';

/** What other lists are taken to hold: the entries of a transaction, the roles of a developer. */
const USUAL_LIST = 5;

/** The rows of a page: `first` or `last`, the default where neither is given; more than a page is refused where it is read. */
export function pageSize(node: FieldNode): Cost {
  return within(node, ['first', 'last'], (sizes) => {
    const asked = sizes.filter((size) => typeof size === 'number');
    return asked.length === 0 ? DEFAULT_PAGE : Math.min(MAX_PAGE, Math.max(0, ...asked));
  });
}

/** As many objects as the field is given ids; a field without ids is a list of usual length. */
export function listSize(field: GraphQLField<unknown, unknown>, node: FieldNode): Cost {
  if (!field.args.some(({ name }) => name === 'ids')) return USUAL_LIST;
  return within(node, ['ids'], ([ids]) => (Array.isArray(ids) ? Math.min(MAX_PAGE, ids.length) : 1));
}

/** Now, where the arguments hold no variable; else when the variables are known. */
function within(node: FieldNode, names: readonly string[], measure: (values: readonly unknown[]) => number): Cost {
  const given = names.map((name) => node.arguments?.find((argument) => argument.name.value === name)?.value);
  if (!given.some(holdsVariable)) return measure(given.map((value) => read(value, {})));
  return (variables) => measure(given.map((value) => read(value, variables)));
}

function holdsVariable(value: ValueNode | undefined): boolean {
  if (value?.kind === Kind.LIST) return value.values.some(holdsVariable);
  return value?.kind === Kind.VARIABLE;
}

function read(value: ValueNode | undefined, variables: Variables): unknown {
  return value && valueFromASTUntyped(value, variables);
}
