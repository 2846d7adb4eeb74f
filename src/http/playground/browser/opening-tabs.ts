/** An operation that the page opens with; the tab is called by the operation's name. */
interface OpeningTab {
  readonly query: string;
  readonly variables?: string;
}

/** The tabs that a new visitor finds, in the order in which they are of use. `now` sets the dates in their variables. */
export function openingTabs(now: Date): OpeningTab[] {
  const today = now.toISOString().slice(0, 10);
  return [
    { query: getToken, variables: json({ clientId: '', clientSecret: '' }) },
    { query: companies },
    { query: postTransaction, variables: json({ companyId: '', date: today, description: 'Coffee beans sold', entries: saleEntries }) },
    { query: trialBalance, variables: json({ companyId: '', asOf: today }) },
    { query: statements, variables: json({ companyId: '', from: `${today.slice(0, 4)}-01-01`, to: today }) },
  ];
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

const saleEntries = [
  { accountCode: '1000', direction: 'DEBIT', amount: '125.00' },
  { accountCode: '4000', direction: 'CREDIT', amount: '125.00' },
];

const getToken = `# 1. Get a token. Put your client id and secret
#    into the variables below and press play: the
#    Authorization header of every tab is filled in.
mutation GetToken(
  $clientId: String!
  $clientSecret: String!
) {
  token(
    clientId: $clientId
    clientSecret: $clientSecret
  ) {
    accessToken
    tokenType
    expiresIn
    scope
  }
}
`;

const companies = `# 2. List the companies that you may see. The
#    first one's id is filled into the variables
#    of the tabs after this one.
query Companies {
  companies(first: 10) {
    nodes {
      id
      legalName
      baseCurrency
      status
    }
    totalCount
  }
}
`;

const postTransaction = `# 3. Post a transaction. What is debited must equal
#    what is credited, in each currency.
mutation PostTransaction(
  $companyId: ID!
  $date: Date!
  $description: String!
  $entries: [EntryInput!]!
) {
  createTransaction(
    input: {
      companyId: $companyId
      date: $date
      description: $description
      entries: $entries
    }
  ) {
    transaction {
      id
      number
      date
      status
      description
      entries {
        direction
        amount {
          amount
          currency
        }
        account {
          code
          name
        }
      }
    }
  }
}
`;

const trialBalance = `# 4. A trial balance: what stands on every account
#    at the end of a day.
query TrialBalance($companyId: ID!, $asOf: Date!) {
  trialBalance(companyId: $companyId, asOf: $asOf) {
    currency
    rows {
      account {
        code
        name
      }
      debit {
        amount
      }
      credit {
        amount
      }
    }
    totalDebit {
      amount
    }
    totalCredit {
      amount
    }
  }
}
`;

const statements = `# 5. What the company owns and owes at the end of a
#    day, what it earned and spent up to it, and where
#    its cash came from and went to.
query Statements(
  $companyId: ID!
  $from: Date!
  $to: Date!
) {
  balanceSheet(companyId: $companyId, asOf: $to) {
    currency
    assets {
      ...Section
    }
    liabilities {
      ...Section
    }
    equity {
      ...Section
    }
    totalLiabilitiesAndEquity {
      amount
    }
  }
  incomeStatement(
    companyId: $companyId
    from: $from
    to: $to
    interval: QUARTER
  ) {
    columns {
      from
      to
    }
    revenue {
      ...Section
    }
    expenses {
      ...Section
    }
    netIncome {
      amount
    }
  }
  cashFlowStatement(
    companyId: $companyId
    from: $from
    to: $to
  ) {
    operating {
      ...Section
    }
    investing {
      ...Section
    }
    financing {
      ...Section
    }
    openingCash {
      amount
    }
    closingCash {
      amount
    }
  }
}

fragment Section on ReportSection {
  lines {
    label
    depth
    amounts {
      amount
    }
  }
  totals {
    amount
  }
}
`;
