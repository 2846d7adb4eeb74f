import { account, share, type Activity } from './firm';

const ROASTER = 4_800_000;
const USEFUL_MONTHS = 60;
const LOAN = 6_000_000;
const YEARLY_INTEREST = 0.066;
const INSTALMENT = 117_700;
const BANK = 'First Harbor Bank';

/** How the firm began: the owner's money, a loan, a roaster, and petty cash. */
export const begin: Activity = (firm, day) => {
  if (firm.transactions.length > 0) return;
  firm.post(day, 'financing', 'Owner puts in capital', 'Mara Lindholm', [
    [account.bank, 5_500_000],
    [account.equity, -5_500_000],
  ]);
  firm.post(day, 'financing', 'Loan paid out', BANK, [
    [account.bank, LOAN],
    [account.loan, -LOAN],
  ]);
  firm.post(day, 'equipment', 'Drum roaster, 15 kg', 'Ironbark Roasters', [
    [account.equipment, ROASTER],
    [account.bank, -ROASTER],
  ]);
  firm.post(day, 'financing', 'Till float', null, [
    [account.pettyCash, 30_000],
    [account.bank, -30_000],
  ]);
};

/** The loan's instalment, first interest and then principal; what the owner takes; what the bank pays for the balance. */
export const serveCapital: Activity = (firm, day) => {
  const owed = -firm.balance(account.loan);
  if (day.dayOfMonth === 20 && owed > 0) {
    const interest = share(owed, YEARLY_INTEREST / 12);
    const principal = Math.min(owed, INSTALMENT - interest);
    firm.post(day, 'financing', 'Loan instalment', BANK, [
      [account.interest, interest],
      [account.loan, principal],
      [account.bank, -interest - principal],
    ]);
  }
  if (day.dayOfMonth === 27) {
    const taken = firm.random.whole(18, 26) * 10_000;
    firm.post(day, 'financing', "Owner's draw", 'Mara Lindholm', [
      [account.draws, taken],
      [account.bank, -taken],
    ]);
  }
  if (!day.lastOfMonth || day.month % 3 !== 0) return;
  const earned = share(firm.balance(account.bank), 0.003);
  firm.post(day, 'financing', 'Interest on the balance', BANK, [
    [account.bank, earned],
    [account.otherIncome, -earned],
  ]);
};

/** Straight-line depreciation of the roaster. */
export const depreciate: Activity = (firm, day) => {
  if (!day.lastOfMonth) return;
  const wear = Math.min(ROASTER / USEFUL_MONTHS, firm.balance(account.equipment) + firm.balance(account.depreciated));
  firm.post(day, 'equipment', 'Depreciation of the month', null, [
    [account.depreciation, wear],
    [account.depreciated, -wear],
  ]);
};
