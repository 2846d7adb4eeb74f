import { entriesOf } from './api-books';

/** What a stranger asks about: the objects of somebody else's company, or ids of the same kind that nothing has. */
export interface Things {
  readonly company: string;
  readonly account: string;
  readonly transaction: string;
  readonly entry: string;
  /** Somebody who keeps the books of the company, and that one's credentials. */
  readonly developer: string;
  readonly credential: string;
  /** One that is about that one. */
  readonly anomaly: string;
}

/** Of the stranger. */
export interface Own {
  readonly company: string;
  readonly account: string;
  readonly developer: string;
}

export interface Question {
  readonly document: string;
  readonly variables: (things: Things, own: Own) => object;
}

export const posting = { date: '2026-01-31', description: 'x' };
const idQuestion = (document: string, kind: keyof Things): Question => ({
  document: `query ($id: ID!) { ${document} }`,
  variables: (things) => ({ id: things[kind] }),
});
const command = (name: string, input: Question['variables']): Question => ({
  document: `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
  variables: (things, own) => ({ input: input(things, own) }),
});

const access = (companyId: string, developerId: string) => ({ companyId, developerId, role: 'AUDITOR' });

export const questions: Readonly<Record<string, Question>> = {
  'company by id': idQuestion('company(id: $id) { id legalName taxId accounts { totalCount } }', 'company'),
  'account by id': idQuestion('account(id: $id) { id code balances { amount } company { id } parent { id } }', 'account'),
  'transaction by id': idQuestion('transaction(id: $id) { id number hash entries { id } }', 'transaction'),
  'company by node': idQuestion('node(id: $id) { id __typename }', 'company'),
  'account by node': idQuestion('node(id: $id) { id __typename }', 'account'),
  'transaction by node': idQuestion('node(id: $id) { id __typename }', 'transaction'),
  'entry by node': idQuestion('node(id: $id) { id __typename }', 'entry'),
  'developer by node': idQuestion('node(id: $id) { id __typename }', 'developer'),
  'credentials by node': idQuestion('node(id: $id) { id __typename ... on Credential { clientId } }', 'credential'),
  'anomaly by node': idQuestion('node(id: $id) { id __typename ... on Anomaly { summary note } }', 'anomaly'),
  'anomalies of a developer': idQuestion('anomalies(filter: { developerId: $id }) { totalCount nodes { id } }', 'developer'),
  'acknowledging of an anomaly': command('acknowledgeAnomaly', (things) => ({ id: things.anomaly, note: 'Mine' })),
  'developer by id': idQuestion('developer(id: $id) { name email credentials { clientId } access { role } }', 'developer'),
  'all of them by nodes': {
    document: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
    variables: (things, own) => ({ ids: [own.company, ...Object.values(things), own.account] }),
  },
  'audit events of a company': idQuestion('auditEvents(filter: { companyId: $id }) { totalCount nodes { id } }', 'company'),
  'audit events of an account': idQuestion('auditEvents(filter: { objectId: $id }) { totalCount nodes { id } }', 'account'),
  'audit events of a transaction': idQuestion('auditEvents(filter: { objectId: $id }) { totalCount nodes { id } }', 'transaction'),
  'audit events of a developer': idQuestion('auditEvents(filter: { developerId: $id }) { totalCount nodes { id } }', 'developer'),
  'list of accounts': idQuestion('accounts(companyId: $id, filter: { codePrefix: "1" }) { totalCount nodes { id } }', 'company'),
  'list of transactions': idQuestion('transactions(companyId: $id) { totalCount nodes { id } }', 'company'),
  'total of transactions alone': idQuestion('transactions(companyId: $id, first: 0) { totalCount }', 'company'),
  'list by an account of one’s own': {
    document: 'query ($id: ID!, $account: ID!) { transactions(companyId: $id, filter: { accountId: $account }) { totalCount } }',
    variables: (things, own) => ({ id: things.company, account: own.account }),
  },
  'own list by an account': {
    document: 'query ($id: ID!, $account: ID!) { transactions(companyId: $id, filter: { accountId: $account }) { totalCount } }',
    variables: (things, own) => ({ id: own.company, account: things.account }),
  },
  'own list through the company by an account': {
    document: 'query ($id: ID!, $account: ID!) { company(id: $id) { transactions(filter: { accountId: $account }) { totalCount } } }',
    variables: (things, own) => ({ id: own.company, account: things.account }),
  },
  'list of accounts that are looked for': idQuestion('accounts(companyId: $id, filter: { search: "secret" }) { totalCount }', 'company'),
  'trial balance': idQuestion('trialBalance(companyId: $id, asOf: "2026-12-31") { rows { account { id } } otherCurrencies }', 'company'),
  'trial balance in a wrong currency': idQuestion('trialBalance(companyId: $id, asOf: "2026-12-31", currency: "XXZ") { asOf }', 'company'),
  'balance sheet': idQuestion('balanceSheet(companyId: $id, asOf: "2026-12-31") { assets { totals { amount } } }', 'company'),
  'balance sheet known in the future': idQuestion(
    'balanceSheet(companyId: $id, asOf: "2026-12-31", knownAt: "2999-01-01T00:00:00Z") { journalNumber }',
    'company',
  ),
  'income statement': idQuestion(
    'incomeStatement(companyId: $id, from: "2026-01-01", to: "2026-12-31") { netIncome { amount } journalNumber }',
    'company',
  ),
  'income statement upside down': idQuestion(
    'incomeStatement(companyId: $id, from: "2026-12-31", to: "2026-01-01") { otherCurrencies }',
    'company',
  ),
  'cash flow statement': idQuestion(
    'cashFlowStatement(companyId: $id, from: "2026-01-01", to: "2026-12-31", interval: MONTH) { closingCash { amount } }',
    'company',
  ),
  'changes of a statement': idQuestion(
    'statementChanges(companyId: $id, to: "2026-12-31", knownAt: "2026-01-01T00:00:00Z") { accounts { account { id } } transactions { totalCount } }',
    'company',
  ),
  'changes of a statement since the future': idQuestion(
    'statementChanges(companyId: $id, to: "2026-12-31", knownAt: "2999-01-01T00:00:00Z") { journalNumberThen journalNumber }',
    'company',
  ),
  'general ledger': {
    document:
      'query ($id: ID!, $account: ID!) { generalLedger(companyId: $id, accountId: $account, from: "2026-01-01", to: "2026-12-31") { totalCount } }',
    variables: (things) => ({ id: things.company, account: things.account }),
  },
  'general ledger of an account of one’s own': {
    document:
      'query ($id: ID!, $account: ID!) { generalLedger(companyId: $id, accountId: $account, from: "2026-01-01", to: "2026-12-31") { totalCount } }',
    variables: (things, own) => ({ id: things.company, account: own.account }),
  },
  'own general ledger of an account': {
    document:
      'query ($id: ID!, $account: ID!) { generalLedger(companyId: $id, accountId: $account, from: "2026-01-01", to: "2026-12-31") { totalCount } }',
    variables: (things, own) => ({ id: own.company, account: things.account }),
  },
  'change of a company': command('updateCompany', (things) => ({ id: things.company, legalName: 'Mine' })),
  'change of a company that is wrong': command('updateCompany', (things) => ({ id: things.company, legalName: ' ' })),
  'archiving of a company': command('archiveCompany', (things) => ({ id: things.company })),
  'new account': command('createAccount', (things) => ({ companyId: things.company, code: 'secret', name: 'x', type: 'ASSET' })),
  'new account that is wrong': command('createAccount', (things) => ({ companyId: things.company, code: '', name: '', type: 'ASSET' })),
  'new account under a parent': command('createAccount', (things, own) => {
    return { companyId: own.company, code: 'new', name: 'x', type: 'EXPENSE', parentId: things.account };
  }),
  'change of an account': command('updateAccount', (things) => ({ id: things.account, name: 'Mine' })),
  'change of an account that is wrong': command('updateAccount', (things) => ({ id: things.account, code: '1000', name: ' ' })),
  'own account under a parent': command('updateAccount', (things, own) => ({ id: own.account, parentId: things.account })),
  'archiving of an account': command('archiveAccount', (things) => ({ id: things.account })),
  'new transaction': command('createTransaction', (things) => ({ ...posting, companyId: things.company, entries: entriesOf('1.00') })),
  'new draft': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, status: 'PENDING', entries: entriesOf('1.00') };
  }),
  'dry run': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, dryRun: true, entries: entriesOf('1.00', 'secret') };
  }),
  'transaction that is wrong': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, description: '', entries: entriesOf('0', 'none') };
  }),
  'transaction with its key': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, idempotencyKey: 'k-secret', externalId: 'e-secret', entries: entriesOf('1.00') };
  }),
  'own transaction on an account': command('createTransaction', (things, own) => ({
    ...posting,
    companyId: own.company,
    entries: [{ accountId: things.account, direction: 'DEBIT', amount: '1.00' }, entriesOf('1.00')[1]],
  })),
  batch: command('createTransactions', (things) => {
    return { companyId: things.company, onFailure: 'CONTINUE', transactions: [{ ...posting, entries: entriesOf('1.00') }] };
  }),
  'change of a transaction': command('updateTransaction', (things) => ({ id: things.transaction, description: 'Mine' })),
  'change of a transaction that is wrong': command('updateTransaction', (things) => {
    return { id: things.transaction, description: '', date: '2026-01-01', entries: entriesOf('0', 'secret') };
  }),
  'posting of a transaction': command('postTransaction', (things) => ({ id: things.transaction })),
  'posting with its key': command('postTransaction', (things) => ({ id: things.transaction, idempotencyKey: 'k-secret' })),
  'voiding of a transaction': command('voidTransaction', (things) => ({ id: things.transaction, reason: 'x' })),
  'reversal of a transaction': command('reverseTransaction', (things) => ({ id: things.transaction })),
  'reversal with its key': command('reverseTransaction', (things) => ({ id: things.transaction, idempotencyKey: 'k-secret' })),
  'grant of access': command('grantAccess', (things) => access(things.company, things.developer)),
  'grant of access that is wrong': command('grantAccess', (things) => ({ ...access(things.company, things.developer), role: 'KING' })),
  'grant of access to the own company': command('grantAccess', (things, own) => access(own.company, things.developer)),
  'grant of access to oneself': command('grantAccess', (things, own) => access(things.company, own.developer)),
  'end of access': command('revokeAccess', (things) => access(things.company, things.developer)),
  'end of all access': command('revokeAccess', ({ company, developer }) => ({ companyId: company, developerId: developer })),
  'end of access to the own company': command('revokeAccess', (things, own) => access(own.company, things.developer)),
  'change of a developer': command('updateDeveloper', (things) => ({ id: things.developer, name: 'Mine', roles: [] })),
  'change of a developer that is wrong': command('updateDeveloper', (things) => ({ id: things.developer, name: ' ', roles: ['KING'] })),
  'suspension of a developer': command('suspendDeveloper', (things) => ({ id: things.developer, reason: ' ' })),
  'reinstatement of a developer': command('reinstateDeveloper', (things) => ({ id: things.developer })),
  'new credentials for a developer': command('createCredential', (things) => ({ developerId: things.developer })),
  'new credentials that are wrong': command('createCredential', (things) => ({ developerId: things.developer, scope: ['everything'] })),
  'rotation of credentials': command('rotateCredential', (things) => ({ id: things.credential })),
  'rotation that is wrong': command('rotateCredential', (things) => ({ id: things.credential, overlapSeconds: -1 })),
  'end of credentials': command('revokeCredential', (things) => ({ id: things.credential })),
  'usage of a developer': {
    document: `query ($id: ID!) {
      usage(from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", developerId: $id, groupBy: [DEVELOPER, CREDENTIAL, FIELD]) {
        totals { requests } series { developer { id } credentialId field }
      }
    }`,
    variables: ({ developer }) => ({ id: developer }),
  },
};

/** Of these there is nothing to see, or nothing in this company, for anybody. */
export const sameForAll = {
  'entry by node': 1,
  'own list by an account': 1,
  'own general ledger of an account': 1,
  'own list through the company by an account': 1,
};
