import type { CompanyRow } from '../../src/companies';
import { EntryDirection } from '../../src/ledger';
import { GENESIS, hashOf } from '../../src/ledger/journal/hash-chain';
import type { TransactionRow } from '../../src/ledger/transactions/transaction-row';
import { TransactionStatus } from '../../src/ledger/transactions/transaction.types';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';
import { tamperWith, type Tamperer } from '../support/tampering';
import { openLedger } from './support';

const AMOUNTS = ['10.00', '20.00', '30.00', '40.00', '50.00'];

/** SQL for one company: its key, the keys of its transactions by number, the keys of its accounts by code. */
interface Places {
  readonly company: string;
  readonly transaction: (number: number) => string;
  readonly account: (code: string) => string;
  /** A company whose books nobody touches. */
  readonly other: string;
  readonly otherAccount: string;
}

type Case = readonly [name: string, statements: (at: Places) => string[], told: RegExp];

const amounts = (at: Places, by: number) =>
  `update entries set amount = amount + sign(amount) * ${by} where transaction_key = ${at.transaction(3)}`;
const three = /at transaction 3 \([0-9a-f-]{36}\), found /;
const told = (rest: string, at = three.source) => new RegExp(at + rest);

const cases: readonly Case[] = [
  [
    'the amount of an entry',
    (at) => [`update entries set amount = amount + 1 where transaction_key = ${at.transaction(3)} and line = 0`],
    told('debits that exceed the credits by 0.01 USD; expected debits that equal the credits'),
  ],
  [
    'the amounts of a transaction, which still balances',
    (at) => [amounts(at, 1)],
    told('the hash [0-9a-f]{64}; expected [0-9a-f]{64}, by its content and the hash before it'),
  ],
  [
    'an amount of nothing',
    (at) => [`update entries set amount = 0 where transaction_key = ${at.transaction(3)}`],
    told('entry 1 of 0 minor units; expected a whole number, not zero'),
  ],
  [
    'the account of an entry',
    (at) => [`update entries set account_key = ${at.account('6100')} where transaction_key = ${at.transaction(3)} and line = 0`],
    told('the hash'),
  ],
  [
    "an entry's account, for one of another company",
    (at) => [`update entries set account_key = ${at.otherAccount} where transaction_key = ${at.transaction(3)} and line = 0`],
    told('entry 1 on an account of another company'),
  ],
  [
    "an entry's account, for none",
    (at) => [`update entries set account_key = 999999 where transaction_key = ${at.transaction(3)} and line = 0`],
    told('entry 1 on an account that is not there'),
  ],
  [
    'the memo of an entry',
    (at) => [`update entries set memo = 'harmless' where transaction_key = ${at.transaction(3)} and line = 1`],
    told('the hash'),
  ],
  [
    'the currency of a transaction',
    (at) => [`update entries set currency = 'EUR' where transaction_key = ${at.transaction(3)}`],
    told('the hash'),
  ],
  [
    'the date of a transaction',
    (at) => [`update transactions set date = 20260201 where key = ${at.transaction(3)}`],
    told('entry 1 dated 2026-01-03; expected 2026-02-01'),
  ],
  [
    'the date of a transaction and its entries',
    (at) => [
      `update transactions set date = 20260201 where key = ${at.transaction(3)}`,
      `update entries set date = 20260201 where transaction_key = ${at.transaction(3)}`,
    ],
    told('the hash'),
  ],
  [
    'an entry that goes',
    (at) => [`delete from entries where transaction_key = ${at.transaction(3)} and line = 0`],
    told('1 entries; expected two or more'),
  ],
  [
    'an entry that is moved',
    (at) => [`update entries set line = 7 where transaction_key = ${at.transaction(3)} and line = 1`],
    told('line 7 where entry 2 should be; expected line 1'),
  ],
  [
    'two entries that come',
    (at) => [
      `insert into entries select transaction_key, line + 2, account_key, date, amount, currency, memo from entries where transaction_key = ${at.transaction(3)}`,
    ],
    told('the hash'),
  ],
  [
    'the number of a transaction',
    (at) => [`update transactions set number = 30 where key = ${at.transaction(3)}`],
    /at transaction 3, found none; the next is 4; expected a transaction/,
  ],
  [
    'two numbers, changed for each other',
    (at) =>
      [
        [3, 30],
        [4, 3],
        [30, 4],
      ].map(([from, to]) => `update transactions set number = ${to} where key = ${at.transaction(from!)}`),
    told('the hash'),
  ],
  [
    'the id of a transaction',
    (at) => [`update transactions set id = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6' where key = ${at.transaction(3)}`],
    told('the hash'),
  ],
  [
    'the time of a posting',
    (at) => [`update transactions set posted_at = posted_at + 1 where key = ${at.transaction(3)}`],
    told('the hash'),
  ],
  [
    'the time of a posting, for one before its time',
    (at) => [`update transactions set posted_at = 1000 where key = ${at.transaction(3)}`],
    told('posted at 1970-01-01T00:00:01.000Z; expected 20'),
  ],
  [
    'a time of posting that goes',
    (at) => [`update transactions set posted_at = null where key = ${at.transaction(3)}`],
    told('no time of posting'),
  ],
  [
    'a hash',
    (at) => [`update transactions set hash = '${'0'.repeat(64)}' where key = ${at.transaction(3)}`],
    told('the hash 0{64}; expected'),
  ],
  ['a hash that goes', (at) => [`update transactions set hash = null where key = ${at.transaction(3)}`], told('the hash null; expected')],
  [
    'a status',
    (at) => [`update transactions set status = 'PENDING' where key = ${at.transaction(3)}`],
    told('the status PENDING; expected POSTED, since it has a number'),
  ],
  [
    'a posting that becomes a draft again',
    (at) => [`update transactions set status = 'PENDING', number = null, hash = null, posted_at = null where key = ${at.transaction(5)}`],
    /at the journal's head, found number 5, hash .*; expected number 4, hash /,
  ],
  [
    'a draft that becomes a posting by itself',
    (at) => [`update transactions set status = 'POSTED' where company_key = ${at.company} and number is null`],
    /at transaction [0-9a-f-]{36}, found the status POSTED; expected a draft, since it has no number/,
  ],
  [
    'a link of a reversal',
    (at) => [`update transactions set reverses_key = ${at.transaction(1)} where key = ${at.transaction(3)}`],
    told('entries that do not undo those of transaction 1'),
  ],
  [
    'a link of a reversal to what came later',
    (at) => [`update transactions set reverses_key = ${at.transaction(4)} where key = ${at.transaction(3)}`],
    told('a link to transaction 4; expected one that was posted before'),
  ],
  [
    'a link of a reversal to another company',
    (at) => [
      `update transactions set reverses_key = (select min(key) from transactions where company_key = ${at.other}) where key = ${at.transaction(3)}`,
    ],
    told('a link to transaction 1 of another company'),
  ],
  [
    'a link of a reversal to nothing',
    (at) => [`update transactions set reverses_key = 999999 where key = ${at.transaction(3)}`],
    told('a link to a transaction that is not there'),
  ],
  [
    'a transaction in the middle that goes',
    (at) => [
      `delete from entries where transaction_key = ${at.transaction(3)}`,
      `delete from transactions where key = ${at.transaction(3)}`,
    ],
    /at transaction 3, found none; the next is 4/,
  ],
  [
    'the last transaction, which goes',
    (at) => [
      `delete from entries where transaction_key = ${at.transaction(5)}`,
      `delete from transactions where key = ${at.transaction(5)}`,
    ],
    /at the journal's head, found number 5, .*; expected number 4, .* as the last transaction has it/,
  ],
  [
    'the last transaction, which goes with the head',
    (at) => [
      `delete from entries where transaction_key = ${at.transaction(5)}`,
      `delete from transactions where key = ${at.transaction(5)}`,
      `update journals set last_number = 4, last_hash = (select hash from transactions where company_key = ${at.company} and number = 4), last_posted_at = (select posted_at from transactions where company_key = ${at.company} and number = 4) where company_key = ${at.company}`,
    ],
    /at the kept balance of account 1000 in 2026-01 in USD, found debit 150.00, credit 0.00; expected debit 100.00, credit 0.00, by its entries/,
  ],
  [
    'all transactions, which go',
    (at) => [
      `delete from entries where transaction_key in (select key from transactions where company_key = ${at.company})`,
      `delete from transactions where company_key = ${at.company}`,
    ],
    /at the journal's head, found number 5, .*; expected nothing posted/,
  ],
  [
    'a draft that goes and leaves its entries',
    (at) => [`delete from transactions where company_key = ${at.company} and number is null`],
    /at the entries of account 1000 on 2026-01-31, found one without a transaction of the company; expected none/,
  ],
  [
    'the kept balance of a day',
    (at) => [`update balances set debit = debit + 1 where account_key = ${at.account('1000')} and period = 20260103`],
    /at the kept balance of account 1000 on 2026-01-03 in USD, found debit 30.01, credit 0.00; expected debit 30.00, credit 0.00, by its entries/,
  ],
  [
    'the kept balance of a month',
    (at) => [`update balances set credit = credit - 100 where account_key = ${at.account('4000')} and period = 202601`],
    /at the kept balance of account 4000 in 2026-01 in USD, found debit 0.00, credit 149.00; expected debit 0.00, credit 150.00/,
  ],
  [
    'a kept balance that goes',
    (at) => [`delete from balances where account_key = ${at.account('1000')} and period = 20260103`],
    /at the kept balance of account 1000 on 2026-01-03 in USD, found none; expected debit 30.00/,
  ],
  [
    'all kept balances, which go',
    (at) => [`delete from balances where account_key in (select key from accounts where company_key = ${at.company})`],
    /at the kept balance of account 1000 on 2026-01-01 in USD, found none; expected debit 10.00/,
  ],
  [
    'a kept balance of nothing',
    (at) => [`insert into balances (account_key, period, currency, debit, credit) values (${at.account('6100')}, 202601, 'EUR', 5, 5)`],
    /at the kept balance of account 6100 in 2026-01 in EUR, found debit 0.05, credit 0.05; expected debit 0.00, credit 0.00/,
  ],
  [
    "the number of a journal's head",
    (at) => [`update journals set last_number = 6 where company_key = ${at.company}`],
    /at the journal's head, found number 6, hash/,
  ],
  [
    "the hash of a journal's head",
    (at) => [`update journals set last_hash = '${GENESIS}' where company_key = ${at.company}`],
    /at the journal's head, found number 5, hash 0{64}, posted at .*; expected number 5, hash/,
  ],
  [
    "the time of a journal's head",
    (at) => [`update journals set last_posted_at = 1 where company_key = ${at.company}`],
    /at the journal's head, found number 5, hash .*, posted at 1970-01-01T00:00:00.001Z; expected/,
  ],
  ['a journal that goes', (at) => [`delete from journals where company_key = ${at.company}`], /at the journal, found none; expected one/],
  [
    'a transaction that is moved to another company',
    (at) => [`update transactions set company_key = ${at.other}, number = 1000 where key = ${at.transaction(5)}`],
    /at the journal's head, found number 5/,
  ],
];

