import { exponentOf, formatAmount } from '../../../shared/money';
import type { BookAccount, BookEntry } from '../book';
import type { BookWriter, ExportedCompany, NumberedTransaction } from '../book-writer';
import { accountNames } from './account-names';
import { exactComment, isPlain, isPlainCode, isPlainComment, isTagName, isTagValue, plainened } from './exact-values';

const letterOf = { ASSET: 'A', LIABILITY: 'L', EQUITY: 'E', REVENUE: 'R', EXPENSE: 'X' } as const;

const INDENT = '    ';
const ACCOUNT_WIDTH = 44;
const AMOUNT_WIDTH = 14;

/** Writes a journal of hledger (https://hledger.org/hledger.html#journal), in which every account and commodity is declared. */
export class JournalWriter implements BookWriter {
  private names: ReadonlyMap<string, string> = new Map();
  private readonly declared = new Set<string>();

  begin({ legalName, baseCurrency }: ExportedCompany, accounts: readonly BookAccount[]): string {
    this.names = accountNames(accounts);
    this.declared.add(baseCurrency);
    return [
      `; The books of ${plainened(legalName)}, exported by Open Ledger.`,
      'decimal-mark .',
      `D ${sample(baseCurrency)}`,
      `commodity ${sample(baseCurrency)}`,
      '',
      ...accounts.flatMap((account) => linesOfAccount(account, this.names.get(account.code)!)),
      '',
    ].join('\n');
  }

  transactions(page: readonly NumberedTransaction[]): string {
    const currencies = new Set(page.flatMap(({ entries }) => entries.map(({ currency }) => currency)));
    const fresh = [...currencies].filter((currency) => !this.declared.has(currency));
    for (const currency of fresh) this.declared.add(currency);
    return [
      ...fresh.map((currency) => `\ncommodity ${sample(currency)}\n`),
      ...page.map((transaction) => `\n${this.linesOf(transaction).join('\n')}\n`),
    ].join('');
  }

  end(): string {
    return '';
  }

  private linesOf(transaction: NumberedTransaction): string[] {
    const { date, description, payee, externalId, entries } = transaction;
    const code = externalId != null && isPlainCode(externalId) ? `(${externalId}) ` : '';
    const text = payee == null ? plainened(description) : `${plainened(payee)} | ${plainened(description)}`;
    return [
      `${date} * ${code}${text}`,
      ...commentsOf(transaction).map((comment) => INDENT + comment),
      ...entries.map((entry) => this.lineOf(entry)),
    ];
  }

  private lineOf({ account, amount, currency, memo }: BookEntry): string {
    const line = `${INDENT}${this.names.get(account)!.padEnd(ACCOUNT_WIDTH)}  ${amount.padStart(AMOUNT_WIDTH)} ${currency}`;
    if (memo == null) return line;
    return `${line}  ${isPlainComment(memo) ? `; ${memo}` : exactComment({ memo })}`;
  }
}

/** A thousand of a currency, which tells a journal how many digits it has. */
function sample(currency: string): string {
  const exponent = exponentOf(currency)!;
  const amount = formatAmount(1000 * 10 ** exponent, exponent);
  return `${exponent === 0 ? `${amount}.` : amount} ${currency}`;
}

function linesOfAccount(account: BookAccount, path: string): string[] {
  const { code, name, type, subtype, description, metadata, archived } = account;
  const isCash = type === 'ASSET' && subtype === 'CASH';
  const plain = description != null && isPlainComment(description);
  const exact = {
    ...(code !== path && { code }),
    ...(name !== path.slice(path.lastIndexOf(':') + 1) && { name }),
    ...(subtype && !isCash && { subtype }),
    ...(description != null && !plain && { description }),
    ...(metadata && { metadata }),
    ...(archived && { archived }),
  };
  return [
    `account ${path}  ; type: ${isCash ? 'C' : letterOf[type]}`,
    ...(plain ? [`${INDENT}; ${description}`] : []),
    ...(Object.keys(exact).length > 0 ? [INDENT + exactComment(exact)] : []),
  ];
}

/** Labels and simple metadata as tags, and exactly whatever neither tags nor the line of the transaction hold. */
function commentsOf({ description, payee, externalId, tags, metadata }: NumberedTransaction): string[] {
  const labels = (tags ?? []).every(isTagName) ? (tags ?? []) : [];
  const pairs = Object.entries(metadata ?? {});
  // Those before the first that is not simple: read again, they come in the same order.
  const end = pairs.findIndex(([name, value]) => !isTagName(name) || !isTagValue(value));
  const [simple, others] = end < 0 ? [pairs, []] : [pairs.slice(0, end), pairs.slice(end)];
  const exact = {
    ...(!isPlain(description) && { description }),
    ...(payee != null && !isPlain(payee) && { payee }),
    ...(externalId != null && !isPlainCode(externalId) && { externalId }),
    ...(tags && labels.length < tags.length && { tags }),
    ...(metadata && (others.length > 0 || simple.length === 0) && { metadata: Object.fromEntries(others) }),
  };
  const written = [...labels.map((label) => `${label}:`), ...simple.map(([name, value]) => `${name}: ${String(value)}`)];
  return [...(written.length > 0 ? [`; ${written.join(', ')}`] : []), ...(Object.keys(exact).length > 0 ? [exactComment(exact)] : [])];
}
