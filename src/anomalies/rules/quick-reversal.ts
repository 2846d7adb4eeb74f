import { DAY, inWords, MINUTE, SECOND } from '../durations';
import { clientSubject } from '../subjects';
import type { Rule } from './rule';

const SOON = 5 * MINUTE;

/** Mostly a slip that was put right; also how one tries whether a posting goes through. */
export const quickReversal: Rule = {
  terms: {
    kind: 'QUICK_REVERSAL',
    severity: 'LOW',
    threshold: `a transaction is reversed within ${inWords(SOON)} of its posting`,
    window: null,
    history: null,
    coolDown: 14 * DAY,
  },
  watch: () => ({
    posting(posting) {
      const { at, companyKey, transactionId, reverses } = posting;
      if (!reverses || at - reverses.postedAt > SOON) return undefined;
      const seconds = Math.max(0, Math.round((at - reverses.postedAt) / SECOND));
      return {
        subject: clientSubject(posting) ?? `company ${companyKey}`,
        owner: posting,
        from: reverses.postedAt,
        to: at,
        observed: seconds,
        expected: null,
        summary:
          `A transaction was reversed ${inWords(seconds * SECOND)} after it was posted. ` +
          'Mostly a slip was put right. If it happens again and again, see what is posted and taken back, and whether anything was done in between.',
        evidence: { transactionId: reverses.transactionId, reversalId: transactionId, seconds },
      };
    },
  }),
};
