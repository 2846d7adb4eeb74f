import { forbidden, type Principal } from '../auth';
import { notFound } from '../shared/errors';

/** Everyone's accounts are for holders of developers:read (held everywhere, since accounts belong to no company), the own one for self:read. */
export function canSeeDeveloper(caller: Principal, developerKey: number): boolean {
  return caller.holds('developers:read') || (caller.isDeveloper(developerKey) && caller.holdsSomewhere('self:read'));
}

/**
 * Lets only those go on who may change a developer's account and credentials.
 * @throws AppError NOT_FOUND where the caller cannot see it, FORBIDDEN where it can
 */
export function requireAccountOf(caller: Principal, developerKey: number, what = 'developer'): void {
  if (caller.holds('developers:write')) return;
  const own = caller.isDeveloper(developerKey);
  if (own && caller.holdsSomewhere('self:write')) return;
  if (own) throw forbidden(['self:write', 'developers:write']);
  throw canSeeDeveloper(caller, developerKey) ? forbidden(['developers:write']) : notFound(what);
}
