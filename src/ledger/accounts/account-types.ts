/** The five classes of accounts, and the side on which each grows. */
export enum AccountType {
  ASSET = 'ASSET',
  LIABILITY = 'LIABILITY',
  EQUITY = 'EQUITY',
  REVENUE = 'REVENUE',
  EXPENSE = 'EXPENSE',
}

export enum AccountStatus {
  ACTIVE = 'ACTIVE',
  ARCHIVED = 'ARCHIVED',
}

export enum EntryDirection {
  DEBIT = 'DEBIT',
  CREDIT = 'CREDIT',
}

export function normalBalanceOf(type: AccountType): EntryDirection {
  return type === AccountType.ASSET || type === AccountType.EXPENSE ? EntryDirection.DEBIT : EntryDirection.CREDIT;
}

/** Every subtype, the type that it belongs to, and what it is for. */
export const subtypeTable = {
  CASH: { type: AccountType.ASSET, meaning: 'Cash and bank accounts.' },
  ACCOUNTS_RECEIVABLE: { type: AccountType.ASSET, meaning: 'What customers owe.' },
  INVENTORY: { type: AccountType.ASSET, meaning: 'Goods held for sale.' },
  PREPAID_EXPENSE: { type: AccountType.ASSET, meaning: 'Paid ahead of use.' },
  OTHER_CURRENT_ASSET: { type: AccountType.ASSET, meaning: 'Other assets that turn into cash within a year.' },
  FIXED_ASSET: { type: AccountType.ASSET, meaning: 'Property and equipment, at cost.' },
  ACCUMULATED_DEPRECIATION: { type: AccountType.ASSET, meaning: 'Depreciation so far; an asset account with a credit balance.' },
  INVESTMENT: { type: AccountType.ASSET, meaning: 'Securities and holdings.' },
  OTHER_ASSET: { type: AccountType.ASSET, meaning: 'Any other asset.' },
  ACCOUNTS_PAYABLE: { type: AccountType.LIABILITY, meaning: 'What suppliers are owed.' },
  CREDIT_CARD: { type: AccountType.LIABILITY, meaning: 'Credit cards.' },
  ACCRUED_LIABILITY: { type: AccountType.LIABILITY, meaning: 'Owed but not yet invoiced.' },
  TAX_PAYABLE: { type: AccountType.LIABILITY, meaning: 'Taxes owed.' },
  DEFERRED_REVENUE: { type: AccountType.LIABILITY, meaning: 'Received ahead of delivery.' },
  OTHER_CURRENT_LIABILITY: { type: AccountType.LIABILITY, meaning: 'Other debts due within a year.' },
  LONG_TERM_DEBT: { type: AccountType.LIABILITY, meaning: 'Loans due after a year.' },
  OTHER_LIABILITY: { type: AccountType.LIABILITY, meaning: 'Any other liability.' },
  OWNER_EQUITY: { type: AccountType.EQUITY, meaning: 'What the owners put in.' },
  RETAINED_EARNINGS: { type: AccountType.EQUITY, meaning: 'Earnings of earlier years.' },
  DIVIDENDS: { type: AccountType.EQUITY, meaning: 'What the owners took out.' },
  OTHER_EQUITY: { type: AccountType.EQUITY, meaning: 'Any other equity.' },
  SALES: { type: AccountType.REVENUE, meaning: 'Sales of goods and services.' },
  OTHER_INCOME: { type: AccountType.REVENUE, meaning: 'Any other income.' },
  COST_OF_GOODS_SOLD: { type: AccountType.EXPENSE, meaning: 'Direct cost of what was sold.' },
  OPERATING_EXPENSE: { type: AccountType.EXPENSE, meaning: 'Running the business.' },
  PAYROLL_EXPENSE: { type: AccountType.EXPENSE, meaning: 'Wages and what goes with them.' },
  DEPRECIATION_EXPENSE: { type: AccountType.EXPENSE, meaning: 'Wear of fixed assets.' },
  INTEREST_EXPENSE: { type: AccountType.EXPENSE, meaning: 'Interest on debts.' },
  TAX_EXPENSE: { type: AccountType.EXPENSE, meaning: 'Taxes on income.' },
  OTHER_EXPENSE: { type: AccountType.EXPENSE, meaning: 'Any other expense.' },
} as const satisfies Record<string, { type: AccountType; meaning: string }>;

export type AccountSubtype = keyof typeof subtypeTable;

/** The subtypes as an enum object, each name its own value. */
export const AccountSubtypes = Object.fromEntries(Object.keys(subtypeTable).map((name) => [name, name])) as { [S in AccountSubtype]: S };
