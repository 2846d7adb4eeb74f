import type { Doer } from '../database';
import { AppError, notFound, type Denial } from '../shared/errors';
import { addressPrefix } from './token-attempts/address-prefix';
import type { Permission } from './permissions';
import type { Quota } from './quota';
import { heldAnywhere, limitRights, withPermissions, type Rights } from './rights';
import type { OutsideToken } from './verified-token';

export interface PrincipalIdentity {
  /** Internal key and public id of the developer account; null for a caller from an outside issuer without one. */
  readonly developer: { readonly key: number; readonly id: string } | null;
  readonly subject: string;
  /** Internal key of the credential that the token was issued to. */
  readonly credentialKey: number | null;
  /** Internal key of the secret by which the token was obtained. */
  readonly secretKey?: number | undefined;
  readonly tokenExpiresAt: number;
  /** Permissions that the token or its credential is limited to; null or left out: all that the developer has. */
  readonly limit?: ReadonlySet<Permission> | null;
  /** How much it may use; null or left out: as much as it likes. */
  readonly quota?: Quota | null;
  /** The id of a token of ours, by which it is revoked. */
  readonly tokenId?: string;
  /** The token, where an outside issuer gave it. */
  readonly outside?: OutsideToken;
}

/**
 * The caller who holds these rights, by its token. A token of ours cuts down what its developer holds. One of an outside issuer adds to
 * it what its issuer permits.
 */
export function principalOf(identity: PrincipalIdentity, held: Rights): Principal {
  const { limit = null, outside } = identity;
  return new Principal(identity, outside ? withPermissions(held, outside.permissions) : limitRights(held, limit));
}

/** The request that a caller makes. */
export interface CallersRequest {
  readonly id: string;
  /** Address that it comes from; null where it comes from none. */
  readonly address: string | null;
}

/** An object that is there and was not shown. */
export interface HiddenObject {
  readonly type: string;
  readonly objectId: string;
  readonly companyKey: number | null;
}

/** What a row tells of itself. */
interface HiddenRow {
  readonly __typename: string;
  readonly id: string;
  readonly key?: number;
  readonly companyKey?: number | null;
}

/** As many objects as a request can ask for by id at once. */
const MOST_HIDDEN = 100;

const noRequest: CallersRequest = { id: 'internal', address: null };

/** The caller of a request: who it is and what its token lets it do. Every decision is a look-up in memory. */
export class Principal {
  private readonly notShown: HiddenObject[] = [];

  constructor(
    readonly identity: PrincipalIdentity,
    private rights: Rights,
    private readonly request: CallersRequest = noRequest,
  ) {}

  /** What it asked for by id in this request, and was not shown. */
  get hidden(): readonly HiddenObject[] {
    return this.notShown;
  }

  /** Those of the objects that it sees; the others are noted for the audit trail. */
  shown<T extends HiddenRow>(objects: readonly T[], isSeen: (object: T) => boolean): T[] {
    const seen = objects.filter(isSeen);
    if (seen.length === objects.length) return seen;
    for (const object of objects) {
      if (isSeen(object) || this.notShown.length >= MOST_HIDDEN) continue;
      const { __typename: type, id, key, companyKey } = object;
      this.notShown.push({ type, objectId: id, companyKey: (type === 'Company' ? key : companyKey) ?? null });
    }
    return seen;
  }

  /** The caller as the audit trail names it. */
  get doer(): Doer {
    const { developer, credentialKey, subject } = this.identity;
    const { id, address } = this.request;
    const prefix = address === null ? null : addressPrefix(address);
    return { developerKey: developer?.key ?? null, credentialKey, subject, requestId: id, address: prefix };
  }

  get roles(): readonly string[] {
    return this.rights.roles;
  }

  /** Everything held anywhere, sorted. */
  get permissions(): readonly Permission[] {
    return [...heldAnywhere(this.rights)].sort();
  }

  /** Held everywhere, or in the company where one is given. */
  holds(permission: Permission, companyKey?: number): boolean {
    if (this.rights.everywhere.has(permission)) return true;
    return companyKey !== undefined && (this.rights.inCompany.get(companyKey)?.has(permission) ?? false);
  }

  /** Whether a developer account, by its internal key, is the caller's own. */
  isDeveloper(key: number): boolean {
    return this.identity.developer?.key === key;
  }

  holdsSomewhere(permission: Permission): boolean {
    if (this.rights.everywhere.has(permission)) return true;
    for (const held of this.rights.inCompany.values()) if (held.has(permission)) return true;
    return false;
  }

  /** The companies in which the permission is held; undefined means all. */
  companiesWith(permission: Permission): readonly number[] | undefined {
    if (this.rights.everywhere.has(permission)) return undefined;
    return [...this.rights.inCompany].filter(([, held]) => held.has(permission)).map(([key]) => key);
  }

  /** The same caller in a request. What it is admitted to there, it is admitted to there alone. */
  inRequest(request: CallersRequest): Principal {
    return new Principal(this.identity, this.rights, request);
  }

  /** Lets what was given in a company while this request runs count in it at once, cut down to what the token may carry. */
  admitTo(companyKey: number, granted: readonly Permission[]): void {
    const { limit } = this.identity;
    const held = new Set(granted.filter((permission) => limit?.has(permission) ?? true));
    this.rights = { ...this.rights, inCompany: new Map(this.rights.inCompany).set(companyKey, held) };
  }

  /**
   * Lets only a holder of the permission in the company go on.
   * @throws AppError NOT_FOUND where the caller cannot see the company, FORBIDDEN where it can but lacks the permission.
   */
  require(permission: Permission, companyKey: number, what = 'company'): void {
    if (this.holds(permission, companyKey)) return;
    const about = { companyKey };
    throw this.holds('companies:read', companyKey) ? forbidden([permission], about) : notFound(what, about);
  }
}

export function forbidden(permissions: readonly string[], about: Omit<Denial, 'permissions'> = {}): AppError {
  const message = `This needs the permission ${permissions.join(' or ')}.`;
  return new AppError('FORBIDDEN', message, { denial: { permissions, ...about } });
}
