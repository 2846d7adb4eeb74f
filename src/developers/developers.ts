import { bumpAccessVersion, forbidden, type Permission, type Principal, type Quota } from '../auth';
import type { Reader, WriteTransaction } from '../database';
import { notFound } from '../shared/errors';
import { grouped, inOrderOf, type LoaderDefinition } from '../shared/loaders';
import { Connection, parsePage, type PageArguments } from '../shared/pagination';
import { Violations } from '../shared/violations';
import type { AccessGrant } from './access-grant.types';
import type { AccessTargetParts } from './access-target';
import { AccessRepository } from './access.repository';
import { createClient, ensureBootstrapAdmin, type BootstrapOutcome, type CreatedClient, type NewClient } from './create-client';
import { createCredential, type CreatedCredential } from './create-credential';
import { createDeveloper } from './create-developer';
import { createRole } from './create-role';
import type { CredentialToChangeParts } from './credential-to-change';
import { CredentialRepository, type CredentialRow } from './credential.repository';
import type { CreateCredentialInput, CredentialSecret, RevokeCredentialInput, RotateCredentialInput } from './credential.types';
import type {
  CreateDeveloperInput,
  GrantAccessInput,
  ReinstateDeveloperInput,
  RevokeAccessInput,
  SuspendDeveloperInput,
  UpdateDeveloperInput,
} from './developer-input.types';
import { DeveloperRepository, positionOf, type DeveloperRow } from './developer.repository';
import type { DeveloperFilter } from './developer.types';
import { deleteRole } from './delete-role';
import { grantAccess } from './grant-access';
import { QuotaRepository } from './quota.repository';
import { revokeAccess } from './revoke-access';
import { revokeCredential } from './revoke-credential';
import type { CreateRoleInput, UpdateRoleInput } from './role-input.types';
import { RoleRepository, type RoleRow } from './role.repository';
import { rotateCredential } from './rotate-credential';
import { SubjectRepository } from './subject.repository';
import type { OutsideSubject } from './subject.types';
import { reinstateDeveloper, suspendDeveloper } from './suspend-developer';
import { updateDeveloper } from './update-developer';
import { updateRole } from './update-role';
import { canSeeDeveloper } from './visibility';

type DevelopersParts = Pick<AccessTargetParts, 'writer' | 'companies' | 'outsideIssuers' | 'clock' | 'accessChanged'> & {
  readonly reader: Reader;
  readonly quotas: QuotaRepository;
};

/** What others may ask of developers. The caller comes first, where there is one: nothing is told of what it cannot see. */
export class Developers {
  /** Developers by internal key, for the fields of other objects that lead to one. */
  readonly byKey: LoaderDefinition<number, DeveloperRow> = {
    batch: async (keys) => inOrderOf(keys, await this.repository.byKeys(keys), (developer) => developer.key, undefined) as DeveloperRow[],
  };
  readonly rolesOf: LoaderDefinition<number, string[]> = {
    batch: async (keys) => {
      const names = await this.roles.namesOf(keys);
      return keys.map((key) => names.get(key)!);
    },
  };
  readonly accessOf: LoaderDefinition<number, AccessGrant[]> = {
    batch: async (keys) => grouped(keys, await this.access.grantsOf(keys, this.parts.clock.now()), (grant) => grant.developerKey),
  };
  readonly subjectsOf: LoaderDefinition<number, OutsideSubject[]> = {
    batch: async (keys) => grouped(keys, await this.subjects.ofDevelopers(keys), (subject) => subject.developerKey),
  };
  readonly quotasOf: LoaderDefinition<number, Quota | null> = { batch: (keys) => this.quotas.ofDevelopers(keys) };
  readonly credentialsOf: LoaderDefinition<number, CredentialRow[]> = {
    batch: async (keys) => grouped(keys, await this.credentials.ofDevelopers(keys), (credential) => credential.developerKey),
  };
  readonly secretsOf: LoaderDefinition<number, CredentialSecret[]> = {
    batch: async (keys) => grouped(keys, await this.credentials.secretsOf(keys), (secret) => secret.credentialKey),
  };

  private readonly repository: DeveloperRepository;
  private readonly roles: RoleRepository;
  private readonly access: AccessRepository;
  private readonly credentials: CredentialRepository;
  private readonly subjects: SubjectRepository;
  private readonly quotas: QuotaRepository;
  private readonly parts: AccessTargetParts & CredentialToChangeParts;

  constructor({ reader, quotas, ...parts }: DevelopersParts) {
    this.repository = new DeveloperRepository(reader);
    this.roles = new RoleRepository(reader);
    this.access = new AccessRepository(reader);
    this.credentials = new CredentialRepository(reader);
    this.quotas = quotas;
    this.subjects = new SubjectRepository(reader, this.access, this.roles, quotas);
    const { repository: developers, roles, access, credentials, subjects } = this;
    this.parts = { ...parts, developers, roles, access, credentials, subjects };
  }

  developersExist(): Promise<boolean> {
    return this.repository.any();
  }

  canSee(caller: Principal, developerKey: number): boolean {
    return canSeeDeveloper(caller, developerKey);
  }

