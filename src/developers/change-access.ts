import { bumpAccessVersion, type Principal } from '../auth';
import type { JournalWriter, WriteTransaction } from '../database';
import type { Clock } from '../shared/clock';
import { AppError } from '../shared/errors';
import type { AccessRepository } from './access.repository';

export interface ChangeAccessParts {
  readonly writer: JournalWriter;
  readonly access: AccessRepository;
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
 */
export async function changeAccess<R>(
  { writer, access, clock, accessChanged }: ChangeAccessParts,
  caller: Principal,
  work: (change: AccessChange) => Promise<R>,
): Promise<R> {
  const now = clock.now();
  const result = await writer.run(async (transaction) => {
    await bumpAccessVersion(transaction);
    return work({ transaction, caller: await callerNow(access, transaction, caller, now), now });
  });
  accessChanged();
  return result;
}

/**
 * The caller with what it holds now: its request was let in before the transaction began, and in another process up to two seconds
 * after its rights were taken away. What an outside issuer's token carries stands in no table, and is taken as it is.
 * @throws AppError UNAUTHENTICATED where it is not let in any more
 */
export async function callerNow(
  access: AccessRepository,
  transaction: WriteTransaction,
  caller: Principal,
  now: number,
): Promise<Principal> {
  const { developer, credentialKey } = caller.identity;
  if (!developer) return caller;
  if (!(await access.isLetIn(developer.key, credentialKey, transaction))) {
    throw new AppError('UNAUTHENTICATED', 'The client of the token is not let in any more.');
  }
  return credentialKey === null ? caller : caller.withRights((await access.rightsOf(developer.key, now, transaction)).rights);
}
