import type { Principal } from '../../src/auth';
import { EntryDirection, type Ledger } from '../../src/ledger';

const BATCH = 1000;
const expenses = ['6100', '6110', '6120', '6130', '6140', '6150', '6160', '6170', '6180'];

/** Posts transactions with three entries each, spread over three years, until the company has `total` of them. */
export async function fillBooks(ledger: Ledger, caller: Principal, companyId: string, from: number, total: number): Promise<void> {
  for (let start = from; start < total; start += BATCH) {
    const transactions = Array.from({ length: Math.min(BATCH, total - start) }, (_, offset) => transaction(start + offset));
    await ledger.transactions.createMany(caller, { companyId, transactions });
    if (start % 50_000 === 0 && start > from) console.log(`  ${start.toLocaleString('en')} of ${total.toLocaleString('en')} transactions`);
  }
}

function transaction(index: number) {
  const [net, tax] = [1000 + ((index * 7919) % 90_000), 100 + ((index * 31) % 900)];
  const decimal = (units: number) => `${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')}`;
  const date = (2023 + (index % 3)) * 10_000 + (1 + (index % 12)) * 100 + 1 + (index % 28);
  const line = (accountCode: string, direction: EntryDirection, units: number) => ({ accountCode, direction, amount: decimal(units) });
  return {
    date,
    description: `Invoice ${index}`,
    counterparty: `Supplier ${index % 200}`,
    entries: [
      line(expenses[index % expenses.length]!, EntryDirection.DEBIT, net),
      line('2300', EntryDirection.DEBIT, tax),
      line('1000', EntryDirection.CREDIT, net + tax),
    ],
  };
}
