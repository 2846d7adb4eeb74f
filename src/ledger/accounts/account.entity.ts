import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant, json } from '../../database/columns';

@Entity('accounts')
@Index('accounts_id', ['id'], { unique: true })
@Index('accounts_code', ['companyKey', 'code'], { unique: true })
@Index('accounts_parent', ['parentKey'], { where: 'parent_key is not null' })
export class AccountEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'company_key', type: 'integer' })
  companyKey: number;

  @Column({ name: 'code', type: 'text' })
  code: string;

  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'type', type: 'text' })
  type: string;

  @Column({ name: 'subtype', type: 'text', nullable: true })
  subtype: string | null;

  @Column({ name: 'parent_key', type: 'integer', nullable: true })
  parentKey: number | null;

  @Column({ name: 'status', type: 'text' })
  status: string;

  @Column({ name: 'description', type: 'text', nullable: true })
  description: string | null;

  @Column({ name: 'metadata', nullable: true, ...json })
  metadata: object | null;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;

  @Column({ name: 'updated_at', ...instant })
  updatedAt: number;
}
