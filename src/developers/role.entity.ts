import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { json } from '../database/columns';
import { DeveloperEntity } from './developer.entity';

@Entity('roles')
@Index('roles_name', ['name'], { unique: true })
export class RoleEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'description', type: 'text', nullable: true })
  description: string | null;

  @Column({ name: 'permissions', ...json })
  permissions: readonly string[];

  @Column({ name: 'built_in', type: 'boolean' })
  builtIn: boolean;

  /** The quota of whoever holds it everywhere: see QuotaAmount. */
  @Column({ name: 'quota_cost_per_minute', type: 'integer', nullable: true })
  quotaCostPerMinute: number | null;

  @Column({ name: 'quota_burst', type: 'integer', nullable: true })
  quotaBurst: number | null;
}

/** A role that a developer holds everywhere. */
@Entity('developer_roles')
@Index('developer_roles_role', ['roleKey'])
export class DeveloperRoleEntity {
  @ForeignKey(() => DeveloperEntity)
  @PrimaryColumn({ name: 'developer_key', type: 'integer' })
  developerKey: number;

  @ForeignKey(() => RoleEntity)
  @PrimaryColumn({ name: 'role_key', type: 'integer' })
  roleKey: number;
}
