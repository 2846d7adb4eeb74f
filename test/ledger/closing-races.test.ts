import { entriesOf } from '../api/support/api-books';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const CLIENTS = 16;
const ROUNDS = 5;

const inPeriod = { date: '2026-01-31', description: 'In the period', entries: entriesOf('1.00') };
const create = 'mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { transaction { id number } } }';
const post = 'mutation ($input: PostTransactionInput!) { postTransaction(input: $input) { transaction { id number } } }';
const reverse = 'mutation ($input: ReverseTransactionInput!) { reverseTransaction(input: $input) { transaction { id number } } }';
const close = 'mutation ($input: CloseBooksInput!) { closeBooks(input: $input) { company { id } } }';
const reopen = 'mutation ($input: ReopenBooksInput!) { reopenBooks(input: $input) { company { id } } }';

forEachEngine((engine) => {
  let home: TestDatabase;
  let servers: TestServer[];
  let token: string;
  let companyId: string;

  /** On PostgreSQL two servers share the books; an SQLite file belongs to one. */
  beforeAll(async () => {
    home = await engine.createDatabase();
    servers = [await startServer(home.url)];
    if (engine.name === 'postgres') servers.push(await startServer(home.url));
    token = await servers[0]!.admin();
    const open = 'mutation { createCompany(input: { legalName: "Acme" }) { company { id } } }';
    companyId = (await servers[0]!.graphql(open, {}, token)).data.createCompany.company.id;
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await home.drop();
  });

  const anyServer = (turn: number) => servers[turn % servers.length]!;
  const ask = (turn: number, document: string, input: object) => anyServer(turn).graphql(document, { input }, token);

  /** Posts by every way there is, dated in the period, until one is refused; answers with what was told of each. */
  async function postUntilRefused(turn: number): Promise<string[]> {
    const told: string[] = [];
    for (let step = turn; told.at(-1) === undefined || told.at(-1) === 'posted'; step += 1) {
      const input = { companyId, ...inPeriod };
      const answers = [await ask(step, create, { ...input, status: step % 3 === 1 ? 'PENDING' : 'POSTED' })];
      const id = answers[0]!.data?.createTransaction.transaction.id as string | undefined;
      if (id && step % 3 === 1) answers.push(await ask(step + 1, post, { id }));
      if (id && step % 3 === 2) answers.push(await ask(step + 1, reverse, { id, date: inPeriod.date }));
      told.push(...answers.map(({ codes }) => codes[0] ?? 'posted'));
    }
    return told;
  }

  it('posts nothing into a period once its closing is decided, whoever posts when it happens, in whichever process', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const posting = Array.from({ length: CLIENTS }, (_, turn) => postUntilRefused(turn));
      while (!(await hasPosted(round))) await ask(round, create, { companyId, ...inPeriod });
      expect((await ask(round, close, { companyId, through: '2026-01-31' })).codes).toEqual([]);
      // Whoever hears of the closing is refused, in every process.
      for (const turn of servers.keys()) expect((await ask(turn, create, { companyId, ...inPeriod })).codes).toEqual(['BOOKS_CLOSED']);
      const told = (await Promise.all(posting)).flat();
      expect(new Set(told)).toEqual(new Set(['posted', 'BOOKS_CLOSED']));
      expect((await ask(round, reopen, { companyId, reason: `round ${round}` })).codes).toEqual([]);
      for (const turn of servers.keys()) expect((await ask(turn, create, { companyId, ...inPeriod })).codes).toEqual([]);
    }
    await expectNothingLate();
    const { reader } = servers[0]!.database;
    const numbers = await reader.rows(['number'], 'from transactions where number is not null order by number');
    expect(numbers.map(([number]) => number)).toEqual(numbers.map((_, index) => index + 1));
  }, 60_000);

  const hasPosted = async (round: number) => {
    const rest = 'from transactions where number > (select coalesce(max(last_number), 0) from book_closings)';
    return ((await anyServer(round).database.reader.rows(['count(*)'], rest))[0]![0] as number) > CLIENTS;
  };

  /** Of each time in which the books were closed: no number that was given in it stands on a date in the period. */
  async function expectNothingLate(): Promise<void> {
    const { reader } = servers[0]!.database;
    const closings = (await reader.rows(['through', 'last_number'], 'from book_closings order by key')) as [number | null, number][];
    expect(closings).toHaveLength(2 * ROUNDS);
    for (const [index, [through, lastNumber]] of closings.entries()) {
      if (through === null) continue;
      const until = closings[index + 1]![1];
      const late = await reader.rows(['number'], 'from transactions where date <= ?1 and number > ?2 and number <= ?3', [through, lastNumber, until]); // prettier-ignore
      expect(late).toEqual([]);
      expect(lastNumber).toBeGreaterThan(CLIENTS);
    }
  }
});
