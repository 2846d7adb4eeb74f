import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import { Developer, type Developers } from '../developers';
import { UsageBucket } from '../usage';

/** Says who the developers of a usage report are: usage counts them by their keys, and knows no more of them. */
@Resolver(() => UsageBucket)
export class UsageBucketResolver {
  constructor(private readonly developers: Developers) {}

  @FieldResolver(() => Developer, {
    nullable: true,
    description: 'Who called; null for nobody, where neither DEVELOPER nor CREDENTIAL is grouped by, and where the caller cannot see it.',
  })
  async developer(@Root() { developerKey }: UsageBucket, @Ctx() context: RequestContext): Promise<Developer | null> {
    if (developerKey === null || !this.developers.canSee(callerOf(context), developerKey)) return null;
    return context.loaders.of(this.developers.byKey).load(developerKey);
  }

  @FieldResolver(() => ID, { nullable: true, description: 'UUID of the credentials that the token was issued to.' })
  async credentialId(@Root() { developerKey, credentialKey }: UsageBucket, @Ctx() context: RequestContext): Promise<string | null> {
    if (developerKey === null || credentialKey === null) return null;
    const credentials = await context.loaders.of(this.developers.credentialsOf).load(developerKey);
    return credentials.find(({ key }) => key === credentialKey)?.id ?? null;
  }
}
