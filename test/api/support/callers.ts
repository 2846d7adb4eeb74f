import type { World } from './world';

/** Where a permission is held: everywhere, in the company that is asked about, or in another one only. */
export interface Caller {
  readonly name: string;
  readonly everywhere: readonly string[];
  readonly there: readonly string[];
  readonly elsewhere: readonly string[];
  /** Undefined for nobody. */
  token(world: World): Promise<string | undefined>;
  /** The name, in the world, of the developer that calls. */
  readonly developer: string;
}

/** What the roles hold, as the README promises it; on purpose not read from the program. */
const developer = ['self:read', 'self:write', 'usage:read'];
const auditor = ['companies:read', 'accounts:read', 'transactions:read', 'reports:read'];
const bookkeeper = [...auditor, 'companies:write', 'accounts:write', 'transactions:write', 'transactions:post'];
export const allPermissions: readonly string[] = [
  ...developer,
  ...bookkeeper,
  'companies:create',
  'companies:read_tax_id',
  'books:close',
  'developers:read',
  'developers:write',
  'roles:write',
  'audit:read',
];

/** Roles by their names; those that do not come with the server are made for the tests. */
export const roles: Readonly<Record<string, readonly string[]>> = {
  ADMIN: allPermissions,
  DEVELOPER: developer,
  AUDITOR: auditor,
  INTEGRATOR: [...developer, 'companies:create'],
  BOOKKEEPER: bookkeeper,
  CUSTOM: ['companies:read', 'companies:write', 'roles:write', 'self:read'],
  LOCAL: ['companies:read', 'developers:write', 'self:read', 'transactions:write'],
};

/** Who calls, with what they hold where: `Developer` has the role everywhere, `keeper` in the company, `stranger` in another one. */
export const holders: Readonly<Record<string, { readonly role?: string; readonly in?: 'there' | 'elsewhere' }>> = {
  ADMIN: { role: 'ADMIN' },
  DEVELOPER: { role: 'DEVELOPER' },
  AUDITOR: { role: 'AUDITOR' },
  INTEGRATOR: { role: 'INTEGRATOR' },
  BOOKKEEPER: { role: 'BOOKKEEPER' },
  CUSTOM: { role: 'CUSTOM' },
  nothing: {},
  'ADMIN there': { role: 'ADMIN', in: 'there' },
  'AUDITOR there': { role: 'AUDITOR', in: 'there' },
  'BOOKKEEPER there': { role: 'BOOKKEEPER', in: 'there' },
  'LOCAL there': { role: 'LOCAL', in: 'there' },
  'ADMIN elsewhere': { role: 'ADMIN', in: 'elsewhere' },
  'BOOKKEEPER elsewhere': { role: 'BOOKKEEPER', in: 'elsewhere' },
};

const anonymous: Caller = {
  name: 'anonymous',
  everywhere: [],
  there: [],
  elsewhere: [],
  developer: 'nothing',
  token: async () => undefined,
};

function holder([name, { role, in: where }]: (typeof entries)[number]): Caller {
  const held = role === undefined ? [] : roles[role]!;
  const at = (place: 'there' | 'elsewhere' | undefined) => (where === place ? held : []);
  return {
    name,
    everywhere: at(undefined),
    there: at('there'),
    elsewhere: at('elsewhere'),
    developer: name,
    token: async (world) => world.clients[name]!.token,
  };
}
const entries = Object.entries(holders);

/** A token of the ADMIN, cut down to some permissions. */
export function limited(...permissions: readonly string[]): Caller {
  return {
    name: `a token with ${permissions.join(' and ')} alone`,
    everywhere: permissions,
    there: [],
    elsewhere: [],
    developer: 'ADMIN',
    token: (world) => world.limitedToken(permissions.join(' ')),
  };
}

export const callers: readonly Caller[] = [anonymous, ...entries.map(holder), ...allPermissions.map((permission) => limited(permission))];
