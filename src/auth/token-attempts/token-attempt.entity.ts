import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../database/columns';
import type { FailuresInSecond } from './rules';

/** What all processes remember of the attempts of a subject: of a client at an address, or of an address. */
@Entity('token_attempts', { withoutRowid: true })
@Index('token_attempts_forgotten', ['forgottenAt'])
export class TokenAttemptEntity {
  /** An address prefix, or a hash of one with the client id: nobody can be led to send a secret in its place and find it here. */
  @PrimaryColumn({ name: 'subject', type: 'text' })
  subject: string;

  @Column({ name: 'failures', ...json })
  failures: readonly FailuresInSecond[];

  @Column({ name: 'holds', type: 'integer' })
  holds: number;

  @Column({ name: 'held_until', ...instant })
  heldUntil: number;

  @Column({ name: 'succeeded_at', nullable: true, ...instant })
  succeededAt: number | null;

  /** From when the row can be deleted. */
  @Column({ name: 'forgotten_at', ...instant })
  forgottenAt: number;
}
