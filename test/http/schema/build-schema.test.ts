import { parse } from 'graphql';
import { Arg, Authorized, Ctx, createParameterDecorator, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../../src/auth';
import { createExecutor, createReferenceExecutor } from '../../../src/http/executor';
import { declaredPermissions } from '../../../src/http/schema/authorized';
import { buildLedgerSchema } from '../../../src/http/schema/build-schema';
import { printLedgerSchema } from '../../../src/http/schema/print-schema';
import { Settled } from '../../../src/shared/settled';
import { contextOf, toyClasses, ToyResolver } from '../support/toy-schema';

const executors = { 'plan-caching': createExecutor, 'graphql-js': createReferenceExecutor };

function toy() {
  const resolver = new ToyResolver();
  return { resolver, schema: buildLedgerSchema({ resolverClasses: toyClasses, instances: [resolver] }) };
}

/** What `run` answers, as JSON, and whether it did so without a promise. */
async function answer(source: string, context: RequestContext, executor: keyof typeof executors = 'plan-caching') {
  const { schema, resolver } = toy();
  const result = executors[executor](schema)({ document: parse(source), contextValue: context });
  const { data, errors } = await result;
  const failures = errors?.map((error) => [error.path?.join('.'), (error.originalError as { code?: string } | undefined)?.code]);
  return { synchronous: !(result instanceof Promise), calls: resolver.calls, data: JSON.parse(JSON.stringify(data)), failures };
}

describe.each(Object.keys(executors) as (keyof typeof executors)[])('under %s', (executor) => {
  test('a denied nullable field is null with FORBIDDEN at its path, and the rest of the answer stands', async () => {
    const context = contextOf(['companies:read'], { 2: ['companies:read_tax_id'] });
    expect(await answer('{ companies { id taxId title } }', context, executor)).toMatchObject({
      data: {
        companies: [
          { id: 'a', taxId: null, title: 'Ash' },
          { id: 'b', taxId: '22', title: 'Birch' },
        ],
      },
      failures: [['companies.0.taxId', 'FORBIDDEN']],
    });
  });

  test('a permission held in one company opens the rows of that company only, one of several sufficing', async () => {
    const context = contextOf(['companies:read'], { 1: ['accounts:read'], 2: ['accounts:read', 'transactions:read'] });
    expect((await answer('{ companies { lines(first: 1) { amount } } }', context, executor)).failures).toBeUndefined();
    const other = contextOf(['companies:read'], { 2: ['accounts:read'] });
    expect((await answer('{ companies { lines(first: 1) { amount } } }', other, executor)).failures).toEqual([
      ['companies.0.lines', 'FORBIDDEN'],
    ]);
  });

  test('a guard on an interface holds for the types that implement it', async () => {
    const { failures } = await answer('{ companies { keeper } }', contextOf(['companies:read']), executor);
    expect(failures).toEqual([
      ['companies.0.keeper', 'FORBIDDEN'],
      ['companies.1.keeper', 'FORBIDDEN'],
    ]);
  });

  test('a root field is refused without its resolver being called', async () => {
    expect(await answer('{ companies { id } }', contextOf(['accounts:read']), executor)).toMatchObject({
      calls: [],
      data: null,
      failures: [['companies', 'FORBIDDEN']],
    });
  });

  test('@Authorized() without permissions takes any valid token and nobody without one', async () => {
    expect((await answer('{ whoami(greeting: "hi") }', contextOf([]), executor)).data).toEqual({ whoami: 'hi someone whoami' });
    expect((await answer('{ whoami(greeting: "hi") }', contextOf(null), executor)).failures).toEqual([['whoami', 'UNAUTHENTICATED']]);
  });
});

test('synchronous methods stay synchronous, guards and arguments included', async () => {
  const context = contextOf(['companies:read', 'accounts:read', 'companies:read_tax_id']);
  expect((await answer('{ companies { taxId lines(first: 3) { number amount } } }', context)).synchronous).toBe(true);
});

test('what only reads a property has no resolver', () => {
  const fields = (name: string) =>
    (toy().schema.getType(name) as unknown as { getFields(): Record<string, { resolve?: unknown }> }).getFields();
  expect(fields('Company')['id']!.resolve).toBeUndefined();
  expect(fields('Company')['title']!.resolve).toBeDefined();
  expect(fields('Line')['number']!.resolve).toBeUndefined();
});

test('what is printed is what is enforced', () => {
  const { schema } = toy();
  const printed = printLedgerSchema(schema);
  expect(printed).toContain('taxId: String @authorized(permissions: ["companies:read_tax_id"])');
  expect(printed).toContain('amount: Int @authorized(permissions: ["accounts:read", "transactions:read"])');
  expect(printed).toContain('companies: [Company!]! @authorized(permissions: ["companies:read"])');
  expect(printed.match(/keeper: String @authorized\(permissions: \["audit:read"\]\)/g)).toHaveLength(2);
  expect(printed).toContain('whoami(\n    """Said first."""\n    greeting: String!\n  ): String @authorized(permissions: [])');
  expect(printed).toMatch(/token: String!\n/);

  const field = schema.getQueryType()!.getFields()['companies']!;
  field.extensions = { ...field.extensions, authorized: ['audit:read'] };
  expect(declaredPermissions(field)).toEqual(['audit:read']);
  expect(printLedgerSchema(schema)).toContain('companies: [Company!]! @authorized(permissions: ["audit:read"])');
});

test('a schema without instances prints the same', () => {
  expect(printLedgerSchema(buildLedgerSchema({ resolverClasses: toyClasses }))).toBe(printLedgerSchema(toy().schema));
});

describe('the build fails', () => {
  const build =
    (resolverClass: new () => object, instances: object[] = [new resolverClass()]) =>
    () =>
      buildLedgerSchema({ resolverClasses: [resolverClass], instances });

  test('for a root field that declares nothing', () => {
    @Resolver()
    class Open {
      @Query(() => String, { description: 'Open by mistake.' })
      open() {
        return '';
      }
    }
    expect(build(Open)).toThrow('Query.open declares no permission');
  });

  test('for a public field that declares permissions all the same', () => {
    @Resolver()
    class Contradiction {
      @Authorized('audit:read')
      @Query(() => String, { description: 'Guarded.' })
      guarded() {
        return '';
      }

      @Authorized('audit:read')
      @Mutation(() => String, { description: 'Which?' })
      token() {
        return '';
      }
    }
    expect(build(Contradiction)).toThrow('Mutation.token declares permissions and is on the list of public fields');
  });

  test('for a permission that does not exist', () => {
    @Resolver()
    class Misspelt {
      @Authorized('companies:raed')
      @Query(() => String, { description: 'Misspelt.' })
      misspelt() {
        return '';
      }
    }
    expect(build(Misspelt)).toThrow('Query.misspelt asks for companies:raed, which is no permission');
  });

  test('for a guarded field whose value would be remembered for everybody', () => {
    @Resolver()
    class Remembered {
      @Authorized('audit:read')
      @Settled()
      @Query(() => String, { description: 'Guarded.' })
      guarded() {
        return '';
      }
    }
    expect(build(Remembered)).toThrow('Query.guarded asks who calls, so it cannot be settled');
  });

  test('for whatever has no description', () => {
    @ObjectType()
    class Bare {
      @Field()
      field: string;
    }
    @Resolver()
    class Undescribed {
      @Authorized()
      @Query(() => Bare, { description: 'Described.' })
      bare(@Arg('argument') _argument: string) {
        return {};
      }
    }
    expect(build(Undescribed)).toThrow('These have no description: Query.bare(argument), Bare, Bare.field.');
  });

  test('for a resolver class without its instance', () => {
    expect(() => buildLedgerSchema({ resolverClasses: toyClasses, instances: [] })).toThrow('There is no instance of ToyResolver');
  });

  test('for a parameter of a kind that would be left out', () => {
    const Custom = createParameterDecorator(() => 1) as ParameterDecorator;
    @Resolver()
    class Customised {
      @Authorized()
      @Query(() => String, { description: 'Custom.' })
      custom(@Custom _value: number) {
        return '';
      }
    }
    expect(build(Customised)).toThrow('Customised.custom has a parameter of the kind custom');
  });

  test('for a parameter without a decorator', () => {
    @Resolver()
    class Forgetful {
      @Authorized()
      @Query(() => String, { description: 'Forgetful.' })
      forgetful(_forgotten: string, @Ctx() _context: RequestContext) {
        return '';
      }
    }
    expect(build(Forgetful)).toThrow('Parameter 1 of Forgetful.forgetful has no decorator');
  });
});
