import {
  anywhere,
  byId,
  changeThere,
  command,
  companyThere,
  credentialsOf,
  drafting,
  everywhere,
  fieldOf,
  forAll,
  objectThere,
  ofOthers,
  ownRead,
  ownWrite,
  posting,
  type Need,
  type Outcome,
  type Row,
} from './authorization-row';
import type { Caller } from './callers';
import type { World } from './world';

const company = (world: World) => world.companyId;
const account = (world: World) => world.accountId;
const transaction = (world: World) => world.transactionId;
const spare = (world: World) => world.spare.developerId;
const self = (world: World, caller: Caller) => world.clients[caller.developer]!.developerId;
const ownCredential = (world: World, caller: Caller) => world.credentialIds[caller.developer]!;
const ownAnomaly = (world: World, caller: Caller) => world.anomalyIds[caller.developer]!;
const access = (world: World, caller: Caller) => ({ developerId: self(world, caller), companyId: world.companyId, role: 'EMPTY' });
const draft = {
  date: '2026-01-31',
  description: 'x',
  status: 'PENDING',
  entries: [
    { accountCode: '1000', direction: 'DEBIT', amount: '1.00' },
    { accountCode: '4000', direction: 'CREDIT', amount: '1.00' },
  ],
};
let serial = 0;

/** A statement of the company, and the field of it that leads to the company. */
function statementRows(name: string, type: string, args: string): Record<string, Row> {
  const asked = (selection: string) => byId(`${name}(companyId: $id, ${args}) { ${selection} }`, company);
  return {
    [`Query.${name}`]: { ...asked('currency'), ...companyThere('reports:read') },
    [`${type}.company`]: { ...asked('company { id }'), ...fieldOf(`Query.${name}`, 'companies:read') },
  };
}

/**
 * What each field needs, said once more and by hand: the program must agree with it. A name may say after a space which of a field's
 * uses it is about. Rows are tried in this order.
 */
