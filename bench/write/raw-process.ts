import 'reflect-metadata';
import { systemClock } from '../../src/shared/clock';
import { parseDate } from '../../src/shared/dates';
import { Journal } from '../../src/ledger/journal/journal';
import { prepareTransaction } from '../../src/ledger/transactions/prepare-transaction';
import type { TransactionInput } from '../../src/ledger/transactions/transaction-input.types';
import { withBooks } from '../support/open-books';
import { answerQuestions } from '../support/worker';
import type { RawOrder, RawResult } from './raw';
import { transactionBody } from './transaction-bodies';

/** More than are ever written in a second. */
const MOST_A_SECOND = 40_000;
/** Commands that wait while one is written, so that the writer is never idle. */
const IN_FLIGHT = 4;
const by = { developerKey: null, credentialKey: null, subject: 'bench', requestId: 'bench', address: null };

/** The journal writer without HTTP, GraphQL or the checks of inputs, which are made before the clock runs: each command is one commit. */
function write({ url, companyId, codes, prefix, size, seconds }: RawOrder): Promise<RawResult> {
  return withBooks(url, 1, async ({ database, companies, journalBooks }) => {
    const company = await companies.reference(companyId, []);
    const journal = new Journal(database.writer, journalBooks, systemClock);
    const commands = Array.from({ length: Math.ceil((MOST_A_SECOND * seconds) / size) }, (_, command) =>
      Array.from({ length: size }, (_unused, index) => {
        const body = transactionBody(codes, prefix, command * size + index);
        return prepareTransaction({ ...body, date: parseDate(body.date) } as TransactionInput, company.baseCurrency, []);
      }),
    );
    const cpuBefore = process.cpuUsage();
    const begun = performance.now();
    let done = 0;
    const run = async () => {
      while (commands.length > 0 && performance.now() - begun < seconds * 1000) {
        const transactions = commands.pop()!;
        await journal.submit<'create'>(
          { kind: 'create', action: 'createTransactions', company, by, transactions, allOrNone: true, dryRun: false },
          size,
        );
        done += size;
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, run));
    const took = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    return { transactions: done, seconds: took, cpu: user + system };
  });
}

answerQuestions((order) => write(order as RawOrder));
