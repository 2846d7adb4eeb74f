import { AccountEntity } from '../../src/ledger/accounts/account.entity';
import { newId } from '../../src/shared/ids';
import { fillBooks } from '../support/fill-books';
import { withBooks } from '../support/open-books';

/** A company in a database of its own, and how many transactions it must have by now. */
export interface BenchBooks {
  readonly name: string;
  readonly url: string;
  readonly companyId: string;
  /** Of the account of the usual chart that every transaction of `prepareBooks` is on. */
  readonly bankId: string;
  /** Counted from the answers; the tables are compared with it. */
  transactions: number;
}

const SPREAD_ACCOUNTS = 1000;
const BATCH_LIMIT = 2000;

/** Codes of accounts that transactions are spread over. */
export const spreadCodes: readonly string[] = Array.from({ length: SPREAD_ACCOUNTS }, (_, index) => `9${String(index).padStart(3, '0')}`);
export const hotCodes = spreadCodes.slice(0, 2);

/** Migrates an empty database and opens a company in it, with the usual chart, a thousand accounts more, and `transactions` in its journal. */
export async function prepareBooks(name: string, url: string, transactions = 0): Promise<BenchBooks> {
  const made = await withBooks(url, BATCH_LIMIT, async ({ companies, ledger, journalBooks, database, caller }) => {
    const company = await companies.create(caller, { legalName: `Bench ${name}` });
    const now = Date.now();
    const rest = {
      companyKey: company.key,
      type: 'ASSET',
      subtype: null,
      parentKey: null,
      status: 'ACTIVE',
      description: null,
      metadata: null,
    };
    const accounts = spreadCodes.map((code) => ({ ...rest, id: newId(), code, name: `Account ${code}`, createdAt: now, updatedAt: now }));
    await database.writer.run(async (transaction) => {
      await journalBooks.touch(transaction, company.key);
      await transaction.manager.insert(AccountEntity, accounts);
    });
    await fillBooks(ledger, caller, company.id, 0, transactions);
    const [[bankId]] = (await database.reader.rows(['id'], 'from accounts where company_key = ?1 and code = ?2', [
      company.key,
      '1000',
    ])) as [[string]];
    return { companyId: company.id, bankId };
  });
  return { name, url, ...made, transactions };
}
