import type { Principal } from '../auth';
import type { Companies } from '../companies';
import type { Reader } from '../database';
import { parseId } from '../shared/ids';
import { inOrderOf } from '../shared/loaders';
import { Connection, parsePage, type PageArguments } from '../shared/pagination';
import { Violations } from '../shared/violations';
import { AuditEventRepository, positionIn, type AuditEventRow, type EventConditions } from './audit-event.repository';
import type { AuditEventFilter } from './audit-event.types';
import { placeOf } from './event-id';

/** What others may ask of the audit trail. Who holds audit:read in a company sees the events of that company. */
export class AuditEvents {
  private readonly repository: AuditEventRepository;

  constructor(
    reader: Reader,
    private readonly companies: Companies,
  ) {
    this.repository = new AuditEventRepository(reader);
  }

  /** In the order of the ids; null for one that does not exist or that the caller cannot see. */
  async visible(caller: Principal, ids: readonly string[]): Promise<(AuditEventRow | null)[]> {
    const places = ids.flatMap((id) => placeOf(id) ?? []);
    if (places.length === 0 || !caller.holdsSomewhere('audit:read')) return ids.map(() => null);
    const found = await this.repository.byPlaces(places);
    const seen = caller.shown(found, ({ companyKey }) => caller.holds('audit:read', companyKey ?? undefined));
    return inOrderOf(ids, seen, (event) => event.id, null);
  }

  /**
   * The newest first.
   * @throws AppError NOT_FOUND, FORBIDDEN for a company, BAD_USER_INPUT with every broken rule
   */
  async list(caller: Principal, filter: AuditEventFilter, args: PageArguments): Promise<Connection<AuditEventRow>> {
    const conditions = await this.conditions(caller, filter);
    const page = parsePage(args, ['auditEvents', filter]);
    const visible = caller.companiesWith('audit:read');
    const rows = await this.repository.page(visible, conditions, page);
    return new Connection(rows, page, positionIn(conditions), () => this.repository.count(visible, conditions));
  }

  private async conditions(caller: Principal, filter: AuditEventFilter): Promise<EventConditions> {
    const violations = new Violations();
    violations.text(['filter', 'action'], filter.action, 100, 'optional');
    violations.throwIfAny();
    const id = (name: 'developerId' | 'objectId') => (filter[name] ? parseId(filter[name], ['filter', name]) : undefined);
    const [developerId, objectId] = [id('developerId'), id('objectId')];
    const company = filter.companyId
      ? await this.companies.requiredKey(caller, filter.companyId, 'audit:read', ['filter', 'companyId'])
      : undefined;
    const { action, outcome, from, to } = filter;
    return {
      developerId,
      objectId,
      companyKey: company,
      action: action ?? undefined,
      outcome: outcome ?? undefined,
      from: from ?? undefined,
      to: to ?? undefined,
    };
  }
}
