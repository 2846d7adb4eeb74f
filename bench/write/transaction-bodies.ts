/** A transaction as a client sends it. */
export interface TransactionBody {
  readonly date: string;
  readonly description: string;
  readonly counterparty: string;
  readonly idempotencyKey: string;
  readonly entries: readonly { readonly accountCode: string; readonly direction: 'DEBIT' | 'CREDIT'; readonly amount: string }[];
}

/** Days that the transactions are dated over: two months. */
const DAYS = 56;

/** The transaction of a number: two entries, on accounts that are drawn from the codes, in an order that looks drawn at random. */
export function transactionBody(codes: readonly string[], prefix: string, number: number): TransactionBody {
  const spread = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  const debit = spread % codes.length;
  const credit = (debit + 1 + ((spread >>> 12) % (codes.length - 1))) % codes.length;
  const day = spread % DAYS;
  const amount = `${1 + (spread % 9_000)}.${String(spread % 100).padStart(2, '0')}`;
  return {
    date: `2026-0${day < 28 ? 1 : 2}-${String(1 + (day % 28)).padStart(2, '0')}`,
    description: `Invoice ${number}`,
    counterparty: `Supplier ${number % 200}`,
    idempotencyKey: `${prefix}-${number}`,
    entries: [
      { accountCode: codes[debit]!, direction: 'DEBIT', amount },
      { accountCode: codes[credit]!, direction: 'CREDIT', amount },
    ],
  };
}
