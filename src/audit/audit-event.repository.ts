import { keyset, type OrderColumn, type Reader } from '../database';
import type { PageRequest, Position } from '../shared/pagination';
import type { AuditEvent, AuditOutcome } from './audit-event.types';
import { eventId, type EventPlace } from './event-id';

/** An event as GraphQL reads it, with its internal keys. */
export type AuditEventRow = AuditEvent &
  Omit<EventPlace, 'companyKey'> & {
    readonly __typename: 'AuditEvent';
    /** Null where it is about no company. */
    readonly companyKey: number | null;
    readonly developerKey: number | null;
  };

/** A filter with its ids checked; instants in ms. */
export interface EventConditions {
  readonly developerId: string | undefined;
  readonly companyKey: number | undefined;
  readonly action: string | undefined;
  readonly outcome: AuditOutcome | undefined;
  readonly objectId: string | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** `visible` are the keys of the companies whose events the caller may see; undefined means all events there are. */
export type Visible = readonly number[] | undefined;

const columns = [
  'e.company_key', 'e.number', 'e.at', 'e.action', 'e.outcome', 'e.developer_key', 'd.id', 'c.id', 'e.subject', 'co.id', 'e.object_id',
  '(select t.id from transactions t where t.key = e.first_transaction_key and t.key = e.last_transaction_key)',
  'e.request_id', 'e.address', 'e.detail', 'e.hash',
]; // prettier-ignore

const joins = `left join developers d on d.key = e.developer_key left join credentials c on c.key = e.credential_key
  left join companies co on co.key = e.company_key`;

function fromRow(row: unknown[]): AuditEventRow {
  const [chain, number, at, action, outcome, developerKey, developerId, credentialId, subject, companyId, objectId, madeId, ...rest] = row;
  const [requestId, ip, detail, hash] = rest as [string, string | null, string | null, string];
  const companyKey = chain as number;
  return {
    __typename: 'AuditEvent',
    id: eventId({ companyKey, number: number as number, at: at as number }),
    companyKey: companyKey === 0 ? null : companyKey,
    number: number as number,
    at: at as number,
    action: action as string,
    outcome: outcome as AuditOutcome,
    developerKey: developerKey as number | null,
    developerId: developerId as string | null,
    credentialId: credentialId as string | null,
    subject: subject as string | null,
    companyId: companyId as string | null,
    objectId: (objectId ?? madeId) as string | null,
    requestId,
    ip,
    detail: detail === null ? null : (JSON.parse(detail) as object),
    hash,
  };
}

const order = (...expressions: string[]): OrderColumn[] =>
  expressions.map((expression) => ({ expression, type: 'number', descending: true }));
const byTime = order('e.at', 'e.company_key', 'e.number');
const byNumber = order('e.company_key', 'e.number');

/** The newest first. The events of one company come in the order of its chain, unless it is about a time. */
function orderOf({ companyKey, from, to }: EventConditions): readonly OrderColumn[] {
  return companyKey !== undefined && from === undefined && to === undefined ? byNumber : byTime;
}

export function positionIn(conditions: EventConditions): (event: AuditEventRow) => Position {
  const place = ({ companyKey, number }: AuditEventRow) => [companyKey ?? 0, number];
  return orderOf(conditions) === byNumber ? place : (event) => [event.at, ...place(event)];
}

export class AuditEventRepository {
  constructor(private readonly reader: Reader) {}

  async byPlaces(places: readonly EventPlace[]): Promise<AuditEventRow[]> {
    const { dialect } = this.reader;
    const table = (['company_key', 'number', 'at'] as const).map((name) => ({ name, type: 'integer' }) as const);
    const parameters = dialect.bindRows(
      table,
      places.map(({ companyKey, number, at }) => [companyKey, number, at]),
    );
    const place = 'e.company_key = w.company_key and e.number = w.number and e.at = w.at';
    const rest = `from ${dialect.given(table)} as w join audit_events e on ${place} ${joins}`;
    return (await this.reader.rows(columns, rest, parameters)).map(fromRow);
  }

  async page(visible: Visible, conditions: EventConditions, page: PageRequest): Promise<AuditEventRow[]> {
    const { where, parameters } = await this.where(visible, conditions);
    const { conditions: bounds, tail } = keyset(this.reader.dialect, orderOf(conditions), page, parameters);
    const rest = `from audit_events e ${joins} where ${[...where, ...bounds].join(' and ')} ${tail}`;
    return (await this.reader.rows(columns, rest, parameters)).map(fromRow);
  }

  async count(visible: Visible, conditions: EventConditions): Promise<number> {
    const { where, parameters } = await this.where(visible, conditions);
    const rows = await this.reader.rows(['count(*)'], `from audit_events e where ${where.join(' and ')}`, parameters);
    return rows[0]![0] as number;
  }

  private async where(visible: Visible, { developerId, companyKey, action, outcome, objectId, from, to }: EventConditions) {
    const { dialect } = this.reader;
    const parameters: unknown[] = [];
    const bind = (value: unknown) => `?${parameters.push(value)}`;
    const where = ['1 = 1'];
    if (visible) where.push(`e.company_key in ${dialect.list(bind(dialect.bindList(visible)), 'integer')}`);
    if (companyKey !== undefined) where.push(`e.company_key = ${bind(companyKey)}`);
    if (developerId !== undefined) where.push(`e.developer_key = (select key from developers where id = ${bind(developerId)})`);
    if (action !== undefined) where.push(`e.action = ${bind(action)}`);
    if (outcome !== undefined) where.push(`e.outcome = ${bind(outcome)}`);
    if (from !== undefined) where.push(`e.at >= ${bind(from)}`);
    if (to !== undefined) where.push(`e.at < ${bind(to)}`);
    if (objectId !== undefined) {
      const about = [`e.object_id = ${bind(objectId)}`];
      // Transactions are in no index of events: when one was made, its event was.
      const [made] = await this.reader.rows(['company_key', 'created_at', 'key'], 'from transactions where id = ?1', [objectId]);
      if (made) {
        const [company, at, key] = made.map(bind);
        about.push(`e.company_key = ${company} and e.at = ${at} and ${key} between e.first_transaction_key and e.last_transaction_key`);
      }
      where.push(`(${about.join(' or ')})`);
    }
    return { where, parameters };
  }
}
