import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import { parseId } from '../shared/ids';
import type { Connection } from '../shared/pagination';
import { AccessGrant } from './access-grant.types';
import type { CredentialRow } from './credential.repository';
import { Credential } from './credential.types';
import {
  CreateDeveloperInput,
  CreateDeveloperPayload,
  GrantAccessInput,
  GrantAccessPayload,
  ReinstateDeveloperInput,
  ReinstateDeveloperPayload,
  RevokeAccessInput,
  RevokeAccessPayload,
  SuspendDeveloperInput,
  SuspendDeveloperPayload,
  UpdateDeveloperInput,
  UpdateDeveloperPayload,
} from './developer-input.types';
import type { DeveloperRow } from './developer.repository';
import { Developer, DeveloperConnection, DevelopersArgs } from './developer.types';
import type { Developers } from './developers';
import { Quota } from './quota.types';
import { OutsideSubject } from './subject.types';

@Resolver(() => Developer)
export class DeveloperResolver {
  constructor(private readonly developers: Developers) {}

  @Authorized('developers:read', 'self:read')
  @Query(() => Developer, { nullable: true, description: 'A developer account, or null where the caller cannot see one.' })
  async developer(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the developer.' }) id: string,
  ): Promise<DeveloperRow | null> {
    const [developer] = await this.developers.visible(callerOf(context), [parseId(id, ['id'])]);
    return developer!;
  }

  @Authorized('developers:read')
  @Query(() => DeveloperConnection, { name: 'developers', description: 'All developer accounts, in the order in which they were made.' })
  listDevelopers(@Ctx() context: RequestContext, @Args(() => DevelopersArgs) args: DevelopersArgs): Promise<Connection<DeveloperRow>> {
    return this.developers.list(callerOf(context), args.filter ?? {}, args);
  }

  @Authorized('developers:write')
  @Mutation(() => CreateDeveloperPayload, { description: 'Makes a developer account, without credentials: see createCredential.' })
  async createDeveloper(
    @Ctx() context: RequestContext,
    @Arg('input', () => CreateDeveloperInput, { description: 'The account to make.' }) input: CreateDeveloperInput,
  ): Promise<CreateDeveloperPayload> {
    return { developer: await this.developers.createDeveloper(callerOf(context), input) };
  }

  @Authorized('self:write', 'developers:write')
  @Mutation(() => UpdateDeveloperPayload, { description: 'Changes a developer account: name and address of the own one, too.' })
  async updateDeveloper(
    @Ctx() context: RequestContext,
    @Arg('input', () => UpdateDeveloperInput, { description: 'What to change.' }) input: UpdateDeveloperInput,
  ): Promise<UpdateDeveloperPayload> {
    return { developer: await this.developers.updateDeveloper(callerOf(context), input) };
  }

  @Authorized('developers:write')
  @Mutation(() => SuspendDeveloperPayload, { description: 'Keeps a developer out: its credentials and tokens are refused from now on.' })
  async suspendDeveloper(
    @Ctx() context: RequestContext,
    @Arg('input', () => SuspendDeveloperInput, { description: 'Whom to keep out.' }) input: SuspendDeveloperInput,
  ): Promise<SuspendDeveloperPayload> {
    return { developer: await this.developers.suspendDeveloper(callerOf(context), input) };
  }

  @Authorized('developers:write')
  @Mutation(() => ReinstateDeveloperPayload, { description: 'Lets a suspended developer in again, with what it held before.' })
  async reinstateDeveloper(
    @Ctx() context: RequestContext,
    @Arg('input', () => ReinstateDeveloperInput, { description: 'Whom to let in.' }) input: ReinstateDeveloperInput,
  ): Promise<ReinstateDeveloperPayload> {
    return { developer: await this.developers.reinstateDeveloper(callerOf(context), input) };
  }

  @Authorized('developers:write')
  @Mutation(() => GrantAccessPayload, { description: 'Gives a developer a role in one company.' })
  async grantAccess(
    @Ctx() context: RequestContext,
    @Arg('input', () => GrantAccessInput, { description: 'Who gets which role where.' }) input: GrantAccessInput,
  ): Promise<GrantAccessPayload> {
    return { developer: await this.developers.grantAccess(callerOf(context), input) };
  }

  @Authorized('developers:write')
  @Mutation(() => RevokeAccessPayload, { description: 'Takes a role in one company away from a developer, or all that it holds there.' })
  async revokeAccess(
    @Ctx() context: RequestContext,
    @Arg('input', () => RevokeAccessInput, { description: 'Who loses which role where.' }) input: RevokeAccessInput,
  ): Promise<RevokeAccessPayload> {
    return { developer: await this.developers.revokeAccess(callerOf(context), input) };
  }

  @FieldResolver(() => [String], { description: 'Roles held everywhere; company roles stand in access.' })
  roles(@Root() developer: DeveloperRow, @Ctx() context: RequestContext): Promise<string[]> {
    return context.loaders.of(this.developers.rolesOf).load(developer.key);
  }

  @FieldResolver(() => [AccessGrant], { description: 'Roles held in single companies, without those that have ended.' })
  access(@Root() developer: DeveloperRow, @Ctx() context: RequestContext): Promise<AccessGrant[]> {
    return context.loaders.of(this.developers.accessOf).load(developer.key);
  }

  @FieldResolver(() => [OutsideSubject], {
    description: 'Whom outside issuers know as this developer, in the order in which they were linked.',
  })
  subjects(@Root() developer: DeveloperRow, @Ctx() context: RequestContext): Promise<OutsideSubject[]> {
    return context.loaders.of(this.developers.subjectsOf).load(developer.key);
  }

  @FieldResolver(() => Quota, { nullable: true, description: 'The quota that holds for it; null where nothing limits it.' })
  quota(@Root() developer: DeveloperRow, @Ctx() context: RequestContext): Promise<Quota | null> {
    return context.loaders.of(this.developers.quotasOf).load(developer.key);
  }

  @Authorized('developers:read', 'self:read')
  @FieldResolver(() => [Credential], { description: 'Its client credentials, in the order in which they were made.' })
  credentials(@Root() developer: DeveloperRow, @Ctx() context: RequestContext): Promise<CredentialRow[]> {
    return context.loaders.of(this.developers.credentialsOf).load(developer.key);
  }
}
