import { AccessGrantEntity } from './access-grant.entity';
import { CredentialEntity, CredentialSecretEntity } from './credential.entity';
import { DeveloperEntity } from './developer.entity';
import { DeveloperRoleEntity, RoleEntity } from './role.entity';

export const developerEntities = [
  DeveloperEntity,
  RoleEntity,
  DeveloperRoleEntity,
  AccessGrantEntity,
  CredentialEntity,
  CredentialSecretEntity,
];
