/** Coerced variables by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** How many fields an operation reads: a number, or what makes it of the variables. */
export type Cost = number | ((variables: Variables) => number);

export function costOf(cost: Cost, variables: Variables): number {
  return typeof cost === 'number' ? cost : cost(variables);
}

/** The sum; whatever is constant is added up now, so that a request adds only what depends on it. */
export function sum(costs: readonly Cost[]): Cost {
  const constant = costs.reduce<number>((total, cost) => (typeof cost === 'number' ? total + cost : total), 0);
  const varying = costs.filter((cost) => typeof cost === 'function');
  if (varying.length === 0) return constant;
  return (variables) => varying.reduce((total, cost) => total + cost(variables), constant);
}

export function product(factor: Cost, cost: Cost): Cost {
  if (typeof factor === 'number' && typeof cost === 'number') return factor * cost;
  return (variables) => costOf(factor, variables) * costOf(cost, variables);
}

export function dearest(costs: readonly Cost[]): Cost {
  const constants = costs.filter((cost) => typeof cost === 'number');
  const floor = Math.max(0, ...constants);
  const varying = costs.filter((cost) => typeof cost === 'function');
  if (varying.length === 0) return floor;
  return (variables) => Math.max(floor, ...varying.map((cost) => cost(variables)));
}
