import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant, json } from '../database/columns';

@Entity('companies')
@Index('companies_id', ['id'], { unique: true })
@Index('companies_external_id', ['externalId'], { where: 'external_id is not null' })
export class CompanyEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'legal_name', type: 'text' })
  legalName: string;

  @Column({ name: 'external_id', type: 'text', nullable: true })
  externalId: string | null;

  @Column({ name: 'entity_type', type: 'text', nullable: true })
  entityType: string | null;

  @Column({ name: 'tax_id', type: 'text', nullable: true })
  taxId: string | null;

  @Column({ name: 'base_currency', type: 'text' })
  baseCurrency: string;

  @Column({ name: 'fiscal_year_start_month', type: 'integer' })
  fiscalYearStartMonth: number;

  @Column({ name: 'status', type: 'text' })
  status: string;

  @Column({ name: 'metadata', nullable: true, ...json })
  metadata: object | null;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;

  @Column({ name: 'updated_at', ...instant })
  updatedAt: number;
}
