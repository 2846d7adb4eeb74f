import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row, whose version rises with every change of what somebody may do, so that every process can notice. */
@Entity('access_state')
export class AccessStateEntity {
  @PrimaryColumn({ name: 'key', type: 'integer' })
  key: number;

  @Column({ name: 'version', type: 'integer' })
  version: number;
}
