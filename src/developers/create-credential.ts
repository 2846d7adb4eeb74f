import { hashSecret, heldAnywhere, isPermission, permissions, readPublicKeys, type Permission, type Principal } from '../auth';
import type { JournalWriter, WriteTransaction } from '../database';
import type { Clock } from '../shared/clock';
import { AppError, notFound, type Violation } from '../shared/errors';
import { newId, parseId } from '../shared/ids';
import { Violations } from '../shared/violations';
import type { AccessRepository } from './access.repository';
import { callerNow } from './change-access';
import { CredentialEntity, CredentialSecretEntity } from './credential.entity';
import type { CredentialRepository, CredentialRow } from './credential.repository';
import type { CreateCredentialInput } from './credential.types';
import type { DeveloperRepository } from './developer.repository';
import { newClientId, newClientSecret } from './random-text';
import { isSelf, requireAccountOf } from './visibility';

export interface CreateCredentialParts {
  readonly writer: JournalWriter;
  readonly developers: DeveloperRepository;
  readonly credentials: CredentialRepository;
  readonly access: AccessRepository;
  readonly clock: Clock;
}

export interface CreatedCredential {
  readonly credential: CredentialRow;
  readonly clientSecret: string;
}

/** They are listed whole with their developer, so their number has a bound. */
const MAX_CREDENTIALS = 1_000;

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export async function createCredential(
  parts: CreateCredentialParts,
  caller: Principal,
  input: CreateCredentialInput,
): Promise<CreatedCredential> {
  const { writer, developers, credentials, access, clock } = parts;
  const developerId = developerIdOf(caller, input);
  const [clientId, clientSecret, now] = [newClientId(), newClientSecret(), clock.now()];
  const keys = await publicKeysOf(input);
  return writer.run(async (transaction) => {
    const maker = await callerNow(access, transaction, caller, now);
    const [developer] = await developers.byIds([developerId], transaction);
    if (!developer) throw notFound('developer');
    requireAccountOf(maker, developer.key);
    const { rights } = await access.rightsOf(developer.key, now, transaction);
    const limit = limitFor(maker, developer.key);
    const count = await credentials.countOf(developer.key, transaction);
    checkInput(input, { held: heldAnywhere(rights), limit, count, now, violations: keys.violations });
    const scope = input.scope ? [...new Set(input.scope)] : limit && [...limit].sort();
    const made = { developerKey: developer.key, clientId, label: input.label ?? null, scope, publicKeys: keys.publicKeys, now };
    const credential = await insertCredential(transaction, made);
    await insertSecret(transaction, { credentialKey: credential.key, secret: clientSecret, expiresAt: input.expiresAt ?? null, now });
    return { credential, clientSecret };
  });
}

interface GivenKeys {
  readonly publicKeys: object | null;
  readonly violations: readonly Violation[];
}

async function publicKeysOf({ publicKeys }: CreateCredentialInput): Promise<GivenKeys> {
  if (!publicKeys) return { publicKeys: null, violations: [] };
  const violations = new Violations();
  const keys = await readPublicKeys(publicKeys, violations, ['input', 'publicKeys']);
  return { publicKeys: keys && { keys }, violations: violations.all };
}

function developerIdOf(caller: Principal, { developerId }: CreateCredentialInput): string {
  if (developerId !== undefined && developerId !== null) return parseId(developerId, ['input', 'developerId']);
  if (caller.identity.developer) return caller.identity.developer.id;
  const message = 'You have no developer account here: say whose credentials to make.';
  throw new AppError('BAD_USER_INPUT', message, { violations: [{ code: 'REQUIRED', message, path: ['input', 'developerId'] }] });
}

/**
 * What the new credential may be worth at most, so that nobody makes one that can do more than they can: for the caller itself what its
 * token is limited to, for others what it holds everywhere. Null: no limit.
 */
function limitFor(caller: Principal, developerKey: number): ReadonlySet<Permission> | null {
  if (isSelf(caller, developerKey)) return caller.identity.limit ?? null;
  const held = permissions.filter((permission) => caller.holds(permission));
  return held.length === permissions.length ? null : new Set(held);
}

interface Bounds {
  readonly held: ReadonlySet<Permission>;
  readonly limit: ReadonlySet<Permission> | null;
  readonly count: number;
  readonly now: number;
  /** What is broken already. */
  readonly violations: readonly Violation[];
}

function checkInput({ label, scope, expiresAt }: CreateCredentialInput, { held, limit, count, now, violations: known }: Bounds): void {
  const violations = new Violations();
  violations.text(['input', 'label'], label, 200, 'optional');
  if (scope && scope.length > permissions.length) {
    violations.add(['input', 'scope'], 'TOO_MANY', `There are only ${permissions.length} permissions.`);
  } else {
    scope?.forEach((text, index) => checkPermission(violations, text, ['input', 'scope', index], held, limit));
  }
  if (typeof expiresAt === 'number' && expiresAt <= now)
    violations.add(['input', 'expiresAt'], 'NOT_IN_FUTURE', 'This must lie in the future.');
  if (count >= MAX_CREDENTIALS)
    violations.add(['input', 'developerId'], 'TOO_MANY', `A developer has at most ${MAX_CREDENTIALS} credentials.`);
  for (const { path, code, message } of known) violations.add(path, code, message);
  violations.throwIfAny();
}

function checkPermission(
  violations: Violations,
  text: string,
  path: readonly (string | number)[],
  held: ReadonlySet<Permission>,
  limit: ReadonlySet<Permission> | null,
): void {
  if (!isPermission(text)) violations.add(path, 'UNKNOWN_PERMISSION', 'There is no permission of this name.');
  else if (limit && !limit.has(text)) violations.add(path, 'FORBIDDEN', `You do not hold ${text}.`);
  else if (!held.has(text)) violations.add(path, 'NOT_HELD', `The developer does not hold ${text}.`);
}

export interface NewCredential {
  readonly developerKey: number;
  readonly clientId: string;
  readonly label: string | null;
  readonly scope: readonly string[] | null;
  /** A JWKS. */
  readonly publicKeys: object | null;
  readonly now: number;
}

export async function insertCredential(transaction: WriteTransaction, { now, ...given }: NewCredential): Promise<CredentialRow> {
  const columns = { id: newId(), ...given, createdAt: now, revokedAt: null, keysUsedAt: null };
  const { identifiers } = await transaction.manager.insert(CredentialEntity, { ...columns });
  return { __typename: 'Credential', key: (identifiers[0] as { key: number }).key, ...columns };
}

export interface NewSecret {
  readonly credentialKey: number;
  readonly secret: string;
  readonly expiresAt: number | null;
  readonly now: number;
}

export async function insertSecret(transaction: WriteTransaction, { credentialKey, secret, expiresAt, now }: NewSecret): Promise<void> {
  await transaction.manager.insert(CredentialSecretEntity, {
    id: newId(),
    credentialKey,
    hash: hashSecret(secret),
    lastFour: secret.slice(-4),
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
  });
}
