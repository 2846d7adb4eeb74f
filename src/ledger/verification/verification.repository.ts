import type { Snapshot } from '../../database';
import type {
  CompanyToVerify, JournalPage, KeptBalance, LineRow, NumberedRow, ReversedRow, StrayEntry, UnnumberedRow, WalkPosition,
} from './verification-rows'; // prettier-ignore

/** The largest key of a company: a PostgreSQL integer. */
const LAST_COMPANY = 2_147_483_647;

/** Reads for verification, each page in a few statements. Where a company's key is given, they are limited to that company. */
export class VerificationRepository {
  constructor(private readonly snapshot: Snapshot) {}

  async companies(companyId: string | undefined): Promise<CompanyToVerify[]> {
    const rows = await this.snapshot.rows(
      ['c.key', 'c.id', 'c.legal_name', 'j.last_number', 'j.last_hash', 'j.last_posted_at'],
      `from companies c left join journals j on j.company_key = c.key ${companyId ? 'where c.id = ?1' : ''} order by c.key`,
      companyId ? [companyId] : [],
    );
    return (rows as [number, string, string, number | null, string, number | null][]).map(
      ([key, id, legalName, number, hash, postedAt]) => ({
        key,
        id,
        legalName,
        head: number === null ? undefined : { number, hash, postedAt },
      }),
    );
  }

  /** Rows with a number after the position, by company and number, with all that is needed to check them. */
  async page(after: WalkPosition, companyKey: number | undefined, limit: number): Promise<JournalPage> {
    const found = await this.snapshot.rows(
      ['t.company_key', 't.number', 't.key', 't.id', 't.date', 't.status', 't.posted_at', 't.hash', 't.reverses_key'],
      `from transactions t where (t.company_key, t.number) > (?1, ?2) and t.company_key <= ?3 and t.number is not null
        order by t.company_key, t.number limit ?4`,
      [...after, companyKey ?? LAST_COMPANY, limit],
    );
    const rows = (found as [number, number, number, string, number, string, number | null, string | null, number | null][]).map(
      ([company, number, key, id, date, status, postedAt, hash, reversesKey]): NumberedRow => {
        return { companyKey: company, number, key, id, date, status, postedAt, hash, reversesKey };
      },
    );
    const reversed = await this.reversed(rows.flatMap(({ reversesKey }) => reversesKey ?? []));
    const lines = await this.lines([...new Set([...rows.map(({ key }) => key), ...reversed.keys()])]);
    const accounts = await this.accountIds([...new Set([...lines.values()].flatMap((each) => each.map((line) => line.accountKey)))]);
    return { rows, lines, reversed, accounts };
  }

  /** Rows without a number that look posted, or are neither a draft nor a voided one. */
  async unnumbered(companyKey: number | undefined): Promise<UnnumberedRow[]> {
    const rows = await this.snapshot.rows(
      ['t.company_key', 't.id', 't.status', 't.posted_at', 't.hash'],
      `from transactions t where t.number is null ${companyKey === undefined ? '' : 'and t.company_key = ?1'}
        and (t.status not in ('PENDING', 'VOIDED') or t.posted_at is not null or t.hash is not null) order by t.key limit 1000`,
      companyKey === undefined ? [] : [companyKey],
    );
    return (rows as [number, string, string, number | null, string | null][]).map(([company, id, status, postedAt, hash]) => ({
      companyKey: company,
      id,
      status,
      postedAt,
      hash,
    }));
  }

  /** Kept balances of a company after one of them, in the order of their key. */
  async balances(companyKey: number, after: KeptBalance | undefined, limit: number): Promise<KeptBalance[]> {
    const rows = await this.snapshot.rows(
      ['b.account_key', 'a.code', 'b.period', 'b.currency', 'cast(b.debit as text)', 'cast(b.credit as text)'],
      `from accounts a join balances b on b.account_key = a.key
        where a.company_key = ?1 and (b.account_key, b.period, b.currency) > (?2, ?3, ?4)
        order by b.account_key, b.period, b.currency limit ?5`,
      [companyKey, after?.accountKey ?? 0, after?.period ?? 0, after?.currency ?? '', limit],
    );
    return (rows as [number, string, number, string, string, string][]).map(
      ([accountKey, accountCode, period, currency, debit, credit]) => ({ accountKey, accountCode, period, currency, debit, credit }),
    );
  }

  /** Entries on accounts of a company that belong to none of its transactions. */
  async strayEntries(companyKey: number | undefined): Promise<StrayEntry[]> {
    const rows = await this.snapshot.rows(
      ['a.company_key', 'a.code', 'e.date'],
      `from accounts a join entries e on e.account_key = a.key where ${companyKey === undefined ? '' : 'a.company_key = ?1 and'}
        not exists (select 1 from transactions t where t.company_key = a.company_key and t.key = e.transaction_key) limit 1000`,
      companyKey === undefined ? [] : [companyKey],
    );
    return (rows as [number, string, number][]).map(([company, accountCode, date]) => ({ companyKey: company, accountCode, date }));
  }

  /** Names of the tables that have rows of a company or an account that is not there. */
  async tablesWithStrays(): Promise<string[]> {
    const parents: readonly [table: string, column: string, parent: string][] = [
      ['journals', 'company_key', 'companies'],
      ['accounts', 'company_key', 'companies'],
      ['transactions', 'company_key', 'companies'],
      ['entries', 'account_key', 'accounts'],
      ['balances', 'account_key', 'accounts'],
    ];
    const found: string[] = [];
    for (const [table, column, parent] of parents) {
      const rest = `from ${table} x left join ${parent} p on p.key = x.${column} where p.key is null limit 1`;
      if ((await this.snapshot.rows([`x.${column}`], rest)).length > 0) found.push(table);
    }
    return found;
  }

  private async lines(transactionKeys: readonly number[]): Promise<Map<number, LineRow[]>> {
    const { dialect } = this.snapshot;
    const rows = await this.snapshot.rows(
      ['transaction_key', 'line', 'date', 'account_key', 'amount', 'currency', 'memo'],
      `from entries where transaction_key in ${dialect.list('?1', 'integer')} order by transaction_key, line`,
      [dialect.bindList(transactionKeys)],
    );
    const lines = new Map<number, LineRow[]>();
    for (const [key, line, date, accountKey, units, currency, memo] of rows as [
      number,
      number,
      number,
      number,
      number,
      string,
      string | null,
    ][]) {
      const own = lines.get(key);
      const row = { line, date, accountKey, units, currency, memo };
      if (own) own.push(row);
      else lines.set(key, [row]);
    }
    return lines;
  }

  private async reversed(keys: readonly number[]): Promise<Map<number, ReversedRow>> {
    if (keys.length === 0) return new Map();
    const { dialect } = this.snapshot;
    const rows = await this.snapshot.rows(
      ['key', 'id', 'company_key', 'number'],
      `from transactions where key in ${dialect.list('?1', 'integer')}`,
      [dialect.bindList(keys)],
    );
    return new Map(
      (rows as [number, string, number, number | null][]).map(([key, id, companyKey, number]) => [key, { id, companyKey, number }]),
    );
  }

  private async accountIds(keys: readonly number[]): Promise<JournalPage['accounts']> {
    const { dialect } = this.snapshot;
    const rows = await this.snapshot.rows(
      ['key', 'id', 'company_key', 'code'],
      `from accounts where key in ${dialect.list('?1', 'integer')}`,
      [dialect.bindList(keys)],
    );
    return new Map((rows as [number, string, number, string][]).map(([key, id, companyKey, code]) => [key, { id, companyKey, code }]));
  }
}
