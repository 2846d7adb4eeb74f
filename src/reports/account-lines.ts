import type { AccountRow } from '../ledger';
import type { AccountFigures } from './figures';
import { add, ReportLine, type Columns } from './statement';

interface Branch extends AccountFigures {
  readonly children: Branch[];
}

/**
 * The accounts of a section as lines, in the order of their codes, each followed by its sub-accounts. An account hangs below the nearest
 * account above it that stands in the same section. Figures are positive on the side of the section. Where nothing but zeros stands in a line and below it, it is left out.
 */
export function accountLines(
  columns: Columns,
  accounts: readonly AccountFigures[],
  chart: ReadonlyMap<number, AccountRow>,
  { includeZero = false, depth = 0 }: { includeZero?: boolean; depth?: number } = {},
): ReportLine[] {
  const branches = new Map(accounts.map(({ account, units }): [number, Branch] => [account.key, { account, units, children: [] }]));
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const above = nearestAbove(branch.account, branches, chart);
    (above?.children ?? roots).push(branch);
  }
  return roots.flatMap((root) => linesOf(columns, root, depth, includeZero));
}

function nearestAbove(account: AccountRow, branches: ReadonlyMap<number, Branch>, chart: ReadonlyMap<number, AccountRow>) {
  for (let key = account.parentKey; key !== null; key = chart.get(key)?.parentKey ?? null) {
    const found = branches.get(key);
    if (found) return found;
  }
  return undefined;
}

function linesOf(columns: Columns, { account, units, children }: Branch, depth: number, includeZero: boolean): ReportLine[] {
  const below = children.map((child) => linesOf(columns, child, depth + 1, includeZero));
  const sum = below.reduce((total, [child]) => (child ? add(total, child.units) : total), [...units]);
  const lines = below.flat();
  if (!includeZero && lines.length === 0 && sum.every((each) => each === 0n)) return [];
  return [new ReportLine(columns, account, account.name, depth, sum, units), ...lines];
}
