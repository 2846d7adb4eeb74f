import { forbidden, type Principal } from '../../auth';
import type { JournalWriter, Reader } from '../../database';
import type { Clock } from '../../shared/clock';
import { notFound } from '../../shared/errors';
import { parseId } from '../../shared/ids';
import { inOrderOf } from '../../shared/loaders';
import { Connection, parsePage, type PageArguments } from '../../shared/pagination';
import { Violations } from '../../shared/violations';
import { AnomalyRepository, positionOf, writeAcknowledgement, type AnomalyRow, type Whose } from './anomaly.repository';
import type { AcknowledgeAnomalyInput, AnomalyFilter } from './anomaly.types';

export interface AnomaliesParts {
  readonly reader: Reader;
  readonly writer: JournalWriter;
  readonly clock: Clock;
}

/** What others may ask of anomalies. Who holds usage:read sees those of its own clients, with developers:read too everyone's. */
export class Anomalies {
  private readonly repository: AnomalyRepository;

  constructor(private readonly parts: AnomaliesParts) {
    this.repository = new AnomalyRepository(parts.reader);
  }

  /** In the order of the ids; null for one that does not exist or that the caller cannot see. */
  async visible(caller: Principal, ids: readonly string[]): Promise<(AnomalyRow | null)[]> {
    if (!caller.holdsSomewhere('usage:read')) return ids.map(() => null);
    const seen = caller.shown(await this.repository.byIds(ids), (anomaly) => canSee(caller, anomaly));
    return inOrderOf(ids, seen, (anomaly) => anomaly.id, null);
  }

  /** The newest first. @throws AppError BAD_USER_INPUT with every broken rule */
  async list(caller: Principal, filter: AnomalyFilter, args: PageArguments): Promise<Connection<AnomalyRow>> {
    const violations = new Violations();
    violations.text(['filter', 'kind'], filter.kind, 100, 'optional');
    violations.throwIfAny();
    const conditions = {
      developerId: filter.developerId ? parseId(filter.developerId, ['filter', 'developerId']) : undefined,
      kind: filter.kind ?? undefined,
      severity: filter.severity ?? undefined,
      acknowledged: filter.acknowledged ?? undefined,
      from: filter.from ?? undefined,
      to: filter.to ?? undefined,
    };
    const page = parsePage(args, ['anomalies', filter]);
    const whose = whoseFor(caller);
    const rows = await this.repository.page(whose, conditions, page);
    return new Connection(rows, page, positionOf, () => this.repository.count(whose, conditions));
  }

  /**
   * Notes who has looked at an anomaly first; nothing changes where somebody has. The own ones are not enough: whoever has come by a
   * client's secret must not be the one to wave its use through.
   * @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule
   */
  acknowledge(caller: Principal, input: AcknowledgeAnomalyInput): Promise<AnomalyRow> {
    const id = parseId(input.id, ['input', 'id']);
    const violations = new Violations();
    violations.text(['input', 'note'], input.note, 1_000, 'optional');
    const at = this.parts.clock.now();
    return this.parts.writer.change({ by: caller.doer, at }, async (transaction) => {
      const [anomaly] = await this.repository.byIds([id], transaction);
      if (!anomaly || !canSee(caller, anomaly)) throw notFound('anomaly', anomaly && { objectId: anomaly.id });
      if (!caller.holds('developers:write')) throw forbidden(['developers:write'], { objectId: anomaly.id });
      violations.throwIfAny();
      if (anomaly.acknowledgedAt !== null) return { result: anomaly, event: null };
      const [by, note] = [caller.identity.developer?.key ?? null, input.note ?? null];
      await writeAcknowledgement(transaction, anomaly.key, { at, by, note });
      const event = { action: 'acknowledgeAnomaly', objectId: anomaly.id, detail: { kind: anomaly.kind, ...(note !== null && { note }) } };
      return { result: { ...anomaly, acknowledgedAt: at, acknowledgedBy: by, note }, event };
    });
  }
}

/** Whether the caller sees the anomalies of everyone, and what others have said of them. */
export function seesAll(caller: Principal): boolean {
  return caller.holds('usage:read') && caller.holds('developers:read');
}

function canSee(caller: Principal, { developerKey }: AnomalyRow): boolean {
  return seesAll(caller) || (developerKey !== null && caller.isDeveloper(developerKey) && caller.holdsSomewhere('usage:read'));
}

/** No developer has the key 0. */
function whoseFor(caller: Principal): Whose {
  return seesAll(caller) ? 'everyone' : { developerKey: caller.identity.developer?.key ?? 0 };
}
