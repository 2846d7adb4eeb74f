import { getNamedType, isAbstractType, isCompositeType, type GraphQLCompositeType, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { Random } from './random';

const fragmentCount = 3;
const aliases = ['a', 'b', 'c', 'name', 'count', '__proto__', 'constructor', 'toString', 'then'];
const conditions = ['$a', '$b', '$a', '$b', 'true', 'false'];
const conditionsWithoutB = ['$a', '$a', 'true', 'false'];
const riskyConditions = ['$c', '$c', '$c', '$undeclared', 'null'];

/** The variables of every random operation: three switches, and values for arguments. */
const declarations =
  '($a: Boolean!, $b: Boolean = true, $c: Boolean, $n: Int = 2, $text: String, $level: Level, $filter: Filter, $odd: Odd)';

/**
 * A random operation that parses, over every feature that concerns an executor. Not every one would pass validation, since an executor must
 * not depend on that; but it ends: fragments spread only those after them.
 */
export function randomDocument(schema: GraphQLSchema, random: Random): string {
  const writer = new DocumentWriter(schema, random);
  const kind = random.chance(25) ? 'mutation' : 'query';
  const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
  const fragments = Array.from({ length: fragmentCount }, (_, index) => writer.fragment(index));
  return [`${kind} Random${declarations} ${writer.selection(root, 4, 0)}`, ...fragments].join('\n');
}

class DocumentWriter {
  private readonly risky: boolean;
  /** Some switches stand in fragments only. */
  private readonly bInFragmentsOnly: boolean;
  private readonly composites: readonly GraphQLCompositeType[];

  constructor(
    schema: GraphQLSchema,
    private readonly random: Random,
  ) {
    // Where a switch has no value, the whole selection set fails; documents without such a switch must be the rule.
    this.risky = random.chance(25);
    this.bInFragmentsOnly = random.chance(50);
    this.composites = Object.values(schema.getTypeMap()).filter(
      (type) => isCompositeType(type) && !type.name.startsWith('__'),
    ) as GraphQLCompositeType[];
  }

  fragment(index: number): string {
    const type = this.random.pick(this.composites);
    return `fragment F${index} on ${type.name} ${this.selection(type, 2, index + 1)}`;
  }

  /** @param firstFragment the fragments before this one may not be spread */
  selection(type: GraphQLCompositeType, depth: number, firstFragment: number): string {
    const count = 1 + this.random.below(depth === 4 ? 7 : 4);
    const selections = Array.from({ length: count }, () => this.one(type, depth, firstFragment));
    return `{ ${selections.join(' ')} }`;
  }

  private one(type: GraphQLCompositeType, depth: number, firstFragment: number): string {
    const { random } = this;
    if (depth > 0 && random.chance(18)) {
      const condition = random.chance(25) ? '' : `on ${random.chance(60) ? type.name : random.pick(this.composites).name}`;
      return `... ${condition} ${this.directives(firstFragment)} ${this.selection(type, depth - 1, firstFragment)}`;
    }
    if (firstFragment < fragmentCount && random.chance(15)) {
      return `...F${firstFragment + random.below(fragmentCount - firstFragment)} ${this.directives(firstFragment)}`;
    }
    return this.field(type, depth, firstFragment);
  }

  private field(type: GraphQLCompositeType, depth: number, firstFragment: number): string {
    const { random } = this;
    const alias = random.chance(30) ? `${random.pick(aliases)}: ` : '';
    const known =
      isAbstractType(type) && !('getFields' in type)
        ? []
        : Object.values((type as { getFields(): Record<string, GraphQLField<unknown, unknown>> }).getFields());
    if (known.length === 0 || random.chance(8)) {
      return `${alias}__typename ${this.directives(firstFragment)}`;
    }
    // Not among a mutation's root fields: there, graphql-js takes a turn even for a field that does not exist.
    if (type.name !== 'Mutation' && random.chance(2)) {
      return `${alias}ghost`;
    }
    const objects = known.filter((field) => isCompositeType(getNamedType(field.type)));
    const leaves = known.filter((field) => !objects.includes(field));
    const field = random.pick(depth > 0 && objects.length > 0 && random.chance(50) ? objects : leaves);
    const below = getNamedType(field.type);
    const selection = isCompositeType(below) ? this.selection(below, depth - 1, firstFragment) : '';
    return `${alias}${field.name}${this.arguments(field)} ${this.directives(firstFragment)} ${selection}`;
  }

  private arguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.filter(() => this.random.chance(60)).map(({ name }) => `${name}: ${this.literal(name)}`);
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  private literal(name: string): string {
    const choices: Readonly<Record<string, readonly string[]>> = {
      text: ['"x"', '$text', 'null', '7'],
      n: ['1', '$n', '$n', 'null', '"n"', '2'],
      level: ['LOW', '$level', 'NONE', 'HIGH'],
      filter: ['{ size: 1 }', '$filter', '{ size: $n, text: $text, inner: [{ size: $n }] }', '{ text: "no size" }', 'null'],
      odd: ['3', '$odd', '4', '[1]'],
    };
    return this.random.pick(choices[name]!);
  }

  private directives(firstFragment: number): string {
    const { random } = this;
    const usual = this.bInFragmentsOnly && firstFragment === 0 ? conditionsWithoutB : conditions;
    const condition = () => random.pick(this.risky && random.chance(15) ? riskyConditions : usual);
    const skip = random.chance(14) ? `@skip(if: ${condition()})` : '';
    const include = random.chance(14) ? `@include(if: ${condition()})` : '';
    return random.chance(50) ? `${skip} ${include}` : `${include} ${skip}`;
  }
}
