/** Every permission there is, and what it allows. `noun:verb`, as tokens carry them in their scope. */
export const permissionTable = {
  'companies:create': 'Open a company; whoever opens one gets BOOKKEEPER access to it.',
  'companies:read': 'See companies.',
  'companies:write': 'Change and archive companies.',
  'companies:read_tax_id': 'See the tax id of a company.',
  'accounts:read': 'See the chart of accounts and balances.',
  'accounts:write': 'Change the chart of accounts.',
  'transactions:read': 'See transactions.',
  'transactions:write': 'Draft, edit and void transactions.',
  'transactions:post': 'Post and reverse transactions.',
  'books:close': 'Close and reopen books.',
  'reports:read': 'Read statements.',
  'self:read': 'See the own developer account and its credentials.',
  'self:write': 'Change the own developer account and its credentials.',
  'developers:read': "See everyone's developer accounts, credentials and access.",
  'developers:write': "Change everyone's developer accounts, credentials and access.",
  'roles:write': 'Make, change and delete roles.',
  'usage:read': 'See the own usage and anomalies; everyone’s together with developers:read.',
  'audit:read': 'See audit events.',
} as const satisfies Record<string, string>;

export type Permission = keyof typeof permissionTable;

export const permissions = Object.keys(permissionTable) as readonly Permission[];

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissionTable, text);
}

const readsBooks = ['companies:read', 'accounts:read', 'transactions:read', 'reports:read'] as const;
const developer = ['self:read', 'self:write', 'usage:read'] as const;

/** The roles that are always there. ADMIN, DEVELOPER and AUDITOR cannot be changed. */
export const builtInRoles: Readonly<Record<string, { readonly description: string; readonly permissions: readonly Permission[] }>> = {
  ADMIN: { description: 'Everything, in every company.', permissions },
  DEVELOPER: { description: 'Its own account, credentials and usage, and nothing in any books.', permissions: developer },
  AUDITOR: { description: 'Reads companies, accounts, transactions and statements; never writes.', permissions: readsBooks },
  INTEGRATOR: {
    description: 'An application that opens companies and keeps the books of those it opened.',
    permissions: [...developer, 'companies:create'],
  },
  BOOKKEEPER: {
    description: 'Keeps the books of a company, without closing them.',
    permissions: [...readsBooks, 'companies:write', 'accounts:write', 'transactions:write', 'transactions:post'],
  },
};
