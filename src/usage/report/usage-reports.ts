import type { Principal } from '../../auth';
import type { Reader } from '../../database';
import type { Clock } from '../../shared/clock';
import { parseId } from '../../shared/ids';
import { errorOf } from '../../shared/violations';
import { grains, startOf } from '../metering/roll-up';
import { Figures, type Counted } from './counted';
import { ReportRepository, type Grouping, type Whose } from './report.repository';
import { intervalsOf, piecesOf, rangeOf, type Grain, type UsageRange } from './usage-range';
import { UsageDimension, type UsageArgs, type UsageBucket, type UsageFigures } from './usage.types';

/** Buckets of one series. */
const MOST_BUCKETS = 10_000;
const DAY = 86_400_000;

/** Who the developers are; they are known to whoever implements this. */
export interface DeveloperDirectory {
  /** In the order of the ids; null for one that does not exist or that the caller cannot see. */
  visible(caller: Principal, ids: readonly string[]): Promise<readonly ({ readonly key: number } | null)[]>;
}

/** What is reported on, once it is known to be sound; its totals and its series are read when they are asked for. */
export interface ReportOrder extends UsageRange {
  /** Nobody where the caller sees nothing of what it asked for. */
  readonly whose: Whose | 'nobody';
  readonly interval: Grain | undefined;
  readonly dimensions: ReadonlySet<UsageDimension>;
}

export class UsageReports {
  private readonly repository: ReportRepository;

  constructor(
    reader: Reader,
    private readonly developers: DeveloperDirectory,
    private readonly clock: Clock,
    private readonly retentionDays: number,
  ) {
    this.repository = new ReportRepository(reader);
  }

  /** @throws AppError BAD_USER_INPUT for a time that cannot be reported on */
  async order(caller: Principal, { from, to, interval, developerId, groupBy }: UsageArgs): Promise<ReportOrder> {
    const grain = interval ? grains[interval] : undefined;
    const range = rangeOf(from, to, grain);
    const dimensions = new Set(groupBy);
    if (needsRecords(dimensions)) this.refuseForgotten(range);
    return { ...range, interval: grain, dimensions, whose: await this.whose(caller, developerId) };
  }

  async totals(order: ReportOrder): Promise<UsageFigures> {
    const figures = new Figures();
    for (const counted of await this.fromRollups(order, { byTime: false, dimensions: new Set() })) figures.add(counted);
    return figures.told();
  }

  /** In the order of time, then of what it is grouped by; only where something happened. @throws AppError BAD_USER_INPUT for too much */
  async series(order: ReportOrder): Promise<UsageBucket[]> {
    const { from, whose, interval, dimensions } = order;
    const grouping = { byTime: interval !== undefined, dimensions };
    const counted = needsRecords(dimensions)
      ? await (whose === 'nobody' ? [] : this.repository.records(order, whose, grouping))
      : await this.fromRollups(order, grouping);
    const buckets = inGroups(counted);
    if (buckets.length > MOST_BUCKETS) {
      throw errorOf([
        { code: 'TOO_MUCH', message: `The series has more than ${MOST_BUCKETS} members: ask for less of it.`, path: ['groupBy'] },
      ]);
    }
    return buckets.map(({ group, figures }) => ({ ...group, start: group.start ?? from, figures: figures.told() }));
  }

  private async fromRollups(order: ReportOrder, grouping: Grouping): Promise<Counted[]> {
    const { whose } = order;
    if (whose === 'nobody') return [];
    const pieces = grouping.byTime ? [intervalsOf(order)] : piecesOf(order);
    return (await Promise.all(pieces.map((piece) => this.repository.rollups(piece, whose, grouping)))).flat();
  }

  /** The own usage with usage:read, held anywhere; everyone's with developers:read too. Nobody learns who else there is. */
  private async whose(caller: Principal, developerId: string | null | undefined): Promise<Whose | 'nobody'> {
    const own = caller.identity.developer;
    const seesAll = caller.holds('usage:read') && caller.holds('developers:read');
    if (developerId === undefined || developerId === null) {
      if (seesAll) return 'everyone';
      return own ? { developerKey: own.key } : 'nobody';
    }
    const id = parseId(developerId, ['developerId']);
    if (own?.id === id) return { developerKey: own.key };
    const [found] = seesAll ? await this.developers.visible(caller, [id]) : [null];
    return found ? { developerKey: found.key } : 'nobody';
  }

  private refuseForgotten({ from }: UsageRange): void {
    const first = startOf(this.clock.now() - this.retentionDays * DAY, grains.MINUTE);
    if (from >= first) return;
    const message = `By OPERATION and IP usage is known for ${this.retentionDays} days: ask from ${new Date(first).toISOString()} on.`;
    throw errorOf([{ code: 'OUT_OF_RANGE', message, path: ['from'] }]);
  }
}

/** Names of operations and addresses are kept with single requests only. */
function needsRecords(dimensions: ReadonlySet<UsageDimension>): boolean {
  return dimensions.has(UsageDimension.OPERATION) || dimensions.has(UsageDimension.IP);
}

function inGroups(counted: readonly Counted[]) {
  const groups = new Map<string, { readonly group: Counted['group']; readonly order: string; readonly figures: Figures }>();
  for (const each of counted) {
    const { start, developerKey, credentialKey, operation, field, ip, status } = each.group;
    const order = JSON.stringify([start, developerKey, credentialKey, operation, field, ip, status]);
    let known = groups.get(order);
    if (!known) groups.set(order, (known = { group: each.group, order, figures: new Figures() }));
    known.figures.add(each);
  }
  return [...groups.values()].sort((one, other) => byTimeThenGroup(one, other));
}

type Ordered = { readonly group: Counted['group']; readonly order: string };

function byTimeThenGroup(one: Ordered, other: Ordered): number {
  return (one.group.start ?? 0) - (other.group.start ?? 0) || (one.order < other.order ? -1 : 1);
}
