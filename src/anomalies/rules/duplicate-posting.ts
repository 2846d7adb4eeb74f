import { LRUCache } from 'lru-cache';
import { DAY, inWords } from '../durations';
import type { PostingSignal } from '../signals';
import { clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

const WINDOW = DAY;
/** Whoever sells the same thing all day posts the same all day. */
const POSTINGS = 50;
const USUAL_SHARE = 0.02;
const MOST_KEPT = 20_000;

interface Earlier {
  readonly transactionId: string;
  readonly at: number;
}

/** A posting that was sent again without its idempotency key. */
export const duplicatePosting: Rule = {
  terms: {
    kind: 'DUPLICATE_POSTING',
    severity: 'MEDIUM',
    threshold: `a transaction is posted that equals another of its company: date, accounts, sides, amounts and currency; not where more than ${USUAL_SHARE * 100} % of the client's do`,
    window: WINDOW,
    history: `${POSTINGS} postings since the server started`,
    coolDown: DAY,
  },
  watch() {
    const seen = new LRUCache<string, Earlier>({ max: MOST_KEPT });
    const prints = new LRUCache<string, string>({ max: MOST_KEPT });
    const clients = new Subjects(() => ({ postings: 0, duplicates: 0 }));
    return {
      posting(posting) {
        const subject = clientSubject(posting) ?? `company ${posting.companyKey}`;
        const client = clients.of(subject);
        const { postings, duplicates } = client;
        const print = `${posting.companyKey} ${posting.fingerprint}`;
        const earlier = seen.get(print);
        client.postings += 1;
        if (posting.reverses) {
          // What was reversed may be posted again.
          seen.delete(prints.get(posting.reverses.transactionId) ?? '');
          return undefined;
        }
        seen.set(print, { transactionId: posting.transactionId, at: posting.at });
        prints.set(posting.transactionId, print);
        if (!earlier || posting.at - earlier.at > WINDOW) return undefined;
        client.duplicates += 1;
        if (postings < POSTINGS || duplicates > USUAL_SHARE * postings) return undefined;
        return suspicionOf(posting, subject, earlier, { postings, duplicates });
      },
    };
  },
};

function suspicionOf(posting: PostingSignal, subject: string, earlier: Earlier, before: { postings: number; duplicates: number }) {
  const { at, transactionId } = posting;
  const seconds = Math.max(0, Math.round((at - earlier.at) / 1_000));
  return {
    subject,
    owner: posting,
    from: earlier.at,
    to: at,
    observed: 1,
    expected: before.duplicates / before.postings,
    summary:
      `A transaction equals one that was posted ${inWords(seconds * 1_000)} before, to the day, the accounts and the amounts. ` +
      'If it was sent twice, reverse one of them, and have the client send an idempotency key with each.',
    evidence: { transactionId, equals: earlier.transactionId, seconds, postingsBefore: before.postings, equalBefore: before.duplicates },
  };
}
