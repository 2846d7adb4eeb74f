import { account, share, type Activity } from './firm';

const importers = ['Cascade Green Coffee', 'Atlas Importers', 'Río Verde Trading'];
const STOCK = 2_600_000;

/** Green coffee every second Thursday, up to the stock that the firm wants, paid in thirty days. */
export const buyCoffee: Activity = (firm, day) => {
  if (day.weekday !== 4 || Math.floor(day.number / 7) % 2 === 1) return;
  const wanted = STOCK - firm.balance(account.inventory);
  if (wanted < 100_000) return;
  const cost = share(wanted, 0.92 + firm.random.next() * 0.12);
  const importer = firm.random.pick(importers);
  firm.post(day, 'purchases', 'Green coffee', importer, [
    [account.inventory, cost],
    [account.payables, -cost],
  ]);
  firm.later(day, 30, (_firm, later) => {
    firm.post(later, 'payments', 'Green coffee paid', importer, [
      [account.payables, cost],
      [account.bank, -cost],
    ]);
  });
};

/** Small things on the company's card. */
export const buyByCard: Activity = (firm, day) => {
  const buy = (code: typeof account.software | typeof account.supplies | typeof account.marketing | typeof account.travel) => {
    return (description: string, counterparty: string, units: number) =>
      firm.post(day, 'card', description, counterparty, [
        [code, units],
        [account.creditCard, -units],
      ]);
  };
  if (day.dayOfMonth === 5) buy(account.software)('Point of sale and bookkeeping', 'Tillpoint', 18_900);
  if (day.dayOfMonth === 9) buy(account.marketing)('Advertisements', 'City Guide', firm.random.whole(22_000, 48_000));
  if (day.weekday === 2 && firm.random.chance(0.7)) {
    buy(account.supplies)('Bags, filters and cups', 'Paper & Pack', firm.random.whole(4_500, 19_500));
  }
  if (firm.random.chance(0.03)) buy(account.travel)('Visit to a customer', 'Regional Rail', firm.random.whole(3_200, 14_800));
  const owed = -firm.balance(account.creditCard);
  if (day.dayOfMonth !== 25 || owed <= 0) return;
  firm.post(day, 'payments', 'Card statement paid', 'First Harbor Bank', [
    [account.creditCard, owed],
    [account.bank, -owed],
  ]);
};
