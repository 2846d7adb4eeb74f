import type { ApiBooks } from '../../api/support/api-books';

interface Amount {
  readonly amount: string;
}

export interface Line {
  readonly account: { readonly code: string } | null;
  readonly label: string;
  readonly depth: number;
  readonly amounts: readonly Amount[];
}

export interface Section {
  readonly lines: readonly Line[];
  readonly totals: readonly Amount[];
}

export const sectionFields = 'lines { account { code } label depth amounts { amount } } totals { amount }';

/** `code or label`, after two dots for each level, then the amounts. */
export function read({ lines, totals }: Section): (readonly string[])[] {
  return [
    ...lines.map(({ account, label, depth, amounts }) => ['..'.repeat(depth) + (account?.code ?? label), ...amountsOf(amounts)]),
    ['total', ...amountsOf(totals)],
  ];
}

export const amountsOf = (amounts: readonly Amount[]) => amounts.map(({ amount }) => amount);

/** Adds an account below another one, and answers its id. */
export async function addAccount(books: ApiBooks, input: { code: string; type: string; subtype?: string; parentId?: string }) {
  const document = 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }';
  const { createAccount } = await books.ask(document, { input: { companyId: books.companyId, name: `Name of ${input.code}`, ...input } });
  return createAccount.account.id as string;
}
