import type { ClientDirectory, Standing } from '../../auth';
import type { UsageOwner } from './usage-record';

/** Clients that are looked for in the database at once: whoever sends made-up ids must not keep it busy. */
const MOST_LOOKED_FOR = 200;

/** To whom the clients belong that tried in vain to prove who they are; undefined for those that are not known. */
export async function ownersOf(
  clientIds: readonly (string | undefined)[],
  clients: Pick<ClientDirectory, 'standing'>,
): Promise<(UsageOwner | undefined)[]> {
  const owners = new Map<string, UsageOwner | undefined>();
  let lookedFor = 0;
  for (const id of clientIds) {
    if (id === undefined || owners.has(id)) continue;
    const known = lookedFor < MOST_LOOKED_FOR ? clients.standing(id) : undefined;
    if (known instanceof Promise) lookedFor += 1;
    owners.set(id, ownerOf(await Promise.resolve(known).catch(() => undefined)));
  }
  return clientIds.map((id) => (id === undefined ? undefined : owners.get(id)));
}

function ownerOf(standing: Standing | undefined): UsageOwner | undefined {
  return standing && { developerKey: standing.developer.key, credentialKey: standing.credentialKey };
}
