import { AccountType, type AccountRow, type AccountSubtype } from '../ledger';

export type Activity = 'operating' | 'investing' | 'financing';

/** Where what moves on a balance sheet account shows in the cash flow statement. Cash and accumulated depreciation have lines of their own. */
const activities: Partial<Record<AccountSubtype, Activity>> = {
  ACCOUNTS_RECEIVABLE: 'operating',
  INVENTORY: 'operating',
  PREPAID_EXPENSE: 'operating',
  OTHER_CURRENT_ASSET: 'operating',
  ACCOUNTS_PAYABLE: 'operating',
  CREDIT_CARD: 'operating',
  ACCRUED_LIABILITY: 'operating',
  TAX_PAYABLE: 'operating',
  DEFERRED_REVENUE: 'operating',
  OTHER_CURRENT_LIABILITY: 'operating',
  FIXED_ASSET: 'investing',
  INVESTMENT: 'investing',
  OTHER_ASSET: 'investing',
  LONG_TERM_DEBT: 'financing',
  OTHER_LIABILITY: 'financing',
  OWNER_EQUITY: 'financing',
  RETAINED_EARNINGS: 'financing',
  DIVIDENDS: 'financing',
  OTHER_EQUITY: 'financing',
};

export const activityOf = ({ subtype }: AccountRow) => (subtype === null ? undefined : activities[subtype]);
export const isCash = ({ subtype }: AccountRow) => subtype === 'CASH';
export const isDepreciation = ({ subtype }: AccountRow) => subtype === 'DEPRECIATION_EXPENSE';
export const isAccumulatedDepreciation = ({ subtype }: AccountRow) => subtype === 'ACCUMULATED_DEPRECIATION';

/** Revenue and expenses are in net income whatever they are used for. */
export const isUnclassified = ({ type, subtype }: AccountRow) =>
  subtype === null && type !== AccountType.REVENUE && type !== AccountType.EXPENSE;
