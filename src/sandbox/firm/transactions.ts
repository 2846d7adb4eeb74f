import { buyByCard, buyCoffee } from './buying';
import { daysUpTo } from './calendar';
import { begin, depreciate, serveCapital } from './financing';
import { Firm, type Activity, type FirmTransaction } from './firm';
import { Random } from './random';
import { keepTheShop, payPeople, payTaxes } from './running';
import { sellOverTheCounter, sellSubscriptions, sellWholesale, teach } from './selling';

const activities: readonly Activity[] = [
  begin,
  buyCoffee,
  sellWholesale,
  sellOverTheCounter,
  sellSubscriptions,
  teach,
  buyByCard,
  payPeople,
  keepTheShop,
  payTaxes,
  serveCapital,
  depreciate,
];

const MONTHS = 18;

/**
 * The transactions of a small coffee roaster on the standard chart, in the order of their dates: eighteen months and what has passed of
 * the current one. The same for the same seed and the same day. `now` is in ms since 1970.
 */
export function firmTransactions(now: number, seed: number): readonly FirmTransaction[] {
  const firm = new Firm(new Random(seed));
  for (const day of daysUpTo(now, MONTHS)) firm.live(day, activities);
  return firm.transactions;
}
