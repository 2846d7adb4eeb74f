import { parse, type ExecutionResult } from 'graphql';
import { Principal } from '../../../src/auth';
import { createExecutor } from '../../../src/http/executor';
import { buildLedgerSchema } from '../../../src/http/schema/build-schema';
import { contextOf, rows, toyClasses, ToyResolver } from '../support/toy-schema';

const many = Array.from({ length: 10_000 }, (_, index) => ({ ...rows[0]!, key: index }));

test('a guarded field over ten thousand rows stays synchronous, and looks once for each row at what the caller holds', () => {
  const looks = jest.spyOn(Principal.prototype, 'holds');
  const resolver = Object.assign(new ToyResolver(), { list: () => many });
  const execute = createExecutor(buildLedgerSchema({ resolverClasses: toyClasses, instances: [resolver] }));
  const contextValue = contextOf(['companies:read', 'companies:read_tax_id']);
  const result = execute({ document: parse('{ companies { id taxId } }'), contextValue }) as ExecutionResult;
  expect((result.data as { companies: unknown[] }).companies).toHaveLength(many.length);
  expect(looks).toHaveBeenCalledTimes(many.length);
  looks.mockRestore();
});
