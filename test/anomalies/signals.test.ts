import { before } from '../../src/anomalies/watch/places';
import { readSlice } from '../../src/anomalies/watch/read-signals';
import type { PostingSignal, Signal } from '../../src/anomalies/signals';
import { absentId, createTransaction, entriesOf, openApiBooks, posted, postTransaction, reverseTransaction, draft, type ApiBooks } from '../api/support/api-books'; // prettier-ignore
import { forEachEngine } from '../support/engines';

const MINUTE = 60_000;

forEachEngine((engine) => {
  let books: ApiBooks;
  let began: number;
  beforeAll(async () => {
    books = await openApiBooks(engine);
    await books.server.services.usage.flush();
    books.server.clock.advance(MINUTE);
    began = books.server.clock.now();
  });
  afterAll(() => books?.close());

  const post = async (more: object = {}) => {
    books.server.clock.advance(MINUTE);
    return posted(books, more);
  };

  async function read(limits?: { requests: number; events: number }): Promise<Signal[]> {
    const { server } = books;
    const signals: Signal[] = [];
    for (let cursor = before(began); ;) {
      const slice = await readSlice(server.database.reader, cursor, server.clock.now() + 1, limits);
      signals.push(...slice.signals);
      cursor = slice.cursor;
      if (slice.complete) return signals;
    }
  }

  it('tells of everything that was answered and posted, in the order of time', async () => {
    const { server, companyId, ask } = books;
    const first = await post();
    const same = await post();
    await post({ entries: entriesOf('5.01') });
    server.clock.advance(MINUTE);
    const reversal = (await ask(reverseTransaction, { input: { id: first } })).reverseTransaction.transaction.id;
    server.clock.advance(MINUTE);
    const pending = await draft(books);
    server.clock.advance(MINUTE);
    await ask(postTransaction, { input: { id: pending } });
    server.clock.advance(MINUTE);
    const batch = 'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { transaction { id } } } }';
    const one = { date: '2026-01-31', description: 'x', status: 'POSTED', entries: entriesOf('7.00') };
    const many = await ask(batch, { input: { companyId, transactions: Array.from({ length: 50 }, () => one) } });
    const ids = many.createTransactions.results.map(({ transaction }: { transaction: { id: string } }) => transaction.id);
    server.clock.advance(MINUTE);
    await server.graphql('query ($id: ID!) { company(id: $id) { id } }', { id: absentId }, books.token);
    await server.services.usage.flush();

    const signals = await read();
    expect(signals.map(({ at }) => at)).toEqual(signals.map(({ at }) => at).toSorted((a, b) => a - b));
    const postings = signals.filter((signal): signal is PostingSignal => signal.type === 'POSTING');
    expect(postings.slice(0, 5).map(({ transactionId }) => transactionId).toSpliced(2, 1)).toEqual([first, same, reversal, pending]); // prettier-ignore
    // Of a batch the first of its transactions.
    expect(postings.slice(5).map(({ transactionId }) => transactionId)).toEqual(ids.slice(0, 20));
    const [one_, two, three, undone, late] = postings as [PostingSignal, PostingSignal, PostingSignal, PostingSignal, PostingSignal];
    expect(undone.reverses).toEqual({ transactionId: first, postedAt: one_.at });
    expect(one_.reverses).toBeNull();
    expect(two.fingerprint).toBe(one_.fingerprint);
    expect(late.fingerprint).toBe(one_.fingerprint);
    expect(new Set([one_, three, undone, postings[5]!].map(({ fingerprint }) => fingerprint)).size).toBe(4);
    expect(new Set(postings.map(({ developerKey, credentialKey, companyKey }) => `${developerKey} ${credentialKey} ${companyKey}`)).size).toBe(1); // prettier-ignore

    const requests = signals.filter((signal) => signal.type === 'REQUEST');
    expect(requests.map(({ rootFields }) => rootFields[0]![0])).toEqual([
      'createTransaction', 'createTransaction', 'createTransaction', 'reverseTransaction', 'createTransaction', 'postTransaction',
      'createTransactions', 'company',
    ]); // prettier-ignore
    expect(requests.at(-1)).toMatchObject({ status: 'OK', operationType: 'query', missed: [expect.any(String)], clientFailure: null });
    expect(requests[0]).toMatchObject({ developerKey: postings[0]!.developerKey, credentialKey: postings[0]!.credentialKey, missed: [] });
  });

  it('tells the same in small pieces', async () => {
    expect(await read({ requests: 2, events: 1 })).toEqual(await read());
    expect(await read({ requests: 1, events: 3 })).toEqual(await read());
  });

  it('tells nothing of drafts, refusals and repeats', async () => {
    const { server, companyId, ask } = books;
    const earlier = (await read()).filter(({ type }) => type === 'POSTING').length;
    const input = { companyId, date: '2026-01-31', description: 'x', idempotencyKey: 'once', entries: entriesOf('1.00') };
    for (let time = 0; time < 2; time += 1) await ask(createTransaction, { input });
    await draft(books);
    await server.graphql(createTransaction, { input: { ...input, idempotencyKey: null, entries: entriesOf('0.00') } }, books.token);
    await server.services.usage.flush();
    expect((await read()).filter(({ type }) => type === 'POSTING')).toHaveLength(earlier + 1);
  });
});
