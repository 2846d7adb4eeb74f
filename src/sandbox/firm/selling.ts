import type { Day } from './calendar';
import { account, share, type Activity, type Firm } from './firm';

const customers = ['Corner Table Bistro', 'Alder Street Bakery', 'Northside Grocery Co-op', 'Hotel Meridian', 'Blue Door Books & Café',
  'Kestrel Coworking', 'Fairview Farmers Market', 'Sundown Diner', 'Lakeside Catering', 'Union Hall Canteen']; // prettier-ignore

const blends = ['house blend', 'espresso roast', 'decaf blend', 'single origin Huila', 'cold brew blend'];

const WHOLESALE_COST = 0.46;
const RETAIL_COST = 0.33;
const SALES_TAX = 0.0825;
const CARD_FEE = 0.026;

/** People buy more coffee in winter. */
function season({ month }: Day): number {
  return [1.06, 1.04, 1.0, 0.98, 0.95, 0.91, 0.89, 0.9, 0.97, 1.03, 1.1, 1.17][month - 1]!;
}

/** Invoices to cafés and shops on Mondays, Wednesdays and Fridays, paid in ten to forty days. */
export const sellWholesale: Activity = (firm, day) => {
  if (![1, 3, 5].includes(day.weekday) || firm.balance(account.inventory) === 0 || firm.random.chance(0.15)) return;
  const customer = firm.random.pick(customers);
  const [kilograms, price] = [firm.random.whole(30, 125), firm.random.whole(1_850, 2_350)];
  const net = share(kilograms * price, season(day));
  const cost = share(net, WHOLESALE_COST);
  firm.post(day, 'wholesale', `Invoice: ${kilograms} kg ${firm.random.pick(blends)}`, customer, [
    [account.receivables, net],
    [account.sales, -net],
    [account.costOfGoods, cost],
    [account.inventory, -cost],
  ]);
  collect(firm, day, customer, net);
};

/** A week's takings of the shop, by card: tax is owed on them, and the card company keeps its part. */
export const sellOverTheCounter: Activity = (firm, day) => {
  if (day.weekday !== 0 || firm.balance(account.inventory) === 0) return;
  const net = share(firm.random.whole(410_000, 540_000), season(day));
  const tax = share(net, SALES_TAX);
  const fee = share(net + tax, CARD_FEE);
  const cost = share(net, RETAIL_COST);
  firm.post(day, 'shop', 'Shop takings of the week', 'Card terminal', [
    [account.bank, net + tax - fee],
    [account.bankFees, fee],
    [account.sales, -net],
    [account.salesTax, -tax],
    [account.costOfGoods, cost],
    [account.inventory, -cost],
  ]);
};

/** Barista courses for other firms' people. */
export const teach: Activity = (firm, day) => {
  if (![8, 22].includes(day.dayOfMonth) || firm.random.chance(0.2)) return;
  const customer = firm.random.pick(customers);
  const [people, fee] = [firm.random.whole(3, 8), 12_500];
  firm.post(day, 'training', `Barista course for ${people}`, customer, [
    [account.receivables, people * fee],
    [account.services, -people * fee],
  ]);
  collect(firm, day, customer, people * fee);
};

/** Subscriptions are paid a quarter ahead, and earned month by month. */
export const sellSubscriptions: Activity = (firm, day) => {
  const members = 58 + (day.number % 17);
  if (day.dayOfMonth === 2 && day.month % 3 === 1) {
    firm.post(day, 'subscriptions', `Coffee club, ${members} members, one quarter`, 'Coffee club', [
      [account.bank, members * 9_000],
      [account.deferred, -members * 9_000],
    ]);
  }
  const held = -firm.balance(account.deferred);
  if (!day.lastOfMonth || held <= 0) return;
  const earned = day.month % 3 === 0 ? held : share(held, day.month % 3 === 1 ? 1 / 3 : 1 / 2);
  const cost = share(earned, RETAIL_COST);
  firm.post(day, 'subscriptions', 'Coffee club boxes delivered', 'Coffee club', [
    [account.deferred, earned],
    [account.sales, -earned],
    [account.costOfGoods, cost],
    [account.inventory, -cost],
  ]);
};

function collect(firm: Firm, day: Day, customer: string, units: number): void {
  firm.later(day, firm.random.whole(10, 40), (_firm, later) => {
    firm.post(later, 'receipts', 'Payment received', customer, [
      [account.bank, units],
      [account.receivables, -units],
    ]);
  });
}
