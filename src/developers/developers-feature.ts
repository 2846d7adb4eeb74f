import {
  callerOf,
  type AccessChanges,
  type ClientDirectory,
  type Permission,
  type QuotaAmount,
  type RequestContext,
  type SubjectDirectory,
} from '../auth';
import type { Database, WriteTransaction } from '../database';
import type { Clock } from '../shared/clock';
import type { NodeSource } from '../shared/node-source';
import { AccessRepository } from './access.repository';
import { ClientRepository } from './client.repository';
import { Clients } from './clients';
import { CredentialResolver } from './credential.resolver';
import { DeveloperResolver } from './developer.resolver';
import { Developers } from './developers';
import { LastUses } from './last-uses';
import type { CompanyDirectory } from './ports';
import { QuotaRepository } from './quota.repository';
import { RoleRepository } from './role.repository';
import { RoleResolver } from './role.resolver';
import { SubjectRepository } from './subject.repository';
import { Subjects } from './subjects';
import { ViewerResolver } from './viewer.resolver';

export interface DevelopersFeature {
  readonly developers: Developers;
  /** Who the clients are, for authentication. */
  readonly clients: ClientDirectory;
  /** Which subjects of outside issuers are developers here. */
  readonly subjects: SubjectDirectory;
  /** For other features that give access as part of a change of theirs. */
  readonly access: {
    /** Answers with the permissions of the role. */
    grantInTransaction(
      transaction: WriteTransaction,
      grant: { developerKey: number; companyKey: number; role: string },
    ): Promise<readonly Permission[]>;
    /** Called after the commit, so that the grant counts at once. */
    changed(): void;
  };
  readonly resolvers: readonly object[];
  readonly nodeSources: readonly NodeSource<RequestContext>[];
  /** Writes what waits; before the database is closed. */
  close(): Promise<void>;
}

export const developerResolvers = [DeveloperResolver, CredentialResolver, RoleResolver, ViewerResolver] as const;

export function createDevelopers(dependencies: {
  readonly database: Database;
  readonly companies: CompanyDirectory;
  readonly access: AccessChanges;
  /** Issuers that the settings name, to whose subjects developers can be linked. */
  readonly outsideIssuers: readonly string[];
  readonly clock: Clock;
  /** The quota of each developer for whom no other one holds; null: none. */
  readonly quotaForAll: QuotaAmount | null;
}): DevelopersFeature {
  const { database, companies, access, outsideIssuers, clock, quotaForAll } = dependencies;
  const { reader, writer } = database;
  const uses = new LastUses(writer);
  const held = new AccessRepository(reader);
  const quotas = new QuotaRepository(reader, quotaForAll);
  const clients = new Clients(new ClientRepository(reader, held, quotas), uses, clock);
  const subjects = new Subjects(new SubjectRepository(reader, held, new RoleRepository(reader), quotas), clock);
  access.onChange(() => clients.forget());
  access.onChange(() => subjects.forget());
  const accessChanged = () => access.changed();
  const developers = new Developers({ reader, quotas, writer, companies, outsideIssuers, clock, accessChanged });
  return {
    developers,
    clients,
    subjects,
    access: { grantInTransaction: (transaction, grant) => developers.grantInTransaction(transaction, grant), changed: accessChanged },
    resolvers: [
      new DeveloperResolver(developers),
      new CredentialResolver(developers),
      new RoleResolver(developers),
      new ViewerResolver(developers),
    ],
    nodeSources: [
      { load: (context, ids) => developers.visible(callerOf(context), ids) },
      { load: (context, ids) => developers.visibleCredentials(callerOf(context), ids) },
    ],
    close: () => uses.flush(),
  };
}