export const table: Readonly<Record<string, Row>> = {
  'Query.viewer': { document: '{ viewer { permissions } }', door: [] },
  'Query.node of a company': { ...byId('node(id: $id) { id }', company), ...objectThere('companies:read'), door: [] },
  'Query.node of an account': { ...byId('node(id: $id) { id }', account), ...objectThere('accounts:read'), door: [] },
  'Query.node of a transaction': {
    ...byId('node(id: $id) { id }', transaction),
    ...objectThere('transactions:read'),
    door: [],
  },
  'Query.node of oneself': { ...byId('node(id: $id) { id }', self), ...ownRead, door: [] },
  'Query.node of another developer': {
    ...byId('node(id: $id) { id }', spare),
    door: [],
    uses: [everywhere('developers:read')],
    unseen: 'null',
  },
  'Query.node of own credentials': { ...byId('node(id: $id) { id }', ownCredential), ...ownRead, door: [] },
  'Query.nodes': { ...byId('nodes(ids: [$id]) { id }', company), ...objectThere('companies:read'), door: [] },
  'Query.company': { ...byId('company(id: $id) { id }', company), ...objectThere('companies:read') },
  'Company.taxId': { ...byId('company(id: $id) { taxId }', company), ...fieldOf('Query.company', 'companies:read_tax_id') },
  'Company.accounts': { ...byId('company(id: $id) { accounts { totalCount } }', company), ...fieldOf('Query.company', 'accounts:read') },
  'Company.transactions': {
    ...byId('company(id: $id) { transactions { totalCount } }', company),
    ...fieldOf('Query.company', 'transactions:read'),
  },
  'Company.journalHead': {
    ...byId('company(id: $id) { journalHead { number } }', company),
    ...fieldOf('Query.company', 'transactions:read'),
  },
  'Query.companies': { document: '{ companies { totalCount nodes { id } } }', door: ['companies:read'] },
  'Query.account': { ...byId('account(id: $id) { id }', account), ...objectThere('accounts:read') },
  'Account.company': { ...byId('account(id: $id) { company { id } }', account), ...fieldOf('Query.account', 'companies:read') },
  'Account.balances': { ...byId('account(id: $id) { balances { amount } }', account), ...fieldOf('Query.account', 'accounts:read') },
  'Query.accounts': { ...byId('accounts(companyId: $id) { totalCount nodes { id } }', company), ...companyThere('accounts:read') },
  'Query.transaction': { ...byId('transaction(id: $id) { id }', transaction), ...objectThere('transactions:read') },
  'Transaction.company': {
    ...byId('transaction(id: $id) { company { id } }', transaction),
    ...fieldOf('Query.transaction', 'companies:read'),
  },
  'Query.transactions': {
    ...byId('transactions(companyId: $id) { totalCount nodes { id } }', company),
    ...companyThere('transactions:read'),
  },
  ...statementRows('trialBalance', 'TrialBalance', 'asOf: "2026-12-31"'),
  ...statementRows('balanceSheet', 'BalanceSheet', 'asOf: "2026-12-31"'),
  ...statementRows('incomeStatement', 'IncomeStatement', 'from: "2026-01-01", to: "2026-12-31"'),
  ...statementRows('cashFlowStatement', 'CashFlowStatement', 'from: "2026-01-01", to: "2026-12-31"'),
  ...statementRows('statementChanges', 'StatementChanges', 'to: "2026-12-31", knownAt: "2026-01-01T00:00:00Z"'),
  'StatementChanges.transactions': {
    ...byId('statementChanges(companyId: $id, to: "2026-12-31", knownAt: "2026-01-01T00:00:00Z") { transactions { totalCount } }', company),
    ...fieldOf('Query.statementChanges', 'transactions:read'),
  },
  'Query.generalLedger': {
    document: `query ($id: ID!, $accountId: ID!) {
      generalLedger(companyId: $id, accountId: $accountId, from: "2026-01-01", to: "2026-12-31") { totalCount closingBalance { amount } }
    }`,
    variables: (world) => ({ id: world.companyId, accountId: world.accountId }),
    ...companyThere('reports:read'),
  },
  'Query.developer': { ...byId('developer(id: $id) { id }', self), ...ownRead, door: ['developers:read', 'self:read'] },
  'Query.developer of another': {
    ...byId('developer(id: $id) { id }', spare),
    door: ['developers:read', 'self:read'],
    uses: [everywhere('developers:read')],
    unseen: 'null',
  },
  'AccessGrant.company': {
    ...byId('developer(id: $id) { access { company { id } } }', self),
    ...fieldOf('Query.developer', 'companies:read'),
  },
  'Developer.credentials': {
    ...byId('developer(id: $id) { credentials { id } }', self),
    ...credentialsOf('Query.developer', ...ownRead.uses),
  },
  'Developer.credentials of the caller': {
    document: '{ viewer { developer { credentials { id } } } }',
    ...credentialsOf('Query.viewer', ...ownRead.uses),
  },
  'Developer.credentials of another, shown by a change': {
    ...command('updateDeveloper', (world) => ({ id: spare(world) }), 'developer { credentials { id } }'),
    ...credentialsOf('Mutation.updateDeveloper of another', everywhere('developers:read')),
  },
  'Query.developers': { document: '{ developers { totalCount nodes { id } } }', ...forAll('developers:read') },
  'Query.auditEvents': { document: '{ auditEvents { totalCount nodes { id } } }', door: ['audit:read'] },
  'Query.auditEvents of a company': {
    ...byId('auditEvents(filter: { companyId: $id }) { totalCount nodes { id } }', company),
    ...companyThere('audit:read'),
  },
  'Query.roles': { document: '{ roles { name } }', door: ['developers:read', 'self:read'] },
  'Query.usage': {
    document: '{ usage(from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z") { totals { requests } series { start } } }',
    door: ['usage:read'],
  },
  'Query.anomalies': { document: '{ anomalies { totalCount nodes { id } } }', door: ['usage:read'] },
  'Query.node of an anomaly': {
    ...byId('node(id: $id) { id }', (world) => world.anomalyIds['spare']!),
    door: [],
    all: [everywhere('usage:read'), everywhere('developers:read')],
    unseen: 'null',
  },
  'Query.node of an anomaly of one’s own': {
    ...byId('node(id: $id) { id }', ownAnomaly),
    door: [],
    all: [anywhere('usage:read')],
    unseen: 'null',
  },
  'Mutation.acknowledgeAnomaly': {
    ...command('acknowledgeAnomaly', (world) => ({ id: world.anomalyIds['spare'] })),
    door: ['developers:write'],
    all: [everywhere('usage:read'), everywhere('developers:read'), everywhere('developers:write')],
    unseen: 'NOT_FOUND',
  },
  'Mutation.acknowledgeAnomaly of one’s own': {
    ...command('acknowledgeAnomaly', (...asked) => ({ id: ownAnomaly(...asked) })),
    door: ['developers:write'],
    all: [anywhere('usage:read'), everywhere('developers:write')],
    seenBy: [anywhere('usage:read')],
    unseen: 'NOT_FOUND',
  },
  'Mutation.token': {
    document: 'mutation ($id: String!, $secret: String!) { token(clientId: $id, clientSecret: $secret) { expiresIn } }',
    variables: ({ clients }) => ({ id: clients['DEVELOPER']!.clientId, secret: clients['DEVELOPER']!.clientSecret }),
    door: null,
  },

  'Mutation.updateCompany': {
    ...command('updateCompany', (world) => ({ id: world.companyId, legalName: 'Renamed' })),
    ...companyThere('companies:write'),
  },
  'Mutation.archiveCompany': {
    ...command('archiveCompany', (world) => ({ id: world.spareCompanyId })),
    ...companyThere('companies:write'),
  },
  'Mutation.createAccount': {
    ...command('createAccount', (world) => ({ companyId: world.companyId, code: `9${(serial += 1)}`, name: 'New', type: 'ASSET' })),
    ...companyThere('accounts:write'),
  },
  'Mutation.updateAccount': {
    ...command('updateAccount', (world) => ({ id: world.accountId, name: 'Renamed' })),
    ...changeThere('accounts:write', 'accounts:read'),
  },
  'Mutation.archiveAccount': {
    ...command('archiveAccount', (world) => ({ id: world.spareAccountId })),
    ...changeThere('accounts:write', 'accounts:read'),
  },
  'Mutation.createTransaction of a draft': {
    ...command('createTransaction', (world) => ({ companyId: world.companyId, ...draft })),
    ...drafting,
  },
  'Mutation.createTransaction that is posted': {
    ...command('createTransaction', (world) => ({ companyId: world.companyId, ...draft, status: 'POSTED' })),
    ...posting,
  },
  'Mutation.createTransactions of drafts': {
    ...command('createTransactions', (world) => ({ companyId: world.companyId, transactions: [draft] })),
    ...drafting,
  },
  'Mutation.createTransactions that are posted': {
    ...command('createTransactions', (world) => ({ companyId: world.companyId, transactions: [{ ...draft, status: 'POSTED' }] })),
    ...posting,
  },
  'Mutation.updateTransaction': {
    ...command('updateTransaction', (world) => ({ id: world.transactionId, description: 'Said anew' })),
    ...changeThere('transactions:write', 'transactions:read'),
  },
  'Mutation.postTransaction': {
    ...command('postTransaction', (world) => ({ id: world.takeDraft() })),
    ...changeThere('transactions:post', 'transactions:read'),
  },
  'Mutation.voidTransaction': {
    ...command('voidTransaction', (world) => ({ id: world.takeDraft() })),
    ...changeThere('transactions:write', 'transactions:read'),
  },
  'Mutation.reverseTransaction': {
    ...command('reverseTransaction', (world) => ({ id: world.takePosted() })),
    ...changeThere('transactions:post', 'transactions:read'),
  },

  'Mutation.closeBooks': {
    ...command('closeBooks', (world) => ({ companyId: world.companyId, through: '2000-12-31' })),
    ...companyThere('books:close'),
  },
  'Mutation.reopenBooks': {
    ...command('reopenBooks', (world) => ({ companyId: world.companyId, reason: 'x' })),
    ...companyThere('books:close'),
  },
  'Mutation.createDeveloper': { ...command('createDeveloper', () => ({ name: 'New' })), ...forAll('developers:write') },
  'Mutation.updateDeveloper': { ...command('updateDeveloper', (...asked) => ({ id: self(...asked), name: 'Me' })), ...ownWrite },
  'Mutation.updateDeveloper of another': {
    ...command('updateDeveloper', (world) => ({ id: spare(world), name: 'Renamed' })),
    ...ofOthers,
    door: ['self:write', 'developers:write'],
  },
  'Mutation.suspendDeveloper': { ...command('suspendDeveloper', (world) => ({ id: spare(world) })), ...ofOthers },
  'Mutation.reinstateDeveloper': { ...command('reinstateDeveloper', (world) => ({ id: spare(world) })), ...ofOthers },
  'Mutation.createCredential': { ...command('createCredential', () => ({ scope: [] })), ...ownWrite },
  'Mutation.createCredential for another': {
    ...command('createCredential', (world) => ({ developerId: spare(world), scope: [] })),
    ...ofOthers,
    door: ['self:write', 'developers:write'],
  },
  'Mutation.rotateCredential': { ...command('rotateCredential', (...asked) => ({ id: ownCredential(...asked) })), ...ownWrite },
  'Mutation.rotateCredential of another': {
    ...command('rotateCredential', (world) => ({ id: world.spare.credentialId })),
    ...ofOthers,
    door: ['self:write', 'developers:write'],
  },
  'Mutation.revokeCredential': { ...command('revokeCredential', (...asked) => ({ id: ownCredential(...asked) })), ...ownWrite },
  'Mutation.revokeCredential of another': {
    ...command('revokeCredential', (world) => ({ id: world.spare.credentialId })),
    ...ofOthers,
    door: ['self:write', 'developers:write'],
  },
  'Mutation.grantAccess': { ...command('grantAccess', access), ...companyThere('developers:write') },
  'Mutation.revokeAccess': { ...command('revokeAccess', access), ...companyThere('developers:write') },
  'Mutation.createRole': { ...command('createRole', () => ({ name: `New ${(serial += 1)}`, permissions: [] })), ...forAll('roles:write') },
  'Mutation.updateRole': { ...command('updateRole', () => ({ name: 'EMPTY', description: 'x' })), ...forAll('roles:write') },
  'Mutation.deleteRole': { ...command('deleteRole', (world) => ({ name: world.takeRole() })), ...forAll('roles:write') },

  // The last row: whoever opens a company may do more from then on.
  'Mutation.createCompany': { ...command('createCompany', () => ({ legalName: 'New', chart: 'EMPTY' })), ...forAll('companies:create') },
};

/** What the caller is told, by the row alone. */
export function expected(row: Row, caller: Caller): Outcome {
  const { door, uses = [], all = [], seenBy = [] } = row;
  if (row.via !== undefined) {
    const reached = expected(table[row.via]!, caller);
    if (reached !== 'ok') return reached;
    return uses.some((need) => meets(caller, need)) ? 'ok' : 'FORBIDDEN';
  }
  if (door === null) return 'ok';
  if (caller.name === 'anonymous') return 'UNAUTHENTICATED';
  if (door.length > 0 && !door.some((permission) => meets(caller, [permission, 'anywhere']))) return 'FORBIDDEN';
  const isUsable = uses.length === 0 || uses.some((need) => meets(caller, need));
  if (isUsable && all.every((need) => meets(caller, need))) return 'ok';
  return seenBy.some((need) => meets(caller, need)) ? 'FORBIDDEN' : row.unseen!;
}

function meets({ everywhere: all, there: here, elsewhere }: Caller, [permission, where]: Need): boolean {
  if (all.includes(permission)) return true;
  return (where !== 'everywhere' && here.includes(permission)) || (where === 'anywhere' && elsewhere.includes(permission));
}
