import type { GraphQLAnswer, TestServer } from '../support/server';

const ACCOUNTS = `query ($companyId: ID!, $after: String) {
  page: accounts(companyId: $companyId, first: 100, after: $after) {
    nodes { code name type subtype status description metadata parent { code } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const TRANSACTIONS = `query ($companyId: ID!, $after: String) {
  page: transactions(companyId: $companyId, first: 100, after: $after, orderBy: { field: NUMBER, direction: ASC }) {
    nodes {
      number date description counterparty externalId tags metadata
      entries { direction amount { amount currency } memo account { code } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const TRIAL_BALANCE = `query ($companyId: ID!, $currency: CurrencyCode) {
  trialBalance(companyId: $companyId, asOf: "9999-12-31", currency: $currency) {
    currency
    otherCurrencies
    rows { account { code } debit { amount } credit { amount } }
    totalDebit { amount }
    totalCredit { amount }
  }
}`;

export interface TrialBalanceRow {
  readonly account: { readonly code: string };
  readonly debit: { readonly amount: string };
  readonly credit: { readonly amount: string };
}

/** All that the API tells of a company's books but its ids, hashes and instants. */
export interface WholeBooks {
  readonly accounts: readonly object[];
  readonly transactions: readonly object[];
  /** By currency. */
  readonly trialBalances: Readonly<Record<string, readonly TrialBalanceRow[]>>;
}

export async function booksOf(server: TestServer, companyId: string, token: string): Promise<WholeBooks> {
  const all = async (query: string): Promise<object[]> => {
    const rows: object[] = [];
    for (let after: string | null = null; ;) {
      const { data }: GraphQLAnswer<any> = await server.graphql(query, { companyId, after }, token); // oxlint-disable-line typescript/no-explicit-any
      rows.push(...(data.page.nodes as object[]));
      if (!data.page.pageInfo.hasNextPage) return rows;
      after = data.page.pageInfo.endCursor;
    }
  };
  const trialBalance = async (currency?: string) => (await server.graphql(TRIAL_BALANCE, { companyId, currency }, token)).data.trialBalance;
  const base = await trialBalance();
  const others = await Promise.all((base.otherCurrencies as string[]).map((currency) => trialBalance(currency)));
  const trialBalances = Object.fromEntries([base, ...others].map(({ currency, rows }) => [currency, rows]));
  return { accounts: await all(ACCOUNTS), transactions: await all(TRANSACTIONS), trialBalances };
}