forEachEngine((engine) => {
  describe('verify', () => {
    let books: TestBooks;
    let tamperer: Tamperer;
    let untouched: CompanyRow;
    let victims: Map<string, CompanyRow>;

    const lines = (amount: string) => [
      { accountCode: '1000', direction: EntryDirection.DEBIT, amount, memo: 'till' },
      { accountCode: '4000', direction: EntryDirection.CREDIT, amount },
    ];
    async function open(legalName: string): Promise<CompanyRow> {
      const company = await books.companies.create(books.admin, { legalName });
      const posted = AMOUNTS.map((amount, index) => ({ date: 20260101 + index, description: `Sale ${index + 1}`, entries: lines(amount) }));
      const draft = { date: 20260131, description: 'Draft', status: TransactionStatus.PENDING, entries: lines('1.00') };
      await books.ledger.transactions.createMany(books.admin, { companyId: company.id, transactions: [...posted, draft] });
      return company;
    }
    const verify = (...args: string[]) => openLedger(['verify', ...args], { DATABASE_URL: books.url });
    const places = ({ key }: CompanyRow): Places => ({
      company: String(key),
      transaction: (number) => `(select key from transactions where company_key = ${key} and number = ${number})`,
      account: (code) => `(select key from accounts where company_key = ${key} and code = '${code}')`,
      other: String(untouched.key),
      otherAccount: `(select key from accounts where company_key = ${untouched.key} and code = '1000')`,
    });

    beforeAll(async () => {
      books = await openTestBooks(engine);
      untouched = await open('Untouched');
      victims = new Map();
      for (const [name] of cases) victims.set(name, await open(name));
    });
    afterAll(async () => {
      await tamperer?.close();
      await books.close();
    });

    test('finds that the books of all companies agree, and tells their heads', async () => {
      const { code, out, err } = await verify();
      expect(code).toBe(0);
      expect(out).not.toContain('disagrees');
      expect(out.match(/ {2}agrees: 5 posted transactions/g)).toHaveLength(cases.length + 1);
      const [head] = await books.database.reader.rows(['last_hash', 'last_posted_at'], 'from journals where company_key = ?1', [
        untouched.key,
      ]);
      const at = new Date(head![1] as number).toISOString();
      expect(out).toContain(`Untouched (${untouched.id})\n  agrees: 5 posted transactions\n  head: 5:${head![0] as string}, ${at}`);
      expect(err).toContain(`transactions: ${5 * (cases.length + 1)} of ${5 * (cases.length + 1)}`);
    });

    test('sees one moment of books that are posted to meanwhile', async () => {
      const busy = await open('Busy');
      let done = false;
      const posting = (async () => {
        while (!done) {
          const transactions = AMOUNTS.map((amount) => ({ date: 20260115, description: 'Meanwhile', entries: lines(amount) }));
          await books.ledger.transactions.createMany(books.admin, { companyId: busy.id, transactions });
        }
      })();
      const results = [await verify('--company', busy.id), await verify('--company', busy.id), await verify()];
      done = true;
      await posting;
      expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
      expect((await verify()).code).toBe(0);
    });

    test('goes through journals longer than a page, one company after the other', async () => {
      const companies = [await open('Long'), await open('Longer')];
      for (const { id: companyId } of companies) {
        for (let batch = 0; batch < 5; batch += 1) {
          const transactions = Array.from({ length: 800 }, () => ({ date: 20260115, description: 'Sale', entries: lines('1.00') }));
          await books.ledger.transactions.createMany(books.admin, { companyId, transactions });
        }
      }
      const { code, out } = await verify();
      expect(out.match(/ {2}agrees: 4005 posted transactions/g)).toHaveLength(2);
      expect(code).toBe(0);
    });

    test('finds in the chain the heads that were written down, as it prints them', async () => {
      const { out } = await verify('--company', untouched.id);
      const head = /head: (5:[0-9a-f]{64}),/.exec(out)![1]!;
      const [first] = await books.database.reader.rows(['hash'], 'from transactions where company_key = ?1 and number = 1', [
        untouched.key,
      ]);
      const { code } = await verify('--company', untouched.id, '--head', head, '--head', `1:${first![0] as string}`);
      expect(code).toBe(0);
    });

    test.each([
      [`2:${'a'.repeat(64)}`, /at transaction 2 \(.*\), found the hash [0-9a-f]{64}; expected a{64}, as it was written down/],
      [`6:${'a'.repeat(64)}`, /at transaction 6, found none; the last is 5; expected a{64}, as it was written down/],
    ])('tells that the chain does not contain the head %s', async (head, expected) => {
      const { code, out } = await verify('--company', untouched.id, '--head', head);
      expect(out).toMatch(expected);
      expect(code).toBe(1);
    });

    test('says of a company that is not there that it is not', async () => {
      const { code, err } = await verify('--company', '0192f0c1-2b3c-7d4e-8f50-61728394a5b6');
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('There is no company 0192f0c1') as string });
    });

    describe('finds what was changed behind the back of the server:', () => {
      beforeAll(async () => {
        tamperer = await tamperWith(books.url);
      });

      test.each(cases)('%s', async (name, statements, expected) => {
        const company = victims.get(name)!;
        for (const statement of statements(places(company))) await tamperer.run(statement);
        const { code, out, err } = await verify('--company', company.id);
        expect(out).toMatch(expected);
        expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('The books disagree in one place.') as string });
      });

      test('a chain that was made anew from what was changed, by a head that was written down', async () => {
        const company = await open('Rewritten');
        const { out: before } = await verify('--company', company.id);
        const head = /head: (5:[0-9a-f]{64}),/.exec(before)![1]!;
        await rewrite(company, books, tamperer);
        expect((await verify('--company', company.id)).code).toBe(0);
        const { code, out } = await verify('--company', company.id, '--head', head);
        expect(out).toMatch(/at transaction 5 \(.*\), found the hash .*; expected .*, as it was written down/);
        expect(code).toBe(1);
      });

      test('rows that belong to no company, and the first disagreement of every company, all at once', async () => {
        await tamperer.run("insert into balances (account_key, period, currency, debit, credit) values (999998, 202601, 'USD', 1, 1)");
        const { code, out, err } = await verify();
        expect(code).toBe(1);
        expect(out.match(/ {2}disagrees: /g)!.length).toBeGreaterThanOrEqual(cases.length);
        expect(out).toContain(
          'Of no company: at the table balances, found rows of a company or an account that is not there; expected none',
        );
        expect(err).toMatch(/The books disagree in \d+ places\./);
      });

      test('and tells it to machines as JSON', async () => {
        const company = victims.get('the amount of an entry')!;
        const { code, out } = await verify('--company', company.id, '--json');
        expect(code).toBe(1);
        expect(JSON.parse(out)).toEqual({
          ok: false,
          companies: [
            {
              companyId: company.id,
              legalName: company.legalName,
              transactions: 2,
              head: {
                number: 5,
                hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
                postedAt: expect.stringMatching(/^20.*Z$/) as string,
              },
              disagreement: {
                check: 'BALANCED',
                number: 3,
                transactionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
                place: 'transaction 3',
                found: 'debits that exceed the credits by 0.01 USD',
                expected: 'debits that equal the credits',
              },
            },
          ],
          audit: [
            {
              companyId: company.id,
              events: expect.any(Number) as number,
              head: { number: expect.any(Number) as number, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
              disagreement: null,
            },
          ],
          strays: [],
        });
      });
    });
  });
});

