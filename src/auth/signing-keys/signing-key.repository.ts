import type { Connection, WriteTransaction } from '../../database';
import { SigningKeyEntity } from './signing-key.entity';

const columns = ['kid', 'algorithm', 'public_jwk', 'private_jwk', 'created_at', 'activates_at', 'retires_at'];

/** All that are kept, in the order in which they sign. */
export async function readKeys(connection: Connection): Promise<SigningKeyEntity[]> {
  const rows = await connection.rows(columns, 'from signing_keys order by activates_at');
  return rows.map(([kid, algorithm, publicJwk, privateJwk, createdAt, activatesAt, retiresAt]) => ({
    kid: kid as string,
    algorithm: algorithm as string,
    publicJwk: JSON.parse(publicJwk as string) as object,
    privateJwk: JSON.parse(privateJwk as string) as object | string,
    createdAt: createdAt as number,
    activatesAt: activatesAt as number,
    retiresAt: retiresAt as number | null,
  }));
}

export async function insertKey({ manager }: WriteTransaction, key: SigningKeyEntity): Promise<void> {
  await manager.insert(SigningKeyEntity, key);
}

/** Says of the key that no other has followed yet when it is published no more. */
export function retireLatestKey(transaction: WriteTransaction, retiresAt: number): Promise<void> {
  return transaction.run('update signing_keys set retires_at = ?1 where retires_at is null', [retiresAt]);
}

export function resealKey(transaction: WriteTransaction, kid: string, privateJwk: object | string): Promise<void> {
  return transaction.run('update signing_keys set private_jwk = ?1 where kid = ?2', [JSON.stringify(privateJwk), kid]);
}

export function deleteRetiredKeys(transaction: WriteTransaction, now: number): Promise<void> {
  return transaction.run('delete from signing_keys where retires_at <= ?1', [now]);
}

export function deleteAllKeys(transaction: WriteTransaction): Promise<void> {
  return transaction.run('delete from signing_keys');
}
