import { hashSecret, heldAnywhere, isPermission, permissions, readPublicKeys, type Permission, type Principal } from '../auth';
import type { WriteTransaction } from '../database';
import { instantOf } from '../shared/dates';
import { AppError, type Violation } from '../shared/errors';
import { newId, parseId } from '../shared/ids';
import { Violations } from '../shared/violations';
import { changeAccess, type ChangeAccessParts } from './change-access';
import type { CredentialToChangeParts } from './credential-to-change';
import { CredentialEntity, CredentialSecretEntity } from './credential.entity';
import type { CredentialRow } from './credential.repository';
import type { CreateCredentialInput } from './credential.types';
import { developerToChange } from './developer-to-change';
import { newClientId, newClientSecret } from './random-text';

export interface CreatedCredential {
  readonly credential: CredentialRow;
  readonly clientSecret: string;
}

/** They are listed whole with their developer, so their number has a bound. */
const MAX_CREDENTIALS = 1_000;

/**
 * For the caller itself, or for a developer who holds no more than it does: whoever has credentials of an account acts as it, also on
 * the account itself.
 * @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule
 */
export async function createCredential(
  parts: ChangeAccessParts & CredentialToChangeParts,
  caller: Principal,
  input: CreateCredentialInput,
): Promise<CreatedCredential> {
  const { access, credentials } = parts;
  const developerId = developerIdOf(caller, input);
  const [clientId, clientSecret] = [newClientId(), newClientSecret()];
  const keys = await publicKeysOf(input);
  return changeAccess(parts, caller, async (change) => {
    const { transaction, now } = change;
    const developer = await developerToChange(parts, change, developerId);
    const { rights } = await access.rightsOf(developer.key, now, transaction);
    const limit = limitFor(change.caller, developer.key);
    const count = await credentials.countOf(developer.key, transaction);
    checkInput(input, { held: heldAnywhere(rights), limit, count, now, violations: keys.violations });
    const scope = input.scope ? [...new Set(input.scope)] : limit && [...limit].sort();
    const made = { developerKey: developer.key, clientId, label: input.label ?? null, scope, publicKeys: keys.publicKeys, now };
    const credential = await insertCredential(transaction, made);
    await insertSecret(transaction, { credentialKey: credential.key, secret: clientSecret, expiresAt: input.expiresAt ?? null, now });
    const detail = detailOf(developerId, input, credential);
    return { result: { credential, clientSecret }, event: { action: 'createCredential', objectId: credential.id, detail } };
  });
}

/** Of its keys no more than their number: which they are stands with the credential. */
function detailOf(developerId: string, { expiresAt }: CreateCredentialInput, { label, scope, publicKeys }: CredentialRow): object {
  const { keys = [] } = (publicKeys ?? {}) as { keys?: readonly unknown[] };
  return { developerId, after: { label, scope, expiresAt: instantOf(expiresAt ?? null), publicKeys: keys.length } };
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
  if (caller.isDeveloper(developerKey)) return caller.identity.limit ?? null;
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
