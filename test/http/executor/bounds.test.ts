import { buildSchema, parse } from 'graphql';
import { createExecutor, createReferenceExecutor, OperationCache, type OperationAddress } from '../../../src/http/executor';
import { PlanCache } from '../../../src/http/executor/plan-cache';
import { answerOf } from './support/answer';
import { later } from './support/values';

const schema = buildSchema(`
  type Query { node: Node nodes: [Node!]! name: String }
  type Node { name: String node: Node other: Node nodes: [Node!]! }
`);

/** An object that contains itself: data without end. */
function endless(): object {
  const node: Record<string, unknown> = { name: 'again' };
  return Object.assign(node, { node, other: node, nodes: [node] });
}

describe('a document costs nothing that it does not execute', () => {
  /** Each fragment asks for the next one twice, so that forty are a thousand billion fields if all of it were planned. */
  const doubling = (depth: number) => {
    const fragments = Array.from(
      { length: depth },
      (_, index) => `fragment F${index} on Node{a:node{...F${index + 1}}b:other{...F${index + 1}}}`,
    );
    return `{node{...F0}}${fragments.join('')}fragment F${depth} on Node{name}`;
  };

  it('a kilobyte of doubling fragments over little data is answered', () => {
    const text = doubling(40);
    expect(text.length).toBeLessThan(2_500);
    const executor = createExecutor(schema);
    const request = { document: parse(text), rootValue: { node: { name: 'a', node: { name: 'b' }, other: null } } };
    const expected = answerOf(createReferenceExecutor(schema)(request) as object);
    expect(answerOf(executor(request) as object)).toEqual(expected);
  });

  it('fragments that are spread many times side by side are read once', () => {
    const spreads = Array.from({ length: 40 }, (_, index) => `fragment F${index} on Node{...F${index + 1} ...F${index + 1} name}`);
    const text = `{node{...F0}}${spreads.join('')}fragment F40 on Node{name}`;
    const executor = createExecutor(schema);
    const request = { document: parse(text), rootValue: endless() };
    expect(executor(request)).toEqual({ data: { node: { name: 'again' } } });
  });

  it('a plan that has unfolded into thousands of fields is not kept', async () => {
    const cache = new PlanCache(schema, 10);
    const executor = createExecutor(schema, { maxPlans: 10 });
    const large = { document: parse(doubling(13)), rootValue: endless() };
    const first = JSON.stringify(await executor(large));
    expect(JSON.stringify(await executor(large))).toBe(first);
    expect(first.length).toBeGreaterThan(100_000);

    const plan = planOf(cache, { document: large.document });
    const type = schema.getQueryType()!;
    let selection = plan.rootSelection(type, {});
    expect(cache.size).toBe(1);
    for (let field = 0; cache.size === 1; field += 1) {
      expect(field).toBeLessThan(10_000);
      const [only] = selection.fields;
      const shape = only!.shape.kind === 'object' ? only!.shape : undefined;
      shape!.selection = undefined;
      selection = plan.subSelection(only!, shape!, {});
      selection = plan.rootSelection(type, {});
    }
    expect(plan.fieldCount).toBeGreaterThan(5_000);
    expect(cache.fieldCount).toBe(0);
  });
});

