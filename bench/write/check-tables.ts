import { dataSourceOptions } from '../../ormconfig';
import { openSnapshot } from '../../src/database';
import { BooksVerifier } from '../../src/ledger';
import type { BenchBooks } from './books';

const silent = { start: () => undefined, advance: () => undefined, stop: () => undefined };

/**
 * Counts what is in the tables, and recomputes the books as `open-ledger verify` does.
 * @throws Error where that is not what was acknowledged, or does not agree
 */
export async function checkTables({ name, url, transactions }: BenchBooks): Promise<void> {
  const snapshot = await openSnapshot(dataSourceOptions(url, 'reader'));
  try {
    const [[stored]] = (await snapshot.rows(['count(*)'], 'from transactions')) as [[number]];
    const [[entries]] = (await snapshot.rows(['count(*)'], 'from entries')) as [[number]];
    if (stored !== transactions) throw new Error(`${name}: ${transactions} transactions were acknowledged, ${stored} are in the table.`);
    const { companies, strays } = await new BooksVerifier(snapshot, {}, silent).verify();
    const disagreement = companies[0]?.disagreement ?? strays[0];
    if (companies.length !== 1 || disagreement) throw new Error(`${name} does not verify: ${JSON.stringify(disagreement)}`);
    console.log(`  ${name}: ${stored} transactions and ${entries} entries in the tables, as acknowledged; verify agrees`);
  } finally {
    await snapshot.close();
  }
}
