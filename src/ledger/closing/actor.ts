import type { Principal } from '../../auth';
import type { Actor } from '../journal/commands';

/** Who is kept as having done something. */
export function actorOf({ identity: { developer, subject } }: Principal): Actor {
  return { developerKey: developer?.key ?? null, subject };
}
