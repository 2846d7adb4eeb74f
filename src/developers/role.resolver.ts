import { Authorized, Query, Resolver } from 'type-graphql';
import type { Developers } from './developers';
import type { RoleRow } from './role.repository';
import { Role } from './role.types';

@Resolver()
export class RoleResolver {
  constructor(private readonly developers: Developers) {}

  @Authorized('developers:read', 'self:read')
  @Query(() => [Role], { description: 'All roles, those that came with the server first.' })
  roles(): Promise<RoleRow[]> {
    return this.developers.allRoles();
  }
}
