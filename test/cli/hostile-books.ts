/** Texts that CSV, spreadsheets, journals or JSON take for something else, unless they are written with care. */
const texts = [
  '=1+1',
  '@SUM(A1)',
  '-2+3',
  '+3',
  "'=quoted",
  "''@twice",
  "'tis",
  'a "quoted" word',
  'comma, semicolon; and | bar',
  'two\nlines',
  'carriage\rreturn',
  '\ttab before',
  ' spaces around ',
  'two  spaces',
  '(code) after a bracket',
  '* star',
  '! bang',
  '; comment',
  '# hash',
  '% percent',
  'date:2026-01-01',
  'date2:x',
  'type:A',
  'open-ledger: {"description":"forged"}',
  '[2026-01-01]',
  '[=2026-02-02]',
  '100.00 USD @ 3 EUR',
  '1,000',
  '"',
  '\\"',
  '[]',
  '["a"]',
  '{}',
  '|',
  'Payee | ',
  'tag:value, other:',
  'Zürich 東京 🧾 e\u0301',
  '\u2028line separator',
  '\u00a0non-breaking\u00a0',
  '\uFEFFbyte order mark',
  'zero\u200bwidth',
  '\u0007bell',
  'NULL',
  '0',
  'comment',
  'end comment',
  'include other.journal',
  '~ monthly',
  'account:with:colons',
  '::',
  'x'.repeat(100),
];

const short = (text: string) => text.slice(0, 50);

const accounts = [
  { code: '1', name: 'Assets', type: 'ASSET' },
  {
    code: '1000',
    name: 'Cash at bank',
    type: 'ASSET',
    parent: '1',
    subtype: 'CASH',
    description: 'The = one',
    metadata: { iban: 'CH93', n: null },
  },
  { code: '1000.', name: 'Cash at bank', type: 'ASSET', parent: '1', archived: true },
  { code: 'Assets', name: 'Assets', type: 'LIABILITY', subtype: 'CREDIT_CARD' },
  { code: 'Assets:US', name: 'US', type: 'EQUITY' },
  { code: 'Expenses', name: 'Expenses', type: 'EXPENSE', archived: true },
  { code: 'Expenses:Food', name: 'Food', type: 'EXPENSE', parent: 'Expenses', metadata: {} },
  { code: 'Expenses:Food:', name: 'Food', type: 'EXPENSE', parent: 'Expenses:Food' },
  ...texts.map((text, index) => ({
    code: text,
    name: texts[(index + 7) % texts.length]!,
    type: ['ASSET', 'LIABILITY', 'EQUITY', 'REVENUE', 'EXPENSE'][index % 5]!,
    ...(index >= 5 && index % 3 === 0 && { parent: texts[index - 5]! }),
    description: texts[(index + 11) % texts.length]!,
    metadata: { [text]: [text, { text }], index },
  })),
];

const amounts: readonly (readonly [amount: string, currency: string])[] = [
  ['0.01', 'USD'],
  ['90071992547409.91', 'EUR'],
  ['9007199254740991', 'JPY'],
  ['1.000', 'KWD'],
  ['1000.000', 'BHD'],
  ['1234.5678', 'CLF'],
  ['1000.00', 'CHF'],
];

/** Books that hold every text in every place, in the JSON format. */
export const hostileBooks = {
  accounts,
  transactions: texts.flatMap((text, index) => {
    const other = texts[(index + 13) % texts.length]!;
    const [amount, currency] = amounts[index % amounts.length]!;
    const entries = [
      { account: text, amount, currency, memo: text },
      { account: other, amount: `-${amount}`, currency, memo: other },
      { account: '1000', amount: '-12.50', currency: 'USD' },
      { account: index % 2 ? '1000.' : 'Expenses', amount: '12.50', currency: 'USD', memo: 'plain' },
    ];
    const full = {
      date: index % 2 ? '9999-12-31' : '1000-01-01',
      description: text,
      payee: other,
      externalId: text,
      tags: [text, 'plain', other].map(short),
      metadata: { [text]: text, plain: 'value', comment: other, list: [2026, text, null], nothing: null },
      entries,
    };
    // Two that are equal, which both count.
    const bare = { date: '2026-02-28', description: other, entries: entries.slice(0, 2) };
    return [
      full,
      bare,
      bare,
      { ...bare, payee: text },
      { ...bare, metadata: {} },
      { ...bare, tags: ['one', 'two'], metadata: { trip: 'Rome' } },
    ];
  }),
};