/** Makes the third sale ten times as large, and then everything that follows from it: what somebody would do who reads the sources. */
async function rewrite(company: CompanyRow, books: TestBooks, tamperer: Tamperer): Promise<void> {
  const { transactions } = books.ledger;
  const rows = await transactions.list(company.key, { first: 100, filter: { status: [TransactionStatus.POSTED] } });
  const posted = [...(rows.nodes as TransactionRow[])].sort((a, b) => a.number! - b.number!);
  const accounts = await books.database.reader.rows(['key', 'id'], 'from accounts where company_key = ?1', [company.key]);
  const ids = new Map(accounts as [number, string][]);
  let before = GENESIS;
  for (const { key, id, number, date, postedAt } of posted) {
    const factor = number === 3 ? 10 : 1;
    const found = await books.database.reader.rows(
      ['account_key', 'amount', 'currency', 'memo'],
      'from entries where transaction_key = ?1 order by line',
      [key],
    );
    const lines = (found as [number, number, string, string | null][]).map(([account, units, currency, memo]) => {
      return { account: { id: ids.get(account)! }, units: units * factor, currency, memo };
    });
    before = hashOf(before, { companyId: company.id, number: number!, id, date, postedAt: postedAt!, reverses: null, lines });
    await tamperer.run(`update entries set amount = amount * ${factor} where transaction_key = ${key}`);
    await tamperer.run(`update transactions set hash = '${before}' where key = ${key}`);
  }
  await tamperer.run(`update journals set last_hash = '${before}' where company_key = ${company.key}`);
  const own = `account_key in (select key from accounts where company_key = ${company.key})`;
  await tamperer.run(`update balances set debit = debit * 10, credit = credit * 10 where ${own} and period = 20260103`);
  await tamperer.run(
    `update balances set debit = debit + 27000 * sign(debit), credit = credit + 27000 * sign(credit) where ${own} and period = 202601`,
  );
}
