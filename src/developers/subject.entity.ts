import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant } from '../database/columns';
import { DeveloperEntity } from './developer.entity';

/** Somebody whom an outside issuer vouches for, and who is this developer here. */
@Entity('developer_subjects')
@Index('developer_subjects_subject', ['issuer', 'subject'], { unique: true })
@Index('developer_subjects_developer', ['developerKey'])
export class DeveloperSubjectEntity {
  @PrimaryGeneratedColumn({ name: 'key', type: 'integer' })
  key: number;

  @ForeignKey(() => DeveloperEntity)
  @Column({ name: 'developer_key', type: 'integer' })
  developerKey: number;

  @Column({ name: 'issuer', type: 'text' })
  issuer: string;

  @Column({ name: 'subject', type: 'text' })
  subject: string;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;
}
