import { isStorable, type Violations } from '../shared/violations';
import type { AccessChange, ChangeAccessParts } from './change-access';
import { isSame } from './subject.repository';
import type { OutsideSubject, OutsideSubjectInput } from './subject.types';

/** They are listed whole with their developer, so their number has a bound. */
const MAX_SUBJECTS = 20;
/** OpenID Connect Core 1.0, section 2. */
const LONGEST_SUBJECT = 255;

type LinkSubjectsParts = Pick<ChangeAccessParts, 'subjects' | 'outsideIssuers'>;

/** Links to make and to end, so that a developer has exactly the subjects that are given. */
export interface SubjectChange {
  readonly added: readonly OutsideSubjectInput[];
  readonly removed: readonly OutsideSubject[];
}

/** Adds a violation for each subject that cannot be linked, and says what is to change of those that the developer has. */
export async function checkSubjects(
  violations: Violations,
  { subjects, outsideIssuers }: LinkSubjectsParts,
  { transaction }: Pick<AccessChange, 'transaction'>,
  given: readonly OutsideSubjectInput[],
  before: readonly OutsideSubject[] = [],
): Promise<SubjectChange> {
  const path = ['input', 'subjects'];
  if (given.length > MAX_SUBJECTS) violations.add(path, 'TOO_MANY', `A developer has at most ${MAX_SUBJECTS} subjects.`);
  const added = given.filter((one) => !before.some((other) => isSame(one, other))).slice(0, MAX_SUBJECTS);
  const taken = await subjects.linked(
    added.filter(({ subject }) => isStorable(subject)),
    transaction,
  );
  for (const one of added) {
    const at = [...path, given.indexOf(one)];
    if (!outsideIssuers.includes(one.issuer)) {
      violations.add(
        [...at, 'issuer'],
        'UNKNOWN_ISSUER',
        'This server is set up to trust no such issuer; it must be the same to the letter.',
      );
    }
    violations.text([...at, 'subject'], one.subject, LONGEST_SUBJECT);
    if (taken.some((other) => isSame(one, other))) violations.add(at, 'SUBJECT_TAKEN', 'The subject is linked to another developer.');
  }
  const once = added.filter((one, index) => added.findIndex((other) => isSame(one, other)) === index);
  return { added: once, removed: before.filter((one) => !given.some((other) => isSame(one, other))) };
}

export async function changeSubjects(
  { subjects }: LinkSubjectsParts,
  { transaction, now }: AccessChange,
  developerKey: number,
  { added, removed }: SubjectChange,
): Promise<void> {
  await subjects.unlink(transaction, removed);
  await subjects.link(transaction, developerKey, added, now);
}
