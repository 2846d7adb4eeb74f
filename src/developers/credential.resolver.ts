import { Arg, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import { DateTimeScalar } from '../shared/scalars';
import type { CredentialRow } from './credential.repository';
import {
  CreateCredentialInput,
  CreateCredentialPayload,
  Credential,
  CredentialSecret,
  RevokeCredentialInput,
  RevokeCredentialPayload,
  RotateCredentialInput,
  RotateCredentialPayload,
} from './credential.types';
import type { Developers } from './developers';

@Resolver(() => Credential)
export class CredentialResolver {
  constructor(private readonly developers: Developers) {}

  @Authorized('self:write', 'developers:write')
  @Mutation(() => CreateCredentialPayload, { description: 'Makes client credentials, whose secret is shown this once.' })
  createCredential(
    @Ctx() context: RequestContext,
    @Arg('input', () => CreateCredentialInput, { description: 'The credentials to make.' }) input: CreateCredentialInput,
  ): Promise<CreateCredentialPayload> {
    return this.developers.createCredential(callerOf(context), input);
  }

  @Authorized('self:write', 'developers:write')
  @Mutation(() => RotateCredentialPayload, {
    description: 'Gives credentials a new secret, beside which the present one works for a while.',
  })
  rotateCredential(
    @Ctx() context: RequestContext,
    @Arg('input', () => RotateCredentialInput, { description: 'The credentials.' }) input: RotateCredentialInput,
  ): Promise<RotateCredentialPayload> {
    return this.developers.rotateCredential(callerOf(context), input);
  }

  @Authorized('self:write', 'developers:write')
  @Mutation(() => RevokeCredentialPayload, { description: 'Ends credentials for good, with every token that was got with them.' })
  async revokeCredential(
    @Ctx() context: RequestContext,
    @Arg('input', () => RevokeCredentialInput, { description: 'The credentials.' }) input: RevokeCredentialInput,
  ): Promise<RevokeCredentialPayload> {
    return { credential: await this.developers.revokeCredential(callerOf(context), input) };
  }

  @FieldResolver(() => [CredentialSecret], { description: 'Its last ten secrets, in the order in which they were made.' })
  secrets(@Root() credential: CredentialRow, @Ctx() context: RequestContext): Promise<CredentialSecret[]> {
    return context.loaders.of(this.developers.secretsOf).load(credential.key);
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'When it was last used, to the minute; null: never.' })
  async lastUsedAt(@Root() credential: CredentialRow, @Ctx() context: RequestContext): Promise<number | null> {
    const secrets = await context.loaders.of(this.developers.secretsOf).load(credential.key);
    const uses = [credential.keysUsedAt, ...secrets.map(({ lastUsedAt }) => lastUsedAt)].filter((use) => use !== null);
    return uses.length === 0 ? null : Math.max(...uses);
  }
}
