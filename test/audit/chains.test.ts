import { dataSourceOptions } from '../../ormconfig';
import { openSnapshot, verifyAuditChains } from '../../src/database';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';
import { startServer } from '../support/server';
import { tamperWith } from '../support/tampering';
import { eventsOf, settle } from './support';

const silent = { start: () => undefined, advance: () => undefined, stop: () => undefined };

async function verified(url: string) {
  const snapshot = await openSnapshot(dataSourceOptions(url, 'reader'));
  try {
    return await verifyAuditChains(snapshot, undefined, silent);
  } finally {
    await snapshot.close();
  }
}

forEachEngine((engine) => {
  describe('a chain', () => {
    let books: TestBooks;

    beforeEach(async () => {
      books = await openTestBooks(engine);
      const company = await books.companies.create(books.admin, { legalName: 'Acme' });
      for (const code of ['1991', '1992', '1993']) {
        await books.ledger.accounts.create(books.admin, { companyId: company.id, code, name: code, type: 'ASSET' as never });
      }
    });
    afterEach(() => books.close());

    it('is numbered without gaps and agrees', async () => {
      expect(await verified(books.url)).toMatchObject([{ events: 4, head: { number: 4 }, disagreement: null }]);
    });

    it.each([
      'update audit_events set action = action',
      'delete from audit_events',
      'delete from audit_chains',
      'update audit_chains set last_number = 1',
    ])('is not changed by: %s', async (statement) => {
      await expect(books.database.writer.run((transaction) => transaction.run(statement))).rejects.toThrow(/never changes|forwards only/);
      expect(await verified(books.url)).toMatchObject([{ disagreement: null }]);
    });

    it.each([
      ['another doer', "update audit_events set subject = 'somebody else' where number = 2", 'audit event 2', /^the hash/],
      ['an earlier time', 'update audit_events set at = at - 1 where number = 3', 'audit event 3', /^the hash/],
      ['a detail', "update audit_events set detail = replace(detail, '1992', '1999') where number = 3", 'audit event 3', /^the hash/],
      ['an event that goes', 'delete from audit_events where number = 2', 'audit event 2', /^none; the next is 3/],
      ['a last event that goes', 'delete from audit_events where number = 4', 'the head of the audit chain', /^number 4/],
      ['a head that goes', 'delete from audit_chains', 'the head of the audit chain', /^none/],
    ])('shows that somebody changed it behind the server: %s', async (_what, statement, place, found) => {
      const tamperer = await tamperWith(books.url);
      await tamperer.run(statement);
      await tamperer.close();
      const [chain] = await verified(books.url);
      const { disagreement } = chain!;
      expect(disagreement?.place).toBe(place);
      expect(disagreement?.found).toMatch(found);
    });
  });

  it('holds at once what was noted behind the answers when the server stops', async () => {
    const home = await engine.createDatabase();
    const first = await startServer(home.url);
    const token = await first.as('AUDITOR');
    await first.graphql('mutation { createCompany(input: { legalName: "x" }) { company { id } } }', {}, token);
    await first.close();
    const second = await startServer(home.url);
    const denied = await eventsOf(second, { action: 'createCompany', outcome: 'DENIED' });
    await second.close();
    await home.drop();
    expect(denied).toHaveLength(1);
  });

  if (engine.name === 'postgres') {
    it('stays unbroken while two processes write it', async () => {
      const home = await engine.createDatabase();
      const servers = [await startServer(home.url), await startServer(home.url)];
      const token = await servers[0]!.as('INTEGRATOR');
      const open = 'mutation { createCompany(input: { legalName: "Shared" }) { company { id } } }';
      const companyId = (await servers[0]!.graphql(open, {}, token)).data.createCompany.company.id;
      const entries = [
        { accountCode: '1000', direction: 'DEBIT', amount: '1.00' },
        { accountCode: '4000', direction: 'CREDIT', amount: '1.00' },
      ];
      const post = 'mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { transaction { id } } }';
      const account = 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }';
      const sent = servers.flatMap((server, index) =>
        Array.from({ length: 20 }, async (_, turn) => {
          const code = `99${index}${turn}`;
          const answers = await Promise.all([
            server.graphql(post, { input: { companyId, date: '2026-01-31', description: 'x', entries } }, token),
            server.graphql(account, { input: { companyId, code, name: code, type: 'ASSET' } }, token),
            server.graphql('{ companies { nodes { taxId } } }', {}, token),
          ]);
          return answers.slice(0, 2).flatMap(({ codes }) => codes);
        }),
      );
      expect((await Promise.all(sent)).flat().filter((code) => code !== 'CONFLICT')).toEqual([]);
      await Promise.all(servers.map(settle));
      const chains = await verified(home.url);
      await Promise.all(servers.map((server) => server.close()));
      await home.drop();
      expect(chains.map(({ disagreement }) => disagreement)).toEqual([null, null]);
      expect(chains[1]!.events).toBeGreaterThanOrEqual(21 + 20);
    });
  }
});
