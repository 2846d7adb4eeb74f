import type { BookAccount } from '../book';
import type { BookWriter, ExportedCompany, NumberedTransaction } from '../book-writer';

/** Writes the JSON format, a line for each account and transaction. */
export class JsonWriter implements BookWriter {
  private first = true;

  begin({ baseCurrency }: ExportedCompany, accounts: readonly BookAccount[]): string {
    const lines = accounts.map((account) => JSON.stringify(account));
    return `{\n"baseCurrency": ${JSON.stringify(baseCurrency)},\n"accounts": [\n${lines.join(',\n')}\n],\n"transactions": [`;
  }

  transactions(page: readonly NumberedTransaction[]): string {
    const lines = page.map(({ number: _, ...transaction }) => JSON.stringify(transaction));
    if (lines.length === 0) return '';
    const before = this.first ? '\n' : ',\n';
    this.first = false;
    return before + lines.join(',\n');
  }

  end(): string {
    return '\n]\n}\n';
  }
}
