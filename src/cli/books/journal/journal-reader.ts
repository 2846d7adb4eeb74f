import type { Problem, ReadOptions } from '../parsed-books';
import { Commodities } from './commodities';
import { Directives } from './directives';
import { hasPostingDate, otherDate } from './comments';
import { JournalAccounts } from './journal-accounts';
import { ProblemList } from './problem-list';
import { detailsOf, entriesOf, readHeader, readPosting, type ReadTransaction } from './read-transaction';

export interface PlacedTransaction {
  readonly line: number;
  readonly details: object;
  readonly entries: readonly { readonly line: number; readonly account: string; readonly amount: string; readonly currency: string }[];
}

export interface ReadJournal {
  readonly accounts: JournalAccounts['list'];
  readonly transactions: readonly PlacedTransaction[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  readonly baseCurrency: string | undefined;
}

/** Reads a journal line by line: what begins at the margin opens a block, and indented lines belong to it. */
export class JournalReader {
  private readonly problems = new ProblemList();
  private readonly accounts = new JournalAccounts(this.problems);
  private readonly commodities: Commodities;
  private readonly directives: Directives;
  private readonly transactions: ReadTransaction[] = [];
  /** Takes the indented lines of the block that is open; undefined where none is. */
  private block: ((text: string, line: number) => void) | undefined;

  constructor(private readonly options: ReadOptions) {
    this.commodities = new Commodities(options.commodities);
    this.directives = new Directives(this.commodities, this.accounts, this.problems);
  }

  read(text: string): ReadJournal {
    let skippedUntil: string | undefined;
    for (const [index, whole] of text.split(/\r\n|\n|\r/).entries()) {
      const line = index + 1;
      const content = whole.trimEnd();
      if (skippedUntil !== undefined) {
        if (content === skippedUntil) skippedUntil = undefined;
      } else if (/^(comment|test)$/.test(content)) skippedUntil = `end ${content}`;
      else this.readLine(content, line);
    }
    return this.finish();
  }

  private readLine(content: string, line: number): void {
    if (content === '') this.block = undefined;
    else if (/^[;#*%|]/.test(content)) return;
    else if (/^\s/.test(content)) this.readIndented(content.trim(), line);
    else if (/^\d/.test(content)) this.block = this.openTransaction(content, line);
    else this.block = this.directives.read(content, line);
  }

  private readIndented(text: string, line: number): void {
    if (this.block) this.block(text, line);
    else if (!/^[;#*%|]/.test(text)) this.problems.add(line, 'This line is indented, and belongs to nothing above it.');
  }

  private openTransaction(content: string, line: number): (text: string, line: number) => void {
    const transaction = readHeader(content, line, this.directives.year, this.problems);
    let sound = transaction !== undefined;
    if (transaction) this.transactions.push(transaction);
    let comments = transaction?.comments ?? [];
    return (text, at) => {
      if (text.startsWith(';')) {
        comments.push(text.slice(1).trim());
        if (transaction && comments !== transaction.comments && hasPostingDate(text)) this.problems.add(at, otherDate);
        return;
      }
      const posting = readPosting(text, at, this.commodities, this.problems, this.options.ignoreAssertions ?? false);
      comments = posting?.comments ?? [];
      if (posting) this.accounts.see(posting.path, at);
      if (posting && sound) transaction!.postings.push(posting);
      else if (sound) {
        // Half a transaction would only raise problems that it does not have.
        sound = false;
        this.transactions.pop();
      }
    };
  }

  private finish(): ReadJournal {
    this.accounts.settle();
    const codes = new Set<string>();
    const transactions = this.transactions.flatMap((transaction) => this.placed(transaction, codes) ?? []);
    const { problems, accounts, commodities, directives } = this;
    const baseCurrency = commodities.default === undefined ? undefined : commodities.currencyOf(commodities.default);
    return { accounts: accounts.list, transactions, problems: problems.all, notes: directives.notes, baseCurrency };
  }

  /** Undefined where something is wrong with it, which is told already. */
  private placed(transaction: ReadTransaction, codes: Set<string>): PlacedTransaction | undefined {
    const drafts = entriesOf(transaction, this.problems);
    const entries = drafts?.flatMap(({ path, ...entry }) => {
      const account = this.accounts.codeOf(path);
      return account === undefined ? [] : [{ ...entry, account }];
    });
    if (!drafts || !entries || entries.length < drafts.length) return undefined;
    try {
      return { line: transaction.line, details: detailsOf(transaction, codes), entries };
    } catch {
      return this.problems.add(transaction.line, 'The exact values are no JSON object.');
    }
  }
}
