import { createHash } from 'node:crypto';
import { AppError } from './errors';
import { Violations } from './violations';

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 100;

/** The Relay connection arguments, as a client sends them. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** The values of one row in the order's columns: where a page begins or ends. */
export type Position = readonly (string | number)[];

/** What a repository needs to read one page: `limit` rows in `direction`, strictly between two positions. */
export interface PageWindow {
  readonly limit: number;
  readonly direction: 'forward' | 'backward';
  readonly after: Position | undefined;
  readonly before: Position | undefined;
}

/** A page of one list. */
export interface PageRequest extends PageWindow {
  /** Binds cursors to the list, filter and order that they came from. */
  readonly fingerprint: string;
}

/**
 * Checks the connection arguments; `list` names the list with its filter and order, and binds the cursors.
 * @throws AppError BAD_USER_INPUT naming all that is wrong: sizes out of 0 to 100, both ends at once, a cursor from elsewhere.
 */
export function parsePage(args: PageArguments, list: unknown): PageRequest {
  const violations = new Violations();
  const fingerprint = createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 11);
  const size = (name: 'first' | 'last') => {
    const value = args[name];
    if (value !== undefined && value !== null && (value < 0 || value > MAX_PAGE)) {
      violations.add([name], 'OUT_OF_RANGE', `A page has 0 to ${MAX_PAGE} rows.`);
    }
    return value ?? undefined;
  };
  const cursor = (name: 'after' | 'before') => {
    const value = args[name];
    if (value === undefined || value === null) return undefined;
    const position = decodeCursor(value, fingerprint);
    if (!position) violations.add([name], 'FOREIGN_CURSOR', 'This cursor does not belong to this list with this filter and order.');
    return position;
  };
  const [first, last, after, before] = [size('first'), size('last'), cursor('after'), cursor('before')];
  if (first !== undefined && last !== undefined) violations.add(['last'], 'EXCLUSIVE', 'Give first or last, not both.');
  violations.throwIfAny();
  return { limit: first ?? last ?? DEFAULT_PAGE, direction: last === undefined ? 'forward' : 'backward', after, before, fingerprint };
}

/** What a page asks of whichever list, so that pages of many lists can be read together. */
export function windowOf({ limit, direction, after, before }: PageRequest): PageWindow {
  return { limit, direction, after, before };
}

/** An opaque cursor for a row: it holds a position and no authority. */
function encodeCursor(position: Position, fingerprint: string): string {
  return Buffer.from(JSON.stringify([fingerprint, ...position])).toString('base64url');
}

function decodeCursor(cursor: string, fingerprint: string): Position | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(value) || value.length < 2 || value[0] !== fingerprint) return undefined;
    const position: unknown[] = value.slice(1);
    const sound = position.every((part) => (typeof part === 'string' && !part.includes('\0')) || Number.isSafeInteger(part));
    return sound ? (position as (string | number)[]) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A page as GraphQL shows it. Edges and the total are made only when they are asked for.
 * `rows` may hold one more than the page: it tells that there is a further page.
 */
export class Connection<T> {
  readonly nodes: readonly T[];
  private readonly more: boolean;

  constructor(
    rows: readonly T[],
    private readonly page: PageRequest,
    private readonly positionOf: (row: T) => Position,
    private readonly count: () => Promise<number>,
  ) {
    this.more = rows.length > page.limit;
    const kept = this.more ? rows.slice(0, page.limit) : rows;
    this.nodes = page.direction === 'forward' ? kept : [...kept].reverse();
  }

  get edges(): readonly { node: T; cursor: string }[] {
    return this.nodes.map((node) => ({ node, cursor: this.cursorOf(node) }));
  }

  get pageInfo() {
    const { direction, after, before } = this.page;
    const [first, last] = [this.nodes[0], this.nodes.at(-1)];
    return {
      hasNextPage: direction === 'forward' ? this.more : before !== undefined,
      hasPreviousPage: direction === 'backward' ? this.more : after !== undefined,
      startCursor: first === undefined ? null : this.cursorOf(first),
      endCursor: last === undefined ? null : this.cursorOf(last),
    };
  }

  totalCount(): Promise<number> {
    return this.count();
  }

  private cursorOf(row: T): string {
    return encodeCursor(this.positionOf(row), this.page.fingerprint);
  }
}

/** @throws AppError BAD_USER_INPUT where a list argument is longer than `max`. */
export function limitLength(values: readonly unknown[], max: number, path: readonly string[]): void {
  if (values.length <= max) return;
  throw new AppError('BAD_USER_INPUT', `${path.join('.')} has ${values.length} items; at most ${max} are taken at once.`, {
    violations: [{ code: 'TOO_MANY', message: `At most ${max} are taken at once.`, path }],
  });
}