  /** In the order of the ids; null for one that does not exist or that the caller cannot see. */
  async visible(caller: Principal, ids: readonly string[]): Promise<(DeveloperRow | null)[]> {
    const found = await this.repository.byIds(ids);
    const seen = caller.shown(found, (developer) => canSeeDeveloper(caller, developer.key));
    return inOrderOf(ids, seen, (developer) => developer.id, null);
  }

  /** The same for credentials, which are seen by whoever sees their developer. */
  async visibleCredentials(caller: Principal, ids: readonly string[]): Promise<(CredentialRow | null)[]> {
    const found = await this.credentials.byIds(ids);
    const seen = caller.shown(found, (credential) => canSeeDeveloper(caller, credential.developerKey));
    return inOrderOf(ids, seen, (credential) => credential.id, null);
  }

  /** The developer that the caller is; null where it has no account here. Every caller may see who it is. */
  async self(caller: Principal): Promise<DeveloperRow | null> {
    const { developer } = caller.identity;
    return developer ? ((await this.repository.byKeys([developer.key]))[0] ?? null) : null;
  }

  /** Everyone, in the order in which the accounts were made. @throws AppError FORBIDDEN, BAD_USER_INPUT */
  async list(caller: Principal, filter: DeveloperFilter, args: PageArguments): Promise<Connection<DeveloperRow>> {
    // Accounts belong to no company, so the permission in a single one is not enough.
    if (!caller.holds('developers:read')) throw forbidden(['developers:read']);
    const violations = new Violations();
    for (const name of ['role', 'search'] as const) violations.text(['filter', name], filter[name], 200, 'optional');
    violations.throwIfAny();
    const page = parsePage(args, ['developers', filter]);
    const rows = await this.repository.page(filter, page);
    return new Connection(rows, page, positionOf, () => this.repository.count(filter));
  }

  allRoles(): Promise<RoleRow[]> {
    return this.roles.all();
  }

  createDeveloper(caller: Principal, input: CreateDeveloperInput): Promise<DeveloperRow> {
    return createDeveloper(this.parts, caller, input);
  }

  createCredential(caller: Principal, input: CreateCredentialInput): Promise<CreatedCredential> {
    return createCredential(this.parts, caller, input);
  }

  updateDeveloper(caller: Principal, input: UpdateDeveloperInput): Promise<DeveloperRow> {
    return updateDeveloper(this.parts, caller, input);
  }

  suspendDeveloper(caller: Principal, input: SuspendDeveloperInput): Promise<DeveloperRow> {
    return suspendDeveloper(this.parts, caller, input);
  }

  reinstateDeveloper(caller: Principal, input: ReinstateDeveloperInput): Promise<DeveloperRow> {
    return reinstateDeveloper(this.parts, caller, input);
  }

  rotateCredential(caller: Principal, input: RotateCredentialInput): Promise<CreatedCredential> {
    return rotateCredential(this.parts, caller, input);
  }

  revokeCredential(caller: Principal, input: RevokeCredentialInput): Promise<CredentialRow> {
    return revokeCredential(this.parts, caller, input);
  }

  grantAccess(caller: Principal, input: GrantAccessInput): Promise<DeveloperRow> {
    return grantAccess(this.parts, caller, input);
  }

  revokeAccess(caller: Principal, input: RevokeAccessInput): Promise<DeveloperRow> {
    return revokeAccess(this.parts, caller, input);
  }

  createRole(caller: Principal, input: CreateRoleInput): Promise<RoleRow> {
    return createRole(this.parts, caller, input);
  }

  updateRole(caller: Principal, input: UpdateRoleInput): Promise<RoleRow> {
    return updateRole(this.parts, caller, input);
  }

  deleteRole(caller: Principal, name: string): Promise<RoleRow> {
    return deleteRole(this.parts, caller, name);
  }

  /** Gives access as part of another change, and answers with what it permits; after the commit, that one calls accessChanged. @throws AppError NOT_FOUND */
  async grantInTransaction(
    transaction: WriteTransaction,
    { developerKey, companyKey, role }: { developerKey: number; companyKey: number; role: string },
  ): Promise<readonly Permission[]> {
    const [held] = await this.roles.byNames([role], transaction);
    if (!held) throw notFound('role');
    const grant = { developerKey, companyKey, roleKey: held.key, expiresAt: null, createdAt: this.parts.clock.now() };
    await this.access.grant(transaction, grant);
    await bumpAccessVersion(transaction);
    return held.permissions;
  }

  /** A developer with a credential, made by whoever runs the server. @throws Error for an unknown role */
  createClient(client: NewClient): Promise<CreatedClient> {
    return createClient(this.parts, client);
  }

  createAdmin(admin: Omit<NewClient, 'roles'>): Promise<CreatedClient> {
    return createClient(this.parts, { ...admin, roles: ['ADMIN'] });
  }

  async ensureBootstrapAdmin(clientId: string, clientSecret: string): Promise<BootstrapOutcome> {
    const outcome = await ensureBootstrapAdmin(this.parts, clientId, clientSecret);
    if (outcome === 'secret replaced') this.parts.accessChanged();
    return outcome;
  }
}
