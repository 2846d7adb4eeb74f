import type { Snapshot } from '../../database';
import { formatDate } from '../../shared/dates';
import { GENESIS } from '../journal/hash-chain';
import { BalanceSums } from './balance-sums';
import { checkTransaction, type Link } from './check-transaction';
import { elsewhere, instant, type Disagreement } from './disagreement';
import { VerificationRepository } from './verification.repository';
import {
  LAST_NUMBER,
  type CompanyToVerify,
  type JournalHead,
  type JournalPage,
  type KeptBalance,
  type NumberedRow,
  type UnnumberedRow,
  type WalkPosition,
} from './verification-rows';

/** What became of the verification of a company. */
export interface CompanyVerification {
  readonly companyId: string;
  readonly legalName: string;
  /** Posted transactions that were checked and agree. */
  readonly transactions: number;
  /** Null while nothing is posted. */
  readonly head: JournalHead | null;
  /** The first one; null where all agrees. */
  readonly disagreement: Disagreement | null;
}

export interface Verification {
  readonly companies: readonly CompanyVerification[];
  /** Rows that belong to no company; looked for where all companies are verified. */
  readonly strays: readonly Disagreement[];
}

/** A link of the chain that somebody wrote down. */
export interface WrittenHead {
  readonly number: number;
  readonly hash: string;
}

export interface VerificationRequest {
  /** Limits it to one company. */
  readonly companyId?: string;
  /** Links that the chain of that company must contain. */
  readonly heads?: readonly WrittenHead[];
}

/** Told how far the work has come. */
export interface Meter {
  start(what: string, total: number): void;
  advance(by: number): void;
  stop(): void;
}

const TRANSACTIONS_A_PAGE = 2_000;
const BALANCES_A_PAGE = 10_000;

/** What is known of a company while its journal is walked. */
interface Walk {
  readonly company: CompanyToVerify;
  link: Link;
  disagreement: Disagreement | null;
}

/**
 * Recomputes the books of all companies, or of one, from what is in a snapshot. Memory grows with the accounts and days of one company,
 * not with its transactions.
 */
export class BooksVerifier {
  private readonly repository: VerificationRepository;
  private readonly walks = new Map<number, Walk>();
  private companyKey: number | undefined;
  /** Of the company that is walked. */
  private sums = new BalanceSums();

  constructor(
    snapshot: Snapshot,
    private readonly request: VerificationRequest,
    private readonly meter: Meter,
  ) {
    this.repository = new VerificationRepository(snapshot);
  }

  async verify(): Promise<Verification> {
    const { companyId } = this.request;
    const companies = await this.repository.companies(companyId);
    if (companyId !== undefined) this.companyKey = companies[0]?.key ?? -1;
    for (const company of companies) {
      this.walks.set(company.key, { company, link: { number: 0, hash: GENESIS, postedAt: null }, disagreement: null });
    }
    await this.walkJournals();
    for (const { companyKey, ...row } of await this.repository.unnumbered(this.companyKey)) this.note(companyKey, misplaced(row));
    for (const { companyKey, accountCode, date } of await this.repository.strayEntries(this.companyKey)) {
      const place = `the entries of account ${accountCode} on ${formatDate(date)}`;
      this.note(companyKey, elsewhere('STRAY', place, 'one without a transaction of the company', 'none'));
    }
    return { companies: [...this.walks.values()].map(resultOf), strays: companyId === undefined ? await this.strays() : [] };
  }

  /** Reads a page while the one before is checked. Every company is brought to its end, those without a posting too. */
  private async walkJournals(): Promise<void> {
    const { repository, companyKey, meter } = this;
    const read = (after: WalkPosition) => repository.page(after, companyKey, TRANSACTIONS_A_PAGE);
    const open = [...this.walks.values()];
    let at = 0;
    meter.start(
      'transactions',
      open.reduce((sum, { company }) => sum + (company.head?.number ?? 0), 0),
    );
    let page = await read(companyKey === undefined ? [-1, 0] : [companyKey - 1, LAST_NUMBER]);
    while (page.rows.length > 0) {
      const last = page.rows.at(-1)!;
      const next = read([last.companyKey, this.walks.get(last.companyKey)?.disagreement ? LAST_NUMBER : last.number]);
      // A failure is heard when the page is wanted.
      next.catch(() => undefined);
      for (const row of page.rows) {
        while (at < open.length && open[at]!.company.key < row.companyKey) await this.finish(open[at++]!);
        if (open[at]?.company.key === row.companyKey) this.step(open[at]!, row, page);
      }
      meter.advance(page.rows.length);
      page = await next;
    }
    while (at < open.length) await this.finish(open[at++]!);
    meter.stop();
  }

