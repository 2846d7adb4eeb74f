import { DAYS_KEPT, type ClientHistory } from '../client-history';
import { DAY, HOUR } from '../durations';
import { clientSubject } from '../subjects';
import type { Rule } from './rule';

const POSTING_DAYS = 10;
const HOURS_BESIDE = 2;

/** Books are rarely kept at three in the morning by those who keep them at three in the afternoon. */
export const unusualHours: Rule = {
  terms: {
    kind: 'UNUSUAL_HOURS',
    severity: 'MEDIUM',
    threshold: `a client posts at an hour (UTC) at which, and within ${HOURS_BESIDE} hours of which, it has posted on no other workday, or no other weekend`,
    window: null,
    history: `postings on ${POSTING_DAYS} of the last ${DAYS_KEPT} days`,
    coolDown: DAY,
  },
  watch: () => ({
    posting(posting, client) {
      const { at, transactionId } = posting;
      const subject = clientSubject(posting);
      // An hour in which it has posted already was looked at then.
      if (!client || subject === undefined || client.postings.at(at) > 0 || isUsual(client, at)) return undefined;
      const days = postingDays(client, at);
      if (days < POSTING_DAYS) return undefined;
      return {
        subject,
        owner: posting,
        from: at,
        to: at,
        observed: 1,
        expected: 0,
        summary:
          `The client posted at ${new Date(at).toISOString().slice(11, 16)} UTC on a ${isWeekend(at) ? 'weekend' : 'workday'}, an hour at which it usually posts nothing. ` +
          'Somebody works late, or somebody else does: look at what was posted, and reverse it if nobody knows of it.',
        evidence: { transactionId, postingDays: days, hourUtc: new Date(at).getUTCHours() },
      };
    },
  }),
};

/** Today does not count: whoever goes on until morning would make each hour usual for the next. */
function isUsual({ postings }: ClientHistory, at: number): boolean {
  for (let days = 1; days < DAYS_KEPT; days += 1) {
    const then = at - days * DAY;
    if (isWeekend(then) !== isWeekend(at)) continue;
    for (let beside = -HOURS_BESIDE; beside <= HOURS_BESIDE; beside += 1) if (postings.at(then + beside * HOUR) > 0) return true;
  }
  return false;
}

function postingDays({ postings }: ClientHistory, at: number): number {
  const today = Math.floor(at / DAY) * DAY;
  const hours = (day: number) => Array.from({ length: 24 }, (_, hour) => postings.at(day + hour * HOUR));
  const days = Array.from({ length: DAYS_KEPT - 1 }, (_, index) => today - (index + 1) * DAY);
  return days.filter((day) => hours(day).some((count) => count > 0)).length;
}

function isWeekend(at: number): boolean {
  return new Date(at).getUTCDay() % 6 === 0;
}
