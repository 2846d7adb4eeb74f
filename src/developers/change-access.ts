import { bumpAccessVersion, isRevoked, principalOf, type Principal } from '../auth';
import type { Change, JournalWriter, WriteTransaction } from '../database';
import type { Clock } from '../shared/clock';
import { AppError } from '../shared/errors';
import { errorOf } from '../shared/violations';
import type { AccessRepository } from './access.repository';
import type { SubjectRepository } from './subject.repository';

export interface ChangeAccessParts {
  readonly writer: JournalWriter;
  readonly access: AccessRepository;
  readonly subjects: SubjectRepository;
  /** Issuers that the settings name. */
  readonly outsideIssuers: readonly string[];
  readonly clock: Clock;
  /** Called after each commit that changes what somebody may do. */
  readonly accessChanged: () => void;
}

/** What a change of access is decided on: all of it as the transaction sees it. */
export interface AccessChange {
  readonly transaction: WriteTransaction;
  readonly caller: Principal;
  readonly now: number;
}

/**
 * Runs a change of what somebody may do, and lets every process know. Such changes come one after the other, also from several
 * processes, since each begins by raising the version: what one decides on is not changed by another before it commits.
 *
 * The last ADMIN stays: where one could get in before and none could afterwards, the change is refused, and the input at the path is
 * blamed (docs/decisions/0014).
 * @throws AppError UNAUTHENTICATED where the caller is not let in any more, BAD_USER_INPUT with LAST_ADMIN
 */
export async function changeAccess<R>(
  parts: ChangeAccessParts,
  caller: Principal,
  work: (change: AccessChange) => Promise<Change<R>>,
  path: readonly string[] = ['input'],
): Promise<R> {
  const { writer, access, outsideIssuers, clock, accessChanged } = parts;
  const now = clock.now();
  const result = await writer.change({ by: caller.doer, at: now }, async (transaction) => {
    await bumpAccessVersion(transaction);
    const present = await callerNow(parts, transaction, caller, now);
    if (!present) throw new AppError('UNAUTHENTICATED', 'The client of the token is not let in any more.');
    const hadAdmin = await access.hasAdmin(outsideIssuers, now, transaction);
    const done = await work({ transaction, caller: present, now });
    if (hadAdmin && !(await access.hasAdmin(outsideIssuers, now, transaction))) throw lastAdmin(path);
    return done;
  });
  accessChanged();
  return result;
}

function lastAdmin(path: readonly string[]): AppError {
  const message = 'No ADMIN could get in after this: first make another one, with credentials that no scope limits.';
  return errorOf([{ code: 'LAST_ADMIN', message, path }]);
}

/**
 * The caller with what it holds now: its request was let in before the transaction began, and in another process up to two seconds
 * after its rights were taken away. Undefined where it is not let in any more.
 */
async function callerNow(
  { access, subjects }: ChangeAccessParts,
  transaction: WriteTransaction,
  { identity }: Principal,
  now: number,
): Promise<Principal | undefined> {
  const { developer, credentialKey, tokenId, outside } = identity;
  if (outside) {
    const { standing } = await subjects.standing(outside.outside, now, transaction);
    return standing.active ? principalOf({ ...identity, developer: standing.developer }, standing.rights) : undefined;
  }
  if (!developer || credentialKey === null || !(await access.isLetIn(developer.key, credentialKey, transaction))) return undefined;
  if (tokenId !== undefined && (await isRevoked(tokenId, transaction))) return undefined;
  return principalOf(identity, (await access.rightsOf(developer.key, now, transaction)).rights);
}
