import { ArgsType, Field, ID, Int, InterfaceType, ObjectType, type ClassType } from 'type-graphql';
import { CurrencyCodeScalar, DecimalScalar } from './scalars';

@InterfaceType({ description: 'An object that has a UUID and can be fetched by it.' })
export abstract class Node {
  @Field(() => ID, { description: 'UUID, lower case.' })
  id: string;
}

@ObjectType({ description: 'An exact amount in a currency.' })
export class Money {
  @Field(() => DecimalScalar, { description: 'The amount, with the scale of its currency.' })
  amount: string;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of the amount.' })
  currency: string;
}

@ObjectType({ description: 'Where a page lies in its list (Relay cursor connections).' })
export class PageInfo {
  @Field({ description: 'Whether there are rows after this page.' })
  hasNextPage: boolean;

  @Field({ description: 'Whether there are rows before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row; null on an empty page.' })
  endCursor: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many rows from the beginning, or after the cursor; 50 where neither first nor last is given, at most 100.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only rows after this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many rows from the end, or before the cursor; at most 100.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only rows before this cursor.' })
  before?: string | null;
}

/** The edge and connection types of a node type, by the Relay convention with a `nodes` shortcut and a total. */
export function connectionOf<T extends object>(nodeType: () => ClassType<T>, name: string) {
  @ObjectType(`${name}Edge`, { description: `A ${name} in a list, with its cursor.` })
  class Edge {
    @Field(nodeType, { description: `The ${name}.` })
    node: T;

    @Field({ description: 'Opaque; good for this list with this filter and order only.' })
    cursor: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} objects.` })
  class ConnectionType {
    @Field(() => [Edge], { description: 'The rows with their cursors.' })
    edges: Edge[];

    @Field(() => [nodeType()], { description: 'The rows.' })
    nodes: T[];

    @Field(() => PageInfo, { description: 'Where the page lies.' })
    pageInfo: PageInfo;

    @Field(() => Int, { description: 'How many rows the whole list has; counted only when asked for.' })
    totalCount: number;
  }
  return ConnectionType;
}