describe('what is remembered is bounded', () => {
  it('no more plans are kept than allowed, whatever is asked', () => {
    const cache = new PlanCache(schema, 5);
    for (let index = 0; index < 100; index += 1) {
      planOf(cache, { document: parse(`query Q${index} { name }`), documentKey: `document ${index}` });
      expect(cache.size).toBeLessThanOrEqual(5);
    }
    expect(cache.size).toBe(5);
  });

  it('the positions of the switches of one operation count as plans', () => {
    const cache = new PlanCache(schema, 4);
    const names = Array.from({ length: 6 }, (_, index) => `s${index}`);
    const document = parse(
      `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { ${names.map((name) => `${name}: name @skip(if: $${name})`).join(' ')} }`,
    );
    const plans = new Set<unknown>();
    for (let bits = 0; bits < 64; bits += 1) {
      const variables = Object.fromEntries(names.map((name, index) => [name, ((bits >> index) & 1) === 1]));
      plans.add(planOf(cache, { document }, variables));
      expect(cache.size).toBeLessThanOrEqual(4);
    }
    expect(plans.size).toBe(64);
  });

  it('the same operation in the same position is planned once', () => {
    const cache = new PlanCache(schema, 5);
    const document = parse('query ($s: Boolean! $n: Int) { name @skip(if: $s) }');
    const plan = planOf(cache, { document }, { s: true, n: 1 });
    expect(planOf(cache, { document }, { s: true, n: 2 })).toBe(plan);
    expect(planOf(cache, { document }, { s: false, n: 1 })).not.toBe(plan);
    expect(planOf(cache, { document: parse('query ($s: Boolean! $n: Int) { name @skip(if: $s) }') }, { s: true })).not.toBe(plan);
  });

  it('a document key stands for the document, an operation name for the operation', () => {
    const operations = new OperationCache(10, ({ operationName }) => ({ operationName }));
    const document = parse('query A { name } query B { name }');
    const derived = operations.get({ document, documentKey: 'k', operationName: 'A' });
    expect(operations.get({ document: parse('{ name }'), documentKey: 'k', operationName: 'A' })).toBe(derived);
    expect(operations.get({ document, documentKey: 'k', operationName: 'B' })).not.toBe(derived);
    expect(operations.get({ document, documentKey: 'k' })).not.toBe(derived);
    expect(operations.get({ document, operationName: 'A' })).not.toBe(derived);
  });

  it('an operation cache forgets the operation used longest ago, and never keeps undefined', () => {
    const document = parse('query A { name }');
    const derived: unknown[] = [];
    const operations = new OperationCache(2, ({ operationName }) => {
      derived.push(operationName);
      return operationName === 'none' ? undefined : {};
    });
    for (const operationName of ['a', 'b', 'a', 'none', 'c', 'a', 'none', 'b']) {
      operations.get({ document, operationName });
    }
    expect(derived).toEqual(['a', 'b', 'none', 'c', 'none', 'b']);
    expect(operations.size).toBe(2);
  });
});

describe('depth', () => {
  const depth = 1_500;
  const nest = (open: string, close: string, innermost: string, levels = depth) => open.repeat(levels) + innermost + close.repeat(levels);
  const deep = `{ ${nest('node { ', ' }', 'name')} }`;
  // A list and its item are two levels.
  const deepLists = `{ ${nest('nodes { ', ' }', 'name', depth / 2)} }`;

  // graphql-js uses up the stack at some thousand levels, and then any field may fail; the answers are therefore spelt out.
  it.each([
    ['objects', deep, `{${nest('"node":{', '}', '"name":"again"')}}`],
    ['lists', deepLists, `{${nest('"nodes":[{', '}]', '"name":"again"', depth / 2)}}`],
  ])('1,500 levels of %s are answered', async (_, text, data) => {
    const result = await createExecutor(schema)({ document: parse(text), rootValue: endless() });
    expect(result.errors).toBeUndefined();
    expect(JSON.stringify(result.data)).toBe(data);
  });

  it('a failure 1,500 levels deep goes all the way up, with its path', async () => {
    const strict = buildSchema('type Query { node: Node } type Node { node: Node! name: String! }');
    const root: Record<string, unknown> = { name: null };
    const result = await createExecutor(strict)({ document: parse(deep), rootValue: Object.assign(root, { node: root }) });
    expect(result.data).toEqual({ node: null });
    expect(result.errors?.map(({ path, message }) => [path?.length, message])).toEqual([
      [depth + 1, 'Cannot return null for non-nullable field Node.name.'],
    ]);
  });

  it.each([
    ['objects', deep],
    ['lists', deepLists],
  ])('1,500 levels of promised %s are answered as by graphql-js', async (_, text) => {
    const root: Record<string, unknown> = { name: () => later('late') };
    const request = { document: parse(text), rootValue: Object.assign(root, { node: () => later(root), nodes: () => [later(root)] }) };
    const result = await createExecutor(schema)(request);
    expect(result.errors).toBeUndefined();
    const reference = await createReferenceExecutor(schema)(request);
    expect(JSON.stringify(result.data)).toBe(JSON.stringify(reference.data));
  });
});

function planOf(cache: PlanCache, address: OperationAddress, variables = {}) {
  return cache.plan(cache.operation(address)!, variables);
}
