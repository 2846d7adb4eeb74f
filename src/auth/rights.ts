import type { Permission } from './permissions';

/** What a developer may do: everywhere, and in single companies (by their internal keys). */
export interface Rights {
  readonly roles: readonly string[];
  readonly everywhere: ReadonlySet<Permission>;
  readonly inCompany: ReadonlyMap<number, ReadonlySet<Permission>>;
}

/** Everything held anywhere. */
export function heldAnywhere(rights: Rights): ReadonlySet<Permission> {
  const held = new Set(rights.everywhere);
  for (const inCompany of rights.inCompany.values()) for (const permission of inCompany) held.add(permission);
  return held;
}

/** Rights cut down to a list of permissions; null cuts nothing. */
export function limitRights(rights: Rights, limit: ReadonlySet<Permission> | null): Rights {
  if (limit === null) return rights;
  return {
    roles: rights.roles,
    everywhere: intersect(rights.everywhere, limit),
    inCompany: new Map([...rights.inCompany].map(([company, held]) => [company, intersect(held, limit)])),
  };
}

/** Rights together with permissions that are held everywhere. */
export function withPermissions(rights: Rights, permissions: ReadonlySet<Permission>): Rights {
  return { ...rights, everywhere: new Set([...rights.everywhere, ...permissions]) };
}

/** What both limits allow, where null allows everything. */
export function narrower(one: ReadonlySet<Permission> | null, other: ReadonlySet<Permission> | null): ReadonlySet<Permission> | null {
  if (one === null || other === null) return one ?? other;
  return intersect(one, other);
}

function intersect(one: ReadonlySet<Permission>, other: ReadonlySet<Permission>): ReadonlySet<Permission> {
  return new Set([...one].filter((permission) => other.has(permission)));
}
