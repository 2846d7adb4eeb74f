import { callerOf, type RequestContext } from '../auth';
import type { Companies } from '../companies';
import type { Reader } from '../database';
import type { Developers } from '../developers';
import type { NodeSource } from '../shared/node-source';
import { AuditEventResolver } from './audit-event.resolver';
import { AuditEvents } from './audit-events';

interface AuditFeature {
  readonly resolvers: readonly object[];
  readonly nodeSources: readonly NodeSource<RequestContext>[];
}

export const auditResolvers = [AuditEventResolver] as const;

export function createAudit(parts: {
  readonly reader: Reader;
  readonly companies: Companies;
  readonly developers: Developers;
}): AuditFeature {
  const { reader, companies, developers } = parts;
  const events = new AuditEvents(reader, companies);
  return {
    resolvers: [new AuditEventResolver(events, companies, developers)],
    nodeSources: [{ load: (context, ids) => events.visible(callerOf(context), ids) }],
  };
}
