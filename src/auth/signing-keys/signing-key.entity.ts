import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../database/columns';

/** A key that signs, or signed, or will sign our tokens. */
@Entity('signing_keys')
export class SigningKeyEntity {
  /** Thumbprint of the public key (RFC 7638). */
  @PrimaryColumn({ name: 'kid', type: 'text' })
  kid: string;

  @Column({ name: 'algorithm', type: 'text' })
  algorithm: string;

  @Column({ name: 'public_jwk', ...json })
  publicJwk: object;

  /** A JWK, or a text: the same as an encrypted JWK (RFC 7517, section 7). */
  @Column({ name: 'private_jwk', ...json })
  privateJwk: object | string;

  @Column({ name: 'created_at', ...instant })
  createdAt: number;

  /** From when it signs; it is published before. */
  @Column({ name: 'activates_at', ...instant })
  activatesAt: number;

  /** From when it is published no more, once its last token has expired; null while no other key follows. */
  @Column({ name: 'retires_at', nullable: true, ...instant })
  retiresAt: number | null;
}
