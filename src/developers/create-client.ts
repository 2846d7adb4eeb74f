import { bumpAccessVersion, hashSecret } from '../auth';
import type { Change, Doer, JournalWriter, WriteTransaction } from '../database';
import type { Clock } from '../shared/clock';
import { insertCredential, insertSecret } from './create-credential';
import { insertDeveloper } from './create-developer';
import { CredentialSecretEntity } from './credential.entity';
import type { CredentialRepository, CredentialRow } from './credential.repository';
import type { DeveloperRow } from './developer.repository';
import { newClientId, newClientSecret } from './random-text';
import type { RoleRepository, RoleRow } from './role.repository';

export interface CreateClientParts {
  readonly writer: JournalWriter;
  readonly roles: RoleRepository;
  readonly credentials: CredentialRepository;
  readonly clock: Clock;
}

export interface NewClient {
  readonly name: string;
  readonly email?: string | null;
  /** Roles held everywhere. */
  readonly roles: readonly string[];
  readonly label?: string | null;
}

export interface CreatedClient {
  readonly developer: DeveloperRow;
  readonly clientId: string;
  /** Known to nobody but whoever is given this. */
  readonly clientSecret: string;
}

/** Whoever runs the server, on its command line or by its settings. */
const operator: Doer = { developerKey: null, credentialKey: null, subject: 'operator', requestId: 'operator', address: null };

function eventOf({ id, name, email }: DeveloperRow, clientId: string, roles: readonly string[]): Change<unknown>['event'] {
  return { action: 'createClient', objectId: id, detail: { after: { name, email, roles, clientId } } };
}

/** A developer with a credential, made by whoever runs the server, who needs no permission. @throws Error for an unknown role */
export function createClient({ writer, roles, clock }: CreateClientParts, client: NewClient): Promise<CreatedClient> {
  const [clientId, clientSecret, now] = [newClientId(), newClientSecret(), clock.now()];
  return writer.change({ by: operator, at: now }, async (transaction) => {
    const held = await existing(roles, client.roles, transaction);
    const developer = await insertClient(transaction, { ...client, held, clientId, clientSecret, now });
    return { result: { developer, clientId, clientSecret }, event: eventOf(developer, clientId, client.roles) };
  });
}

/** What `ensureBootstrapAdmin` found or did. `revoked`, `rotated`: the credential was revoked, or its secret ended here, and stays so. */
export type BootstrapOutcome = 'created' | 'present' | 'secret replaced' | 'revoked' | 'rotated';

/**
 * Makes the ADMIN whose credentials stand in the settings, unless it is there. A secret that has changed there takes the place of the
 * old one; a credential that was revoked here stays revoked, and a secret that was ended here stays ended.
 */
export function ensureBootstrapAdmin(parts: CreateClientParts, clientId: string, clientSecret: string): Promise<BootstrapOutcome> {
  const { writer, roles, credentials, clock } = parts;
  const now = clock.now();
  return writer.change<BootstrapOutcome>({ by: operator, at: now }, async (transaction) => {
    const credential = await credentials.byClientId(clientId, transaction);
    if (credential) return renewSecret(transaction, credential, clientSecret, now);
    const client = { name: 'Bootstrap administrator', held: await existing(roles, ['ADMIN'], transaction), label: 'From the settings' };
    const developer = await insertClient(transaction, { ...client, clientId, clientSecret, now });
    return { result: 'created', event: eventOf(developer, clientId, ['ADMIN']) };
  });
}

interface ClientToInsert extends Omit<NewClient, 'roles'> {
  readonly held: readonly RoleRow[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: number;
}

async function insertClient(transaction: WriteTransaction, client: ClientToInsert): Promise<DeveloperRow> {
  const { name, email = null, held, clientId, clientSecret, label = null, now } = client;
  const developer = await insertDeveloper(transaction, { name, email, roles: held, now });
  const credential = await insertCredential(transaction, {
    developerKey: developer.key,
    clientId,
    label,
    scope: null,
    publicKeys: null,
    now,
  });
  await insertSecret(transaction, { credentialKey: credential.key, secret: clientSecret, expiresAt: null, now });
  return developer;
}

async function renewSecret(
  transaction: WriteTransaction,
  credential: CredentialRow,
  secret: string,
  now: number,
): Promise<Change<BootstrapOutcome>> {
  if (credential.revokedAt !== null) return { result: 'revoked', event: null };
  const { manager } = transaction;
  const secrets = await manager.findBy(CredentialSecretEntity, { credentialKey: credential.key });
  const good = secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const hash = hashSecret(secret);
  const known = secrets.find((secret) => secret.hash === hash);
  if (known) return { result: good.includes(known) ? 'present' : 'rotated', event: null };
  for (const { key } of good) await manager.update(CredentialSecretEntity, { key }, { expiresAt: now });
  await insertSecret(transaction, { credentialKey: credential.key, secret, expiresAt: null, now });
  await bumpAccessVersion(transaction);
  return { result: 'secret replaced', event: { action: 'rotateCredential', objectId: credential.id } };
}

async function existing(roles: RoleRepository, names: readonly string[], transaction: WriteTransaction): Promise<readonly RoleRow[]> {
  const found = await roles.byNames(names, transaction);
  const missing = names.filter((name) => !found.some((role) => role.name === name));
  if (missing.length > 0) throw new Error(`There is no role ${missing.join(', ')}.`);
  return found;
}
