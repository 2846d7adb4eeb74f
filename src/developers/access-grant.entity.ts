import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant } from '../database/columns';
import { DeveloperEntity } from './developer.entity';
import { RoleEntity } from './role.entity';

/** A role that a developer holds in one company. */
@Entity('access_grants')
@Index('access_grants_grant', ['developerKey', 'companyKey', 'roleKey'], { unique: true })
export class AccessGrantEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @ForeignKey(() => DeveloperEntity)
  @Column({ name: 'developer_key', type: 'integer' })
  developerKey: number;

  // By name: companies lie above developers, and are not imported from here.
  @ForeignKey('CompanyEntity')
  @Column({ name: 'company_key', type: 'integer' })
  companyKey: number;

  @ForeignKey(() => RoleEntity)
  @Column({ name: 'role_key', type: 'integer' })
  roleKey: number;

  @Column({ name: 'expires_at', nullable: true, ...instant })
  expiresAt: number | null;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;
}
