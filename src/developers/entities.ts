import { AccessGrantEntity } from './access-grant.entity';
import { CredentialEntity, CredentialSecretEntity } from './credential.entity';
import { DeveloperEntity } from './developer.entity';
import { DeveloperRoleEntity, RoleEntity } from './role.entity';
import { DeveloperSubjectEntity } from './subject.entity';

export const developerEntities = [
  DeveloperEntity,
  RoleEntity,
  DeveloperRoleEntity,
  DeveloperSubjectEntity,
  AccessGrantEntity,
  CredentialEntity,
  CredentialSecretEntity,
];