  private step(walk: Walk, row: NumberedRow, page: JournalPage): void {
    if (walk.disagreement) return;
    walk.disagreement = checkTransaction(row, walk.link, walk.company, page) ?? this.checkWrittenHeads(row) ?? null;
    if (walk.disagreement) return;
    walk.link = { number: row.number, hash: row.hash!, postedAt: row.postedAt };
    for (const line of page.lines.get(row.key)!) this.sums.add(line, page.accounts.get(line.accountKey)!.code);
  }

  private checkWrittenHeads({ number, id, hash }: NumberedRow): Disagreement | undefined {
    const wrong = this.request.heads?.find((head) => head.number === number && head.hash !== hash);
    if (!wrong) return undefined;
    const found = `the hash ${hash}`;
    const expected = `${wrong.hash}, as it was written down`;
    return { check: 'WRITTEN_HEAD', number, transactionId: id, place: `transaction ${number}`, found, expected };
  }

  /** Checks what the whole of a journal must agree with. */
  private async finish(walk: Walk): Promise<void> {
    walk.disagreement ??= this.checkHead(walk) ?? (await this.checkBalances(walk.company.key)) ?? null;
    this.sums = new BalanceSums();
  }

  private checkHead({ company: { head }, link }: Walk): Disagreement | undefined {
    if (!head) return elsewhere('JOURNAL', 'the journal', 'none', 'one');
    if (head.number !== link.number || head.hash !== link.hash || head.postedAt !== link.postedAt) {
      return elsewhere('HEAD', "the journal's head", describe(head), `${describe(link)}, as the last transaction has it`);
    }
    const beyond = this.request.heads?.find(({ number }) => number > link.number);
    if (!beyond) return undefined;
    const expected = `${beyond.hash}, as it was written down`;
    return elsewhere('WRITTEN_HEAD', `transaction ${beyond.number}`, `none; the last is ${link.number}`, expected);
  }

  private async checkBalances(companyKey: number): Promise<Disagreement | undefined> {
    for (let last: KeptBalance | undefined; ;) {
      const page = await this.repository.balances(companyKey, last, BALANCES_A_PAGE);
      for (const balance of page) {
        const wrong = this.sums.compare(balance);
        if (wrong) return wrong;
      }
      if (page.length < BALANCES_A_PAGE) return this.sums.missing();
      last = page.at(-1);
    }
  }

  private note(companyKey: number, disagreement: Disagreement): void {
    const walk = this.walks.get(companyKey);
    if (walk) walk.disagreement ??= disagreement;
  }

  private async strays(): Promise<Disagreement[]> {
    const tables = await this.repository.tablesWithStrays();
    return tables.map((table) => elsewhere('STRAY', `the table ${table}`, 'rows of a company or an account that is not there', 'none'));
  }
}

function misplaced({ id, status, postedAt, hash }: Omit<UnnumberedRow, 'companyKey'>): Disagreement {
  const marks = [`the status ${status}`, ...(postedAt === null ? [] : ['a time of posting']), ...(hash === null ? [] : ['a hash'])];
  const expected = 'a draft, since it has no number';
  return { check: 'STATUS', number: null, transactionId: id, place: `transaction ${id}`, found: marks.join(', '), expected };
}

function resultOf({ company, link, disagreement }: Walk): CompanyVerification {
  const { id: companyId, legalName, head } = company;
  return { companyId, legalName, transactions: link.number, head: head && head.number > 0 ? head : null, disagreement };
}

function describe({ number, hash, postedAt }: JournalHead): string {
  if (number === 0 && hash === GENESIS && postedAt === null) return 'nothing posted';
  return `number ${number}, hash ${hash}, posted at ${postedAt === null ? 'no time' : instant(postedAt)}`;
}
