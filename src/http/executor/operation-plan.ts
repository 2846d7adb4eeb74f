import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields';
import type { PreparedOperation } from './prepared-operation';
import { planSelection } from './selection-plan';
import type { FieldPlan, ObjectShape, SelectionPlan } from './plan-types';
import type { VariableValues } from './switches';

/**
 * The plan of one operation under one position of its switches. It grows while it is used: a selection is planned when the first object
 * of its type arrives there, so that a document costs nothing that it does not execute.
 *
 * Variables are only looked at by `@skip` and `@include`, whose variables have the same values in every request that shares the plan.
 */
export class OperationPlan {
  /** How many fields have been planned so far: the measure of the memory that the plan holds. */
  fieldCount = 0;
  private root: SelectionPlan | undefined;

  constructor(
    readonly schema: GraphQLSchema,
    readonly prepared: PreparedOperation,
    private readonly onGrowth: (plan: OperationPlan) => void,
  ) {}

  /** @throws GraphQLError where `@skip` or `@include` has no usable value; nothing is kept then, so each request gets its own error. */
  rootSelection(rootType: GraphQLObjectType, variables: VariableValues): SelectionPlan {
    const { operation, fragments } = this.prepared;
    return (this.root ??= this.grow(rootType, collectFields(this.schema, fragments, variables, rootType, operation.selectionSet)));
  }

  /** Like `rootSelection`, for objects of one type in one field. */
  subSelection(field: FieldPlan, shape: ObjectShape, variables: VariableValues): SelectionPlan {
    return (shape.selection ??= this.grow(
      shape.type,
      collectSubfields(this.schema, this.prepared.fragments, variables, shape.type, field.nodes),
    ));
  }

  private grow(type: GraphQLObjectType, collected: ReturnType<typeof collectFields>): SelectionPlan {
    const selection = planSelection(this.schema, type, collected);
    this.fieldCount += selection.fields.length + 1;
    this.onGrowth(this);
    return selection;
  }
}
