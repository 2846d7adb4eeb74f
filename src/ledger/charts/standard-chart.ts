import { AccountType, type AccountSubtype } from '../accounts/account-types';

export interface ChartAccount {
  readonly code: string;
  readonly name: string;
  readonly type: AccountType;
  readonly subtype: AccountSubtype;
}

const of =
  (type: AccountType) =>
  (code: string, name: string, subtype: AccountSubtype): ChartAccount => ({ code, name, type, subtype });

const asset = of(AccountType.ASSET);
const liability = of(AccountType.LIABILITY);
const equity = of(AccountType.EQUITY);
const revenue = of(AccountType.REVENUE);
const expense = of(AccountType.EXPENSE);

/** A chart for a small firm that sells goods and services. */
export const standardChart: readonly ChartAccount[] = [
  asset('1000', 'Cash at bank', 'CASH'),
  asset('1010', 'Petty cash', 'CASH'),
  asset('1100', 'Accounts receivable', 'ACCOUNTS_RECEIVABLE'),
  asset('1200', 'Inventory', 'INVENTORY'),
  asset('1300', 'Prepaid expenses', 'PREPAID_EXPENSE'),
  asset('1500', 'Equipment', 'FIXED_ASSET'),
  asset('1510', 'Accumulated depreciation', 'ACCUMULATED_DEPRECIATION'),
  liability('2000', 'Accounts payable', 'ACCOUNTS_PAYABLE'),
  liability('2100', 'Credit card', 'CREDIT_CARD'),
  liability('2200', 'Accrued liabilities', 'ACCRUED_LIABILITY'),
  liability('2300', 'Sales tax payable', 'TAX_PAYABLE'),
  liability('2310', 'Payroll tax payable', 'TAX_PAYABLE'),
  liability('2400', 'Deferred revenue', 'DEFERRED_REVENUE'),
  liability('2700', 'Bank loan', 'LONG_TERM_DEBT'),
  equity('3000', "Owner's equity", 'OWNER_EQUITY'),
  equity('3100', "Owner's draws", 'DIVIDENDS'),
  equity('3900', 'Retained earnings', 'RETAINED_EARNINGS'),
  revenue('4000', 'Sales', 'SALES'),
  revenue('4100', 'Services', 'SALES'),
  revenue('4900', 'Other income', 'OTHER_INCOME'),
  expense('5000', 'Cost of goods sold', 'COST_OF_GOODS_SOLD'),
  expense('6000', 'Payroll', 'PAYROLL_EXPENSE'),
  expense('6010', 'Payroll taxes', 'PAYROLL_EXPENSE'),
  expense('6100', 'Rent', 'OPERATING_EXPENSE'),
  expense('6110', 'Utilities', 'OPERATING_EXPENSE'),
  expense('6120', 'Office supplies', 'OPERATING_EXPENSE'),
  expense('6130', 'Software', 'OPERATING_EXPENSE'),
  expense('6140', 'Insurance', 'OPERATING_EXPENSE'),
  expense('6150', 'Marketing', 'OPERATING_EXPENSE'),
  expense('6160', 'Travel', 'OPERATING_EXPENSE'),
  expense('6170', 'Professional fees', 'OPERATING_EXPENSE'),
  expense('6180', 'Bank fees', 'OPERATING_EXPENSE'),
  expense('6200', 'Depreciation', 'DEPRECIATION_EXPENSE'),
  expense('7000', 'Interest', 'INTEREST_EXPENSE'),
  expense('8000', 'Income tax', 'TAX_EXPENSE'),
];
