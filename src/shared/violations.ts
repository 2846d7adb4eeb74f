import { AppError, errorTable, type ErrorCode, type Violation } from './errors';

/** How many broken rules of one object are told. */
const MOST_VIOLATIONS = 50;

/**
 * Collects every broken rule of an input, so that all are told at once.
 * Violation codes are either error codes (UNBALANCED, BOOKS_CLOSED …) or name the rule (REQUIRED, TOO_LONG …).
 */
export class Violations {
  private readonly list: Violation[] = [];

  /** @param most How many are told: nobody reads on, and a flood of mistakes must not cost more than it does to send. */
  constructor(readonly most = MOST_VIOLATIONS) {}

  add(path: readonly (string | number)[], code: string, message: string): void {
    if (this.list.length < this.most) this.list.push({ code, message, path: path.map(String) });
  }

  /** The same violations, to add others to: a decision may be made again from its beginning. */
  copy(): Violations {
    const copy = new Violations(this.most);
    copy.list.push(...this.list);
    return copy;
  }

  get all(): readonly Violation[] {
    return this.list;
  }

  /** @throws AppError with all violations, where there are any. */
  throwIfAny(): void {
    if (this.list.length > 0) throw errorOf(this.list);
  }

  /** Adds REQUIRED, TOO_LONG or NOT_PRINTABLE where `value` is no text of 1 to `max` characters; absent optional text is fine. */
  text(
    path: readonly (string | number)[],
    value: string | null | undefined,
    max: number,
    need: 'required' | 'optional' = 'required',
  ): void {
    if (value === undefined || value === null) {
      if (need === 'required') this.add(path, 'REQUIRED', 'This is required.');
    } else if (value.trim() === '') {
      this.add(path, 'REQUIRED', 'This must not be empty.');
    } else if (value.length > max) {
      this.add(path, 'TOO_LONG', `This has ${value.length} characters; at most ${max} are kept.`);
    } else if (!isStorable(value)) {
      this.add(path, 'NOT_PRINTABLE', 'This holds a NUL character or half of a surrogate pair, which cannot be stored.');
    }
  }

  /** Adds TOO_LONG or NOT_PRINTABLE where a JSON object is over `max` characters as text, or cannot be stored. */
  json(path: readonly (string | number)[], value: object | null | undefined, max: number): void {
    if (value === undefined || value === null) return;
    const text = JSON.stringify(value);
    if (text.length > max) this.add(path, 'TOO_LONG', `This has ${text.length} characters as JSON; at most ${max} are kept.`);
    else if (text.includes('\\u0000')) this.add(path, 'NOT_PRINTABLE', 'This holds a NUL character, which cannot be stored.');
  }
}

// PostgreSQL refuses both in text, so they are refused for every engine.
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Whether both databases can keep a text; what one cannot keep must not be looked for either. */
export function isStorable(text: string): boolean {
  return !unstorable.test(text);
}

/** How many broken rules one error lists. */
const MOST_LISTED = 500;

/** The error for some violations: their common code where that is an error code of its own, BAD_USER_INPUT otherwise. */
export function errorOf(violations: readonly Violation[]): AppError {
  const first = violations[0]!;
  const common = violations.every((violation) => violation.code === first.code) && first.code in errorTable;
  const code = common ? (first.code as ErrorCode) : 'BAD_USER_INPUT';
  const listed = violations.slice(0, MOST_LISTED);
  const which = violations.length > MOST_LISTED ? `the first ${MOST_LISTED} of them in violations` : 'see violations';
  const message = violations.length === 1 ? first.message : `${violations.length} rules are broken; ${which}.`;
  return new AppError(code, message, { violations: listed });
}
