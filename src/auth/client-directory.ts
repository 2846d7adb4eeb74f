import type { JWK } from 'jose';
import type { StoredSecret } from './client-secret';
import type { Permission } from './permissions';
import type { Quota } from './quota';
import type { Rights } from './rights';
import type { OutsideCaller } from './verified-token';

/** What the token endpoint needs to know of a client, read afresh for each request. */
export interface Client {
  readonly secrets: readonly StoredSecret[];
  /** Keys that it signs assertions with; empty where it has secrets alone. */
  readonly publicKeys: readonly JWK[];
  /** Why it is let in by nothing: its credential is revoked, its developer suspended, or it stands in for a client that does not exist. */
  readonly barred: 'REVOKED' | 'SUSPENDED' | 'UNKNOWN_CLIENT' | null;
}

/** How a client stands right now. It is the same object for as long as nothing changes. */
export interface Standing {
  readonly developer: { readonly key: number; readonly id: string };
  readonly credentialKey: number;
  /** Internal keys of its newest secrets, by their ids. */
  readonly secrets: ReadonlyMap<string, number>;
  /** False once the credential is revoked or its developer suspended. */
  readonly active: boolean;
  /** When the last secret of the credential expires; null where one never does, or where it has keys. */
  readonly usableUntil: number | null;
  /** Permissions that the credential is limited to; null: all that the developer has. */
  readonly scope: ReadonlySet<Permission> | null;
  readonly rights: Rights;
  /** How much it may use; null: as much as it likes. */
  readonly quota: Quota | null;
}

/** How a caller stands: as a client of ours, or as a subject of an outside issuer, which has no credential here and may have no account. */
export type CallerStanding = Omit<Standing, 'developer' | 'credentialKey'> & {
  readonly developer: Standing['developer'] | null;
  readonly credentialKey: number | null;
};

/** Who the clients are. Authentication knows no developers: they are known to whoever implements this. */
export interface ClientDirectory {
  /** Costs the same for a client that exists and for one that does not, for which it may give an inactive stand-in. */
  find(clientId: string): Promise<Client | undefined>;
  /** From memory, where it is known there; changes count within the bound that the design gives. */
  standing(clientId: string): Standing | undefined | Promise<Standing | undefined>;
  /** A secret has just proved who a client is. Written later, if at all. */
  secretUsed(secretKey: number, at: number): void;
  /** The keys of a credential have. */
  keysUsed(credentialKey: number, at: number): void;
  /** A developer has just been let in with a token. Written later, if at all. */
  developerSeen(developerKey: number, at: number): void;
}

/** Which subjects of outside issuers are linked to developers here, and what the roles are worth that their issuers give them. */
export interface SubjectDirectory {
  /** As with clients: from memory, and the same object for as long as nothing changes. */
  standing(caller: OutsideCaller): CallerStanding | undefined | Promise<CallerStanding | undefined>;
}
