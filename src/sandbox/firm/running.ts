import type { Day } from './calendar';
import { account, share, type Activity, type Firm } from './firm';

const WITHHELD = 0.21;
const EMPLOYER_SHARE = 0.0765;

/** Wages on the fifteenth and the last of the month; the taxes that they leave are paid on the tenth. */
export const payPeople: Activity = (firm, day) => {
  if (day.dayOfMonth === 15 || day.lastOfMonth) {
    const gross = 615_000 + firm.random.whole(0, 60_000);
    const [withheld, added] = [share(gross, WITHHELD), share(gross, EMPLOYER_SHARE)];
    firm.post(day, 'payroll', 'Wages', 'Employees', [
      [account.payroll, gross],
      [account.payrollTaxes, added],
      [account.payrollTax, -withheld - added],
      [account.bank, withheld - gross],
    ]);
  }
  if (day.dayOfMonth === 10) settle(firm, day, account.payrollTax, 'Payroll taxes paid', 'Treasury');
};

/** Rent, power, water, insurance, advice, and what the bank takes. */
export const keepTheShop: Activity = (firm, day) => {
  const pay = (code: Parameters<Firm['balance']>[0], description: string, counterparty: string, units: number) =>
    firm.post(day, 'overheads', description, counterparty, [
      [code, units],
      [account.bank, -units],
    ]);
  if (day.dayOfMonth === 1) pay(account.rent, 'Rent', 'Wharf Street Properties', 320_000);
  if (day.dayOfMonth === 12) settle(firm, day, account.accrued, 'Power and water paid', 'City Utilities');
  if (day.dayOfMonth === 28) pay(account.bankFees, 'Account fee', 'First Harbor Bank', 1_800);
  if (day.dayOfMonth === 18 && day.month % 3 === 0) pay(account.professional, 'Bookkeeping review', 'Lindqvist & Daughters', 65_000);
  if (day.dayOfMonth === 3 && firm.balance(account.prepaid) === 0)
    pay(account.prepaid, 'Insurance for a year', 'Mutual of the Coast', 360_000);
  if (!day.lastOfMonth) return;
  const used = firm.random.whole(31_000, 44_000) + ([12, 1, 2].includes(day.month) ? 9_000 : 0);
  firm.post(day, 'overheads', 'Power and water of the month', 'City Utilities', [
    [account.utilities, used],
    [account.accrued, -used],
  ]);
  firm.post(day, 'overheads', 'Insurance of the month', 'Mutual of the Coast', [
    [account.insurance, 30_000],
    [account.prepaid, -30_000],
  ]);
};

/** Sales tax of last month on the twentieth, income tax each quarter. */
export const payTaxes: Activity = (firm, day) => {
  if (day.dayOfMonth === 1) {
    const owed = -firm.balance(account.salesTax);
    firm.later(day, 19, (_firm, later) => pay(later, account.salesTax, 'Sales tax paid', 'State Department of Revenue', owed));
  }
  if (day.dayOfMonth === 15 && [1, 4, 6, 9].includes(day.month)) pay(day, account.incomeTax, 'Estimated income tax', 'Treasury', 140_000);

  function pay(
    at: Day,
    code: typeof account.salesTax | typeof account.incomeTax,
    description: string,
    counterparty: string,
    units: number,
  ) {
    if (units <= 0) return;
    firm.post(at, 'taxes', description, counterparty, [
      [code, units],
      [account.bank, -units],
    ]);
  }
};

/** Pays all that a liability holds. */
function settle(
  firm: Firm,
  day: Day,
  code: typeof account.payrollTax | typeof account.accrued,
  description: string,
  counterparty: string,
): void {
  const owed = -firm.balance(code);
  if (owed <= 0) return;
  firm.post(day, 'payments', description, counterparty, [
    [code, owed],
    [account.bank, -owed],
  ]);
}
