import { forEachEngine } from '../support/engines';
import { createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

/** A currency for each number of digits that ISO 4217 gives any: its smallest and its largest amount. */
const currencies = [
  ['JPY', 0, '1', '9007199254740991'],
  ['USD', 2, '0.01', '90071992547409.91'],
  ['KWD', 3, '0.001', '9007199254740.991'],
  ['CLF', 4, '0.0001', '900719925474.0991'],
] as const;

/** What is no amount in any currency, and the name of the rule that it breaks. */
const refused = [
  ['0', 'NOT_POSITIVE'],
  ['-1', 'NOT_POSITIVE'],
  ['1e3', 'NOT_A_DECIMAL'],
  ['1E-2', 'NOT_A_DECIMAL'],
  ['NaN', 'NOT_A_DECIMAL'],
  ['Infinity', 'NOT_A_DECIMAL'],
  ['0x10', 'NOT_A_DECIMAL'],
  ['1,50', 'NOT_A_DECIMAL'],
  ['1_000', 'NOT_A_DECIMAL'],
  ['+1', 'NOT_A_DECIMAL'],
  [' 1', 'NOT_A_DECIMAL'],
  ['1.', 'NOT_A_DECIMAL'],
  ['.5', 'NOT_A_DECIMAL'],
  ['١', 'NOT_A_DECIMAL'],
  ['', 'NOT_A_DECIMAL'],
  ['1.00000', 'TOO_MANY_DIGITS'],
  ['9007199254740992', 'AMOUNT_TOO_LARGE'],
  ['99999999999999999999999999999999', 'AMOUNT_TOO_LARGE'],
] as const;

const createMany = `mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results {
  transaction { id } error { code violations { code path } } } } }`;

forEachEngine((engine) => {
  let books: ApiBooks;
  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const sale = (entries: readonly object[], more: object = {}) => ({
    input: { companyId: books.companyId, date: '2026-01-31', description: 'Sale', entries, ...more },
  });
  const refusal = async (entries: readonly object[]) => (await books.refusal(createTransaction, sale(entries))).violations;

  describe.each(currencies)('in %s, with %d digits after the point', (currency, digits, smallest, largest) => {
    it.each([smallest, largest])('%s is kept to the last unit', async (amount) => {
      const document = createTransaction.replace('{ id', '{ entries { amount { amount currency } } id');
      const { transaction } = (await books.ask(document, sale(entriesOf(amount, '1000', '4000', { currency })))).createTransaction;
      expect(transaction.entries).toEqual([0, 1].map(() => ({ amount: { amount, currency } })));
    });

    it('one digit more is refused, even where it is zero', async () => {
      const amount = `1.${'0'.repeat(digits + 1)}`;
      expect(await refusal(entriesOf(amount, '1000', '4000', { currency }))).toEqual([
        'input.entries.0.amount TOO_MANY_DIGITS',
        'input.entries.1.amount TOO_MANY_DIGITS',
      ]);
    });

    it.each(refused)('%j is refused as %s', async (amount, rule) => {
      const [debit, credit] = [entriesOf(amount, '1000', '4000', { currency })[0]!, entriesOf('1', '1000', '4000', { currency })[1]!];
      expect(await refusal([debit, credit])).toEqual([`input.entries.0.amount ${rule}`]);
    });
  });

  it.each(['XXZ', 'AAA'])('%s, which ISO 4217 does not have, is refused by its name', async (currency) => {
    expect(await refusal(entriesOf('1', '1000', '4000', { currency }))).toEqual([
      'input.entries.0.currency UNKNOWN_CURRENCY',
      'input.entries.1.currency UNKNOWN_CURRENCY',
    ]);
  });

  it('every currency balances by itself: equal numbers of two of them do not make up for each other', async () => {
    const [debit, credit] = [entriesOf('5', '1000', '4000', { currency: 'JPY' })[0]!, entriesOf('5.00')[1]!];
    expect(await refusal([debit, credit])).toEqual(['input.entries UNBALANCED', 'input.entries UNBALANCED']);
    const both = [...entriesOf('5', '1000', '4000', { currency: 'JPY' }), ...entriesOf('0.001', '1000', '4000', { currency: 'KWD' })];
    expect((await books.ask(createTransaction, sale(both))).createTransaction.transaction.status).toBe('POSTED');
  });

  describe('an external id is taken once', () => {
    const one = (externalId: string) => ({ date: '2026-01-31', description: 'Sale', entries: entriesOf('1.00'), externalId });

    it('in one batch that is to abort, which then writes nothing', async () => {
      const input = { companyId: books.companyId, transactions: [one('abort'), one('abort')], onFailure: 'ABORT' };
      expect((await books.refusal(createMany, { input })).violations).toEqual(['input.transactions.1.externalId EXTERNAL_ID_TAKEN']);
    });

    it('in one batch that is to continue', async () => {
      const input = { companyId: books.companyId, transactions: [one('go on'), one('go on')], onFailure: 'CONTINUE' };
      const [first, second] = (await books.ask(createMany, { input })).createTransactions.results;
      expect(first.error).toBeNull();
      expect(second).toMatchObject({ transaction: null, error: { violations: [{ code: 'EXTERNAL_ID_TAKEN' }] } });
    });

    it('in a race of fifty', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          books.server.graphql(createTransaction, sale(entriesOf('1.00'), { description: `${index}`, externalId: 'raced' }), books.token),
        ),
      );
      expect(answers.filter(({ data }) => data?.createTransaction)).toHaveLength(1);
      const broken = answers.flatMap(
        ({ errors }) => errors?.flatMap(({ extensions }) => extensions.violations!.map(({ code }) => code)) ?? [],
      );
      expect(broken).toEqual(Array.from({ length: 49 }, () => 'EXTERNAL_ID_TAKEN'));
    });

    it('by a voided draft too', async () => {
      const made = await books.ask(createTransaction, sale(entriesOf('1.00'), { externalId: 'void', status: 'PENDING' }));
      const document = 'mutation ($input: VoidTransactionInput!) { voidTransaction(input: $input) { replayed } }';
      await books.ask(document, { input: { id: made.createTransaction.transaction.id } });
      expect((await books.refusal(createTransaction, sale(entriesOf('1.00'), { externalId: 'void' }))).violations).toEqual(['input.externalId EXTERNAL_ID_TAKEN']); // prettier-ignore
    });
  });
});
