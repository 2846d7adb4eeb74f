import type { TestServer } from '../support/server';

/** The events that a filter finds, as an ADMIN reads them: the newest first. */
export async function eventsOf(
  server: TestServer,
  filter: object = {},
  token?: string,
): Promise<any[]> /* oxlint-disable-line typescript/no-explicit-any */ {
  const document = `query ($filter: AuditEventFilter) { auditEvents(filter: $filter, first: 100) { nodes {
    id at action outcome subject objectId requestId ip detail number hash developerId credentialId companyId company { id } developer { id } } } }`;
  const { data, errors } = await server.graphql(document, { filter }, token ?? (await server.admin()));
  if (errors) throw new Error(JSON.stringify(errors));
  return data.auditEvents.nodes;
}

/** Brings what waits behind the answers into the trail. */
export async function settle(server: TestServer): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  await server.database.audit.flush();
}
