import { Arg, Authorized, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import type { Developers } from './developers';
import {
  CreateRoleInput,
  CreateRolePayload,
  DeleteRoleInput,
  DeleteRolePayload,
  UpdateRoleInput,
  UpdateRolePayload,
} from './role-input.types';
import { quotaOfRole } from './quota.repository';
import { Quota } from './quota.types';
import type { RoleRow } from './role.repository';
import { Role } from './role.types';

@Resolver(() => Role)
export class RoleResolver {
  constructor(private readonly developers: Developers) {}

  @Authorized('developers:read', 'self:read')
  @Query(() => [Role], { description: 'All roles, those that came with the server first.' })
  roles(): Promise<RoleRow[]> {
    return this.developers.allRoles();
  }

  @Authorized('roles:write')
  @Mutation(() => CreateRolePayload, { description: 'Makes a role, which can then be given to developers.' })
  async createRole(
    @Ctx() context: RequestContext,
    @Arg('input', () => CreateRoleInput, { description: 'The role to make.' }) input: CreateRoleInput,
  ): Promise<CreateRolePayload> {
    return { role: await this.developers.createRole(callerOf(context), input) };
  }

  @Authorized('roles:write')
  @Mutation(() => UpdateRolePayload, {
    description: 'Changes a role, for all who hold it. ADMIN, DEVELOPER and AUDITOR cannot be changed.',
  })
  async updateRole(
    @Ctx() context: RequestContext,
    @Arg('input', () => UpdateRoleInput, { description: 'What to change.' }) input: UpdateRoleInput,
  ): Promise<UpdateRolePayload> {
    return { role: await this.developers.updateRole(callerOf(context), input) };
  }

  @Authorized('roles:write')
  @Mutation(() => DeleteRolePayload, {
    description: 'Deletes a role that nobody holds. Those that came with the server cannot be deleted.',
  })
  async deleteRole(
    @Ctx() context: RequestContext,
    @Arg('input', () => DeleteRoleInput, { description: 'The role to delete.' }) input: DeleteRoleInput,
  ): Promise<DeleteRolePayload> {
    return { name: (await this.developers.deleteRole(callerOf(context), input.name)).name };
  }

  @FieldResolver(() => Quota, { nullable: true, description: 'The quota that it sets; null where it sets none.' })
  quota(@Root() role: RoleRow): Quota | null {
    return quotaOfRole(role)[0] ?? null;
  }
}
