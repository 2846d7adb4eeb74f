import { archiveAccount, createAccount, createTransaction, draft, entriesOf, openApiBooks, posted, postTransaction, reverseTransaction, updateTransaction, closeBooks, reopenBooks, type ApiBooks } from '../api/support/api-books'; // prettier-ignore
import { forEachEngine } from '../support/engines';
import { eventsOf } from './support';

forEachEngine((engine) => {
  let books: ApiBooks;
  const about = (filter: object) => eventsOf(books.server, filter);

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  it('keeps of a posted transaction what it was before it was edited', async () => {
    const id = await posted(books, { description: 'Rent', tags: ['a'], metadata: { note: 'first' } });
    await books.ask(updateTransaction, { input: { id, description: 'Rent, March', tags: [], metadata: { note: 'second' } } });
    const [edited, made] = await about({ objectId: id });
    expect(edited).toMatchObject({ action: 'updateTransaction', outcome: 'ALLOWED', objectId: id, companyId: books.companyId });
    expect(edited.detail).toEqual({
      before: { description: 'Rent', tags: ['a'], metadata: { note: 'first' } },
      after: { description: 'Rent, March', tags: [], metadata: { note: 'second' } },
    });
    expect(made).toMatchObject({ action: 'createTransaction', objectId: id, detail: null });
    expect(made.number).toBeLessThan(edited.number);
  });

  it('tells the life of a draft, its lines and its reversal', async () => {
    const id = await draft(books);
    await books.ask(updateTransaction, { input: { id, entries: entriesOf('7.50') } });
    await books.ask(postTransaction, { input: { id } });
    const reversal = (await books.ask(reverseTransaction, { input: { id } })).reverseTransaction.transaction;
    const [reversed, post, update, made] = await about({ objectId: id });
    expect([reversed, post, update, made].map(({ action }) => action)).toEqual([
      'reverseTransaction',
      'postTransaction',
      'updateTransaction',
      'createTransaction',
    ]);
    expect(post.detail.before).toEqual({ status: 'PENDING', number: null });
    expect(update.detail.before.entries[0]).toEqual({
      accountCode: '1000',
      direction: 'DEBIT',
      amount: '5.00',
      currency: 'USD',
      memo: null,
    });
    expect(update.detail.after.entries[0].amount).toBe('7.50');
    expect(reversed.detail).toEqual({ reversal: { id: reversal.id, number: reversal.number } });
    expect((await about({ objectId: reversal.id })).map(({ action }) => action)).toEqual(['reverseTransaction']);
  });

  it('finds each transaction of a batch by the one event of the batch, and nothing by another id', async () => {
    const transactions = ['1.00', '2.00', '3.00'].map((amount) => ({ date: '2026-01-31', description: 'x', entries: entriesOf(amount) }));
    const document =
      'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { transaction { id number } } } }';
    const { results } = (await books.ask(document, { input: { companyId: books.companyId, transactions } })).createTransactions;
    const found = await Promise.all(results.map(({ transaction }: { transaction: { id: string } }) => about({ objectId: transaction.id })));
    const [first] = found[0]!;
    expect(found).toEqual([[first], [first], [first]]);
    const numbers = results.map(({ transaction }: { transaction: { number: number } }) => transaction.number);
    expect(first).toMatchObject({ action: 'createTransactions', detail: { transactions: 3, numbers: [numbers[0], numbers[2]] } });
  });

  it('leaves no event of what wrote nothing: a repeat, a dry run, a refusal', async () => {
    const input = { companyId: books.companyId, date: '2026-01-31', description: 'x', idempotencyKey: 'once', entries: entriesOf('1.00') };
    await books.ask(createTransaction, { input });
    const before = await about({ companyId: books.companyId, outcome: 'ALLOWED' });
    await books.ask(createTransaction, { input });
    await books.ask(createTransaction, { input: { ...input, idempotencyKey: null, dryRun: true } });
    await books.refusal(createTransaction, { input: { ...input, idempotencyKey: null, description: '' } });
    expect(await about({ companyId: books.companyId, outcome: 'ALLOWED' })).toEqual(before);
  });

  it('tells who closed and reopened books, and why', async () => {
    const admin = await books.server.admin();
    const companyId = await books.openCompany();
    await books.ask(closeBooks, { input: { companyId, through: '2025-12-31' } }, admin);
    await books.ask(closeBooks, { input: { companyId, through: '2025-12-31' } }, admin);
    await books.ask(reopenBooks, { input: { companyId, reason: 'An invoice came late' } }, admin);
    const [reopened, closed, opened] = await about({ companyId });
    expect(opened.action).toBe('createCompany');
    expect(closed.detail).toEqual({ before: { booksClosedThrough: null }, after: { booksClosedThrough: '2025-12-31' } });
    expect(reopened.detail).toEqual({
      before: { booksClosedThrough: '2025-12-31' },
      after: { booksClosedThrough: null },
      reason: 'An invoice came late',
    });
  });

  it('tells of accounts and companies what changed, and of a tax id only that it did', async () => {
    const companyId = await books.openCompany({ taxId: '12-3456789' });
    const input = { companyId, code: '1990', name: 'Deposits', type: 'ASSET' };
    const { id } = (await books.ask(createAccount, { input })).createAccount.account;
    await books.ask(archiveAccount, { input: { id } });
    const change = 'mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) { company { id } } }';
    await books.ask(change, { input: { id: companyId, legalName: 'Acme Two', taxId: '98-7654321' } });
    const events = await about({ companyId });
    expect(events.map(({ action }) => action)).toEqual(['updateCompany', 'archiveAccount', 'createAccount', 'createCompany']);
    expect(events[0].detail).toEqual({ before: { legalName: 'Acme' }, after: { legalName: 'Acme Two' }, changed: ['taxId'] });
    expect(events[1].detail).toEqual({ before: { status: 'ACTIVE' }, after: { status: 'ARCHIVED' } });
    expect(events[2].detail.after).toMatchObject({ code: '1990', name: 'Deposits', type: 'ASSET', parentId: null });
    expect(events[3].detail.after).toMatchObject({ legalName: 'Acme', hasTaxId: true, access: 'BOOKKEEPER' });
    expect(JSON.stringify(events)).not.toMatch(/12-3456789|98-7654321/);
  });

  it('tells who did it from where, and holds no secret of what was made', async () => {
    const admin = await books.server.admin();
    const { developerId } = await books.server.client('DEVELOPER');
    const document = 'mutation ($input: CreateCredentialInput!) { createCredential(input: $input) { clientSecret credential { id } } }';
    const { clientSecret, credential } = (await books.ask(document, { input: { developerId, label: 'CI' } }, admin)).createCredential;
    const [event] = await about({ objectId: credential.id });
    expect(event).toMatchObject({ action: 'createCredential', ip: '127.0.0.1', subject: null, companyId: null });
    expect(event.developer.id).toBe(event.developerId);
    expect(event.credentialId).not.toBeNull();
    expect(event.detail).toEqual({ developerId, after: { label: 'CI', scope: null, expiresAt: null, publicKeys: 0 } });
    const rows = await books.server.database.reader.manager.query<unknown[]>('select * from audit_events');
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
  });

  it('is read in pages by its own order, and refuses a cursor of another filter', async () => {
    const document = `query ($filter: AuditEventFilter, $after: String) {
      auditEvents(filter: $filter, first: 2, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } }`;
    const admin = await books.server.admin();
    // Tokens are told of a moment after they were issued, and must not come in between.
    await books.server.database.audit.flush();
    for (const filter of [{ companyId: books.companyId }, { companyId: books.companyId, from: '2026-01-01T00:00:00Z' }, {}]) {
      const all = await books.ask(document.replace('first: 2', 'first: 100'), { filter, after: null }, admin);
      const whole: { id: string }[] = all.auditEvents.nodes;
      const ids: string[] = [];
      let after: string | null = null;
      do {
        const { auditEvents }: any /* oxlint-disable-line typescript/no-explicit-any */ = await books.ask(
          document,
          { filter, after },
          admin,
        );
        ids.push(...auditEvents.nodes.map(({ id }: { id: string }) => id));
        after = auditEvents.pageInfo.hasNextPage && ids.length < whole.length ? auditEvents.pageInfo.endCursor : null;
      } while (after !== null);
      expect(ids).toEqual(whole.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    }
    const { auditEvents } = await books.ask(document, { filter: {} }, admin);
    const foreign = { filter: { action: 'createCompany' }, after: auditEvents.pageInfo.endCursor };
    expect((await books.refusal(document, foreign, admin)).violations).toEqual(['after FOREIGN_CURSOR']);
  });

  it('filters by action, developer and time, and finds an event by its id', async () => {
    const now = books.server.clock.now();
    const [event] = await about({ action: 'createCompany', companyId: books.companyId });
    expect(await about({ action: 'createCompany', developerId: event.developerId, companyId: books.companyId })).toEqual([event]);
    expect(await about({ companyId: books.companyId, from: new Date(now + 1).toISOString() })).toEqual([]);
    expect(await about({ companyId: books.companyId, to: new Date(now).toISOString() })).toEqual([]);
    const document = 'query ($id: ID!) { node(id: $id) { id ... on AuditEvent { hash } } }';
    expect((await books.ask(document, { id: event.id }, await books.server.admin())).node).toEqual({ id: event.id, hash: event.hash });
    expect((await books.ask(document, { id: event.id })).node).toBeNull();
  });

  it('shows to who holds audit:read in one company the events of that one', async () => {
    const other = await books.openCompany();
    const { token } = await books.server.client('ADMIN', other);
    const seen = await eventsOf(books.server, {}, token);
    expect(new Set(seen.map(({ companyId }) => companyId))).toEqual(new Set([other]));
    const refused = await books.refusal(
      'query ($id: ID!) { auditEvents(filter: { companyId: $id }) { totalCount } }',
      { id: books.companyId },
      token,
    );
    expect(refused.code).toBe('NOT_FOUND');
  });
});
