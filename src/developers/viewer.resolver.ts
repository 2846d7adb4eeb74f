import { Authorized, Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import type { DeveloperRow } from './developer.repository';
import { Developer } from './developer.types';
import type { Developers } from './developers';
import { Quota } from './quota.types';
import { Viewer } from './viewer.types';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly developers: Developers) {}

  @Authorized()
  @Query(() => Viewer, { description: 'The caller: its developer account, roles and permissions.' })
  viewer(@Ctx() context: RequestContext): Viewer {
    const { roles, permissions, identity } = callerOf(context);
    return { roles, permissions, tokenExpiresAt: identity.tokenExpiresAt };
  }

  @FieldResolver(() => Developer, {
    nullable: true,
    description: 'Null where the caller comes from an outside issuer and has no developer account here.',
  })
  developer(@Ctx() context: RequestContext): Promise<DeveloperRow | null> {
    return this.developers.self(callerOf(context));
  }

  @FieldResolver(() => Quota, { nullable: true, description: 'The quota that holds for the caller; null where nothing limits it.' })
  quota(@Ctx() context: RequestContext): Quota | null {
    return callerOf(context).identity.quota ?? null;
  }
}
