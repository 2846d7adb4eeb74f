import type { BookAccount } from '../book';
import { exactValuesOf } from './exact-values';
import type { ProblemList } from './problem-list';

type AccountType = BookAccount['type'];

interface SeenAccount {
  readonly path: string;
  readonly line: number;
  /** Lines of comments and notes of the directive. */
  readonly comments: string[];
}

/** What `type:` may say, in lower case. C is cash, V is what currencies are changed through. */
const typesByTag: Readonly<Record<string, AccountType>> = {
  a: 'ASSET',
  asset: 'ASSET',
  c: 'ASSET',
  cash: 'ASSET',
  l: 'LIABILITY',
  liability: 'LIABILITY',
  e: 'EQUITY',
  equity: 'EQUITY',
  v: 'EQUITY',
  conversion: 'EQUITY',
  r: 'REVENUE',
  revenue: 'REVENUE',
  x: 'EXPENSE',
  expense: 'EXPENSE',
};

/** As hledger infers types from English names. */
const typesByName: readonly (readonly [RegExp, AccountType])[] = [
  [/^assets?(:|$)/i, 'ASSET'],
  [/^(debts?|liabilit(y|ies))(:|$)/i, 'LIABILITY'],
  [/^equity(:|$)/i, 'EQUITY'],
  [/^(income|revenue)s?(:|$)/i, 'REVENUE'],
  [/^expenses?(:|$)/i, 'EXPENSE'],
];

const typeTag = /(?:^|[\s,])type:\s*([^\s,]*)/;

/** The accounts of a journal: those that are declared, those that postings name, and those above them. */
export class JournalAccounts {
  private readonly seen = new Map<string, SeenAccount>();
  /** What the file says exactly of an account. */
  private readonly exact = new Map<string, Record<string, unknown>>();
  private readonly types = new Map<string, AccountType | undefined>();

  constructor(private readonly problems: ProblemList) {}

  /** Takes down that a path is an account; a directive's comments are added to what it answers. */
  see(path: string, line: number): SeenAccount {
    const known = this.seen.get(path);
    if (known) return known;
    const account = { path, line, comments: [] };
    this.seen.set(path, account);
    return account;
  }

  /** Finds out what each account is, once all lines are read, and adds the accounts above that have a type. */
  settle(): void {
    // Those above that are added on the way are met in their turn.
    for (const { path, line } of this.seen.values()) {
      for (const above of pathsAbove(path)) if (this.typeOf(above)) this.see(above, line);
    }
    for (const { path, line, comments } of this.seen.values()) {
      if (!this.typeOf(path))
        this.problems.add(
          line,
          `The type of the account ${path} is not known: declare it, as in "account ${path}  ; type: X" (A, L, E, R or X).`,
        );
      try {
        this.exact.set(path, Object.assign({}, ...comments.map((comment) => exactValuesOf(comment) ?? {})) as Record<string, unknown>);
      } catch {
        this.problems.add(line, 'The exact values are no JSON object.');
      }
    }
  }

  /** In the order in which they were first seen, of the form of the JSON format; without those whose type is not known. */
  get list(): readonly { readonly line: number; readonly account: object }[] {
    return [...this.seen.values()]
      .filter(({ path }) => this.typeOf(path))
      .map((seen) => ({ line: seen.line, account: this.accountOf(seen) }));
  }

  /** Undefined where the account's type is not known. */
  codeOf(path: string): string | undefined {
    const code = this.exact.get(path)?.['code'];
    return this.typeOf(path) && (typeof code === 'string' ? code : path);
  }

  private accountOf({ path, comments }: SeenAccount): object {
    const type = this.typeOf(path)!;
    const parent = pathsAbove(path).find((above) => this.seen.has(above) && this.typeOf(above) === type);
    const text = comments.map(withoutType).filter((comment) => comment !== '' && !exactValuesOf(comment));
    return {
      code: path,
      name: path.slice(path.lastIndexOf(':') + 1),
      type,
      ...(isCash(comments) && { subtype: 'CASH' }),
      ...(parent !== undefined && { parent: this.codeOf(parent) }),
      ...(text.length > 0 && { description: text.join('\n') }),
      ...this.exact.get(path),
    };
  }

  /** By its own directive, or else that of the nearest account above; by its name where neither says it. */
  private typeOf(path: string): AccountType | undefined {
    if (!this.types.has(path)) {
      const declared = [path, ...pathsAbove(path)].map((each) => this.declaredType(each)).find((type) => type !== undefined);
      this.types.set(path, declared ?? typesByName.find(([pattern]) => pattern.test(path))?.[1]);
    }
    return this.types.get(path);
  }

  private declaredType(path: string): AccountType | undefined {
    const seen = this.seen.get(path);
    for (const comment of seen?.comments ?? []) {
      const [, value] = typeTag.exec(comment) ?? [];
      if (value === undefined) continue;
      const type = typesByTag[value.toLowerCase()];
      if (!type) this.problems.add(seen!.line, `${value || 'Nothing'} is no type of account; there are A, L, E, R, X, C and V.`);
      return type;
    }
    return undefined;
  }
}

function isCash(comments: readonly string[]): boolean {
  return comments.some((comment) => /^c(ash)?$/i.test(typeTag.exec(comment)?.[1] ?? ''));
}

/** What the comment says besides the type. */
function withoutType(comment: string): string {
  return typeTag.test(comment) ? comment.replace(typeTag, '').replace(/^[\s,]+/, '') : comment;
}

/** Of `a:b:c`: `a:b`, then `a`. */
function pathsAbove(path: string): string[] {
  const parts = path.split(':');
  return parts.slice(1).map((_part, index) => parts.slice(0, parts.length - 1 - index).join(':'));
}
