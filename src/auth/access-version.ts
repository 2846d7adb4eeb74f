import type { Reader, WriteTransaction } from '../database';

/** Tells every process that what somebody may do has changed; belongs into the transaction of the change. */
export function bumpAccessVersion(transaction: WriteTransaction): Promise<void> {
  return transaction.run('update access_state set version = version + 1');
}

export async function readAccessVersion(reader: Reader): Promise<number> {
  return (await reader.rows(['version'], 'from access_state'))[0]![0] as number;
}
