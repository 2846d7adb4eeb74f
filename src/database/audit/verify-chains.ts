import type { Snapshot } from '../snapshot';
import { AUDIT_GENESIS, auditHashOf, INSTANCE, sealedColumns } from './audit-chain';

/** A place where a chain of audit events contradicts itself. */
export interface AuditDisagreement {
  readonly place: string;
  readonly found: string;
  readonly expected: string;
}

/** What became of the verification of a chain. */
export interface ChainVerification {
  /** Null for the chain of the instance. */
  readonly companyId: string | null;
  /** Events that were checked and agree. */
  readonly events: number;
  /** As it is kept. */
  readonly head: { readonly number: number; readonly hash: string } | null;
  /** The first one; null where all agrees. */
  readonly disagreement: AuditDisagreement | null;
}

/** Told how far the work has come. */
interface Meter {
  start(what: string, total: number): void;
  advance(by: number): void;
  stop(): void;
}

interface Chain {
  readonly key: number;
  readonly companyId: string | null;
  readonly head: ChainVerification['head'];
}

const EVENTS_A_PAGE = 5_000;

/** Recomputes the chains of audit events, all or that of one company, from what is in a snapshot. */
export async function verifyAuditChains(snapshot: Snapshot, companyId: string | undefined, meter: Meter): Promise<ChainVerification[]> {
  const chains = await chainsIn(snapshot, companyId);
  const results: ChainVerification[] = [];
  meter.start(
    'audit events',
    chains.reduce((sum, { head }) => sum + (head?.number ?? 0), 0),
  );
  for (const chain of chains) results.push(await verifyChain(snapshot, chain, meter));
  meter.stop();
  return results;
}

async function verifyChain(snapshot: Snapshot, { key, companyId, head }: Chain, meter: Meter): Promise<ChainVerification> {
  let [number, hash] = [0, AUDIT_GENESIS];
  const result = (disagreement: AuditDisagreement | null) => ({ companyId, events: number, head, disagreement });
  if (key !== INSTANCE && companyId === null) {
    return result({ place: `the audit chain ${key}`, found: 'events of a company that is not there', expected: 'none' });
  }
  for (let page = await eventsAfter(snapshot, key, number); page.length > 0; page = await eventsAfter(snapshot, key, number)) {
    for (const row of page) {
      const [values, kept, found] = [row.slice(0, -1), row.at(-1) as string, row[1] as number];
      const place = `audit event ${number + 1}`;
      if (found !== number + 1) return result({ place, found: `none; the next is ${found}`, expected: 'an event' });
      const expected = auditHashOf(hash, values);
      if (kept !== expected) {
        return result({ place, found: `the hash ${kept}`, expected: `${expected}, by its content and the hash before it` });
      }
      [number, hash] = [found, kept];
    }
    meter.advance(page.length);
  }
  if (head?.number === number && head.hash === hash) return result(null);
  const found = head ? `number ${head.number}, hash ${head.hash}` : 'none';
  return result({ place: 'the head of the audit chain', found, expected: `number ${number}, hash ${hash}, as the last event has it` });
}

/** Those with a head, and those of which there are events all the same. */
async function chainsIn(snapshot: Snapshot, companyId: string | undefined): Promise<Chain[]> {
  const keys = 'select company_key from audit_chains union select company_key from audit_events';
  const joins = 'left join audit_chains h on h.company_key = k.company_key left join companies c on c.key = k.company_key';
  const rows = await snapshot.rows(
    ['k.company_key', 'c.id', 'h.last_number', 'h.last_hash'],
    `from (${keys}) k ${joins} ${companyId === undefined ? '' : 'where c.id = ?1'} order by k.company_key`,
    companyId === undefined ? [] : [companyId],
  );
  return (rows as [number, string | null, number | null, string][]).map(([key, id, number, hash]) => ({
    key,
    companyId: id,
    head: number === null ? null : { number, hash },
  }));
}

function eventsAfter(snapshot: Snapshot, key: number, number: number): Promise<unknown[][]> {
  const columns = [...sealedColumns.map(({ name }) => name), 'hash'];
  const rest = `from audit_events where company_key = ?1 and number > ?2 order by number limit ${EVENTS_A_PAGE}`;
  return snapshot.rows(columns, rest, [key, number]);
}
