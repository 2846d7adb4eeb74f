import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../database/columns';

/** An address or a user agent that a client is known to have. */
@Entity('client_traits', { withoutRowid: true })
@Index('client_traits_seen', ['lastSeenAt'])
export class ClientTraitEntity {
  @PrimaryColumn({ name: 'developer_key', type: 'integer' })
  developerKey: number;

  @PrimaryColumn({ name: 'credential_key', type: 'integer' })
  credentialKey: number;

  @PrimaryColumn({ name: 'kind', type: 'text' })
  kind: string;

  @PrimaryColumn({ name: 'value', type: 'text' })
  value: string;

  /** Within a day. */
  @Column({ name: 'last_seen_at', ...instant })
  lastSeenAt: number;
}
