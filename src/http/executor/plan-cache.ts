import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CacheCounts } from '../../shared/cache-counts';
import { OperationCache, type OperationAddress } from './operation-cache';
import { OperationPlan } from './operation-plan';
import { prepareOperation, type PreparedOperation } from './prepared-operation';
import { switchPositions, type VariableValues } from './switches';

/** Together the plans may hold this many fields each; usual operations have ten to a hundred. */
const AVERAGE_FIELDS = 250;
/** A plan larger than this serves the requests that made it and is not kept. */
const LARGEST_PLAN = 5_000;

/**
 * The plans used last, by document, operation name and position of the switches. Bounded twice: by their number and by the fields that
 * they hold together, since a few hundred bytes of fragments can unfold into thousands of fields.
 */
export class PlanCache {
  private readonly operations: OperationCache<PreparedOperation>;
  private readonly plans: LRUCache<string, OperationPlan>;

  /** @param maxPlans how many plans are kept at most */
  constructor(
    private readonly schema: GraphQLSchema,
    maxPlans: number,
    private readonly counts?: CacheCounts,
  ) {
    this.operations = new OperationCache(maxPlans, ({ document, operationName }) => prepareOperation(document, operationName));
    this.plans = new LRUCache({
      max: maxPlans,
      maxSize: Math.max(maxPlans * AVERAGE_FIELDS, LARGEST_PLAN),
      maxEntrySize: LARGEST_PLAN,
      sizeCalculation: (plan) => Math.max(1, plan.fieldCount),
    });
  }

  get size(): number {
    return this.plans.size;
  }

  /** The fields that all kept plans hold together. */
  get fieldCount(): number {
    return this.plans.calculatedSize;
  }

  /** Undefined where graphql-js shall answer. */
  operation(address: OperationAddress): PreparedOperation | undefined {
    return this.operations.get(address);
  }

  plan(prepared: PreparedOperation, variables: VariableValues): OperationPlan {
    const key = `${prepared.id}${switchPositions(prepared.switches, variables)}`;
    let plan = this.plans.get(key);
    this.counts?.count(plan !== undefined);
    if (plan === undefined) {
      plan = new OperationPlan(this.schema, prepared, (grown) => this.measure(key, grown));
      this.plans.set(key, plan);
    }
    return plan;
  }

  /** A size is taken when an entry is set, so a plan that has grown is set anew. One too large is dropped by that. */
  private measure(key: string, plan: OperationPlan): void {
    this.plans.delete(key);
    this.plans.set(key, plan);
  }
}
