import { exponentOf } from '../../../shared/money';

/** Signs of currencies that are taken for what they mean most often; `--commodity` says otherwise. */
const signs: Readonly<Record<string, string>> = {
  $: 'USD',
  US$: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  '₩': 'KRW',
  '₪': 'ILS',
  '₺': 'TRY',
  '₴': 'UAH',
  '₫': 'VND',
  '₱': 'PHP',
  '฿': 'THB',
  R$: 'BRL',
  A$: 'AUD',
  C$: 'CAD',
  zł: 'PLN',
  Kč: 'CZK',
};

/** What a sign in amounts tells, by directives and options. */
export class Commodities {
  /** Of amounts that name none. */
  default: string | undefined;
  /** Of all amounts, by the directive decimal-mark. */
  decimalMark: string | undefined;
  private readonly decimalMarks = new Map<string, string>();

  constructor(private readonly meanings: ReadonlyMap<string, string> = new Map()) {}

  /** The ISO 4217 code that a sign stands for; undefined where it is none. */
  currencyOf(sign: string): string | undefined {
    const code = this.meanings.get(sign) ?? (Object.hasOwn(signs, sign) ? signs[sign]! : sign);
    return exponentOf(code) === undefined ? undefined : code;
  }

  declare(sign: string, decimalMark: string | undefined): void {
    if (decimalMark !== undefined) this.decimalMarks.set(sign, decimalMark);
  }

  decimalMarkOf(sign: string): string | undefined {
    return this.decimalMark ?? this.decimalMarks.get(sign);
  }
}
