import { isPermission, type Permission } from './permissions';

/** In characters; all permissions together have a few hundred. */
const LONGEST = 4_096;
/** RFC 6749, section 3.3: tokens of visible ASCII without quote and backslash, separated by single spaces. */
const grammar = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** The permissions that a scope asks for, each once; undefined where it is none, or names something that is no permission. */
export function parseScope(scope: string): ReadonlySet<Permission> | undefined {
  if (scope.length > LONGEST || !grammar.test(scope)) return undefined;
  const asked = scope.split(' ');
  return asked.every(isPermission) ? new Set(asked) : undefined;
}

/** The permissions in the scope of a token. Unknown ones grant nothing: another version may have issued them. */
export function knownPermissions(scope: string): ReadonlySet<Permission> {
  return new Set(scope.split(' ').filter(isPermission));
}

export function formatScope(permissions: Iterable<Permission>): string {
  return [...permissions].sort().join(' ');
}
