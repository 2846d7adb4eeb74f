import { abstractCases } from './cases/abstract-types';
import { argumentCases } from './cases/arguments';
import { errorCases } from './cases/errors';
import { fragmentCases } from './cases/fragments';
import { introspectionCases } from './cases/introspection';
import { leafCases } from './cases/leaves';
import { listCases } from './cases/lists';
import { mutationCases } from './cases/mutations';
import { nullCases } from './cases/nulls';
import { orderCases } from './cases/order';
import { requestCases } from './cases/requests';
import { sourceCases } from './cases/sources';
import { createExecutor, type Executor } from '../../../src/http/executor';
import { outcomes, outcomesOn, type Case } from './support/case';

const table: Readonly<Record<string, readonly Case[]>> = {
  nulls: nullCases,
  errors: errorCases,
  lists: listCases,
  leaves: leafCases,
  'abstract types': abstractCases,
  fragments: fragmentCases,
  arguments: argumentCases,
  sources: sourceCases,
  mutations: mutationCases,
  order: orderCases,
  introspection: introspectionCases,
  requests: requestCases,
};

describe.each(Object.entries(table))('answers as graphql-js does: %s', (_, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { reference, first, again } = await outcomes(one);
    expect(first).toEqual(reference);
    expect(again).toEqual(reference);
  });
});

it.each(Object.entries(table))(
  'answers so too with one executor for all requests to a schema, there and back again: %s',
  async (_, cases) => {
    const executors = new Map<unknown, Executor>();
    for (const one of [...cases, ...cases.toReversed()]) {
      const executor = executors.get(one.schema) ?? createExecutor(one.schema, { maxPlans: 20 });
      executors.set(one.schema, executor);
      const { reference, actual } = await outcomesOn(executor, one);
      expect({ name: one.name, ...actual }).toEqual({ name: one.name, ...reference });
    }
  },
);

it('has a table of cases worth the name, nobody listed twice', () => {
  const names = Object.entries(table).flatMap(([topic, cases]) => cases.map(({ name }) => `${topic}: ${name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(600);
});
