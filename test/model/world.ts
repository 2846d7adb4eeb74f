import { isDeepStrictEqual } from 'node:util';
import { absentId, closeBooks, createAccount, reopenBooks } from '../api/support/api-books';
import { send, type RemoteAnswer } from '../support/remote-server';
import type { TestServer } from '../support/server';
import { decideAccount, decideArchive, decideClose, decideReopen } from './model/decide-companies';
import {
  decideCreate,
  decidePost,
  decideReverse,
  decideUpdate,
  decideVoid,
  type Expected,
  type LifeSaid,
  type Refused,
  type UpdateSaid,
} from './model/decide';
import type { TransactionSaid } from './model/input-rules';
import { textOf, type Direction, type ModelCompany, type ModelTransaction } from './model/state';
import { requestOf, type Places, type Request } from './requests';
import { firstAccounts, type Step } from './steps';

const fields = `id number date status description tags externalId reverses { id } reversedBy { id }
  entries { direction amount { amount currency } account { code } }`;
const changing = (name: string, selection: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
const documents: Readonly<Record<string, string>> = {
  createAccount,
  archiveAccount: changing('archiveAccount', 'account { id }'),
  createTransaction: changing('createTransaction', `replayed transaction { ${fields} }`),
  createTransactions: changing(
    'createTransactions',
    `results { replayed transaction { ${fields} } error { code violations { code path } } }`,
  ),
  postTransaction: changing('postTransaction', `replayed transaction { ${fields} }`),
  voidTransaction: changing('voidTransaction', `replayed transaction { ${fields} }`),
  reverseTransaction: changing('reverseTransaction', `replayed transaction { ${fields} } reversed { ${fields} }`),
  updateTransaction: changing('updateTransaction', `transaction { ${fields} }`),
  closeBooks,
  reopenBooks,
};

interface Told {
  readonly transaction: { readonly id: string } | null;
  readonly replayed?: boolean;
  readonly reversed?: object;
  readonly error?: { readonly code: string; readonly violations: readonly { code: string; path: string[] }[] } | null;
}

/** Two companies of real servers, beside the model of what they should be. What differs is an error. */
export class World implements Places {
  readonly companies: ModelCompany[] = [];
  private readonly ids = new Map<string, { accounts: Map<string, string>; transactions: string[] }>();
  private readonly sent: Request[] = [];
  private turn = 0;

  private constructor(
    private readonly servers: readonly TestServer[],
    private readonly token: string,
    /** All rows that belong to a company. */
    private readonly rowsOf: (companyId: string) => Promise<unknown>,
  ) {}

  static async open(servers: readonly TestServer[], token: string, rowsOf: (companyId: string) => Promise<unknown>): Promise<World> {
    const world = new World(servers, token, rowsOf);
    for (let count = 0; count < 2; count += 1) {
      const made = await world.ask(changing('createCompany', 'company { id }'), { legalName: 'Model', chart: 'EMPTY' });
      const { id } = made.createCompany.company as { id: string };
      world.companies.push({ id, accounts: [], transactions: [], keys: new Map(), closedThrough: '', lastNumber: 0 });
      world.ids.set(id, { accounts: new Map(), transactions: [] });
      for (const [code, normalBalance] of Object.entries(firstAccounts)) {
        await world.request({ mutation: 'createAccount', companyId: id, input: { companyId: id, code, name: code, type: normalBalance === 'DEBIT' ? 'ASSET' : 'LIABILITY' } }); // prettier-ignore
      }
    }
    return world;
  }

  companyId(company: number): string {
    return this.companies[company]!.id;
  }

  accountId(companyId: string, code: string): string | undefined {
    return this.ids.get(companyId)!.accounts.get(code);
  }

  accountIds(companyId: string): readonly string[] {
    return [...this.ids.get(companyId)!.accounts.values()];
  }

  transactionIds(companyId: string): readonly string[] {
    return this.ids.get(companyId)!.transactions;
  }

  /** Does a step to the servers and to the model. @throws where they do not agree */
  async take(step: Step): Promise<void> {
    if (step.kind === 'clock') return this.servers.forEach((server) => server.clock.advance(step.milliseconds));
    const request = step.kind === 'again' ? this.sent.at(-1 - step.which) : requestOf(step, this);
    if (request) await this.request(request);
  }

  /** The next of the servers: on one database each must see at once what the others did. */
  private server(): TestServer {
    return this.servers[(this.turn += 1) % this.servers.length]!;
  }

  async ask(query: string, input: object): Promise<any> /* oxlint-disable-line typescript/no-explicit-any */ {
    const { data, errors } = await send(this.server().url, this.token, query, 'input' in input ? input : { input });
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  private async request(request: Request): Promise<void> {
    this.sent.push(request);
    const { mutation, input, headerKey, companyId } = request;
    const expected = this.decide(request);
    const still = 'refused' in expected || input['dryRun'] === true;
    const before = still && (await this.rowsOf(companyId));
    const headers: Record<string, string> = headerKey === undefined ? {} : { 'idempotency-key': headerKey };
    const answer = await send(this.server().url, this.token, documents[mutation]!, { input }, headers);
    if ('refused' in expected) this.expectRefusal(answer, expected.refused);
    else this.expectResults(answer, expected, request);
    if (still && !isDeepStrictEqual(await this.rowsOf(companyId), before)) throw new Error(`${mutation} should have changed nothing.`);
  }

  private decide({ mutation, input, headerKey, companyId }: Request): Expected {
    const place = this.companies.findIndex(({ id }) => id === companyId);
    const company = this.companies[place]!;
    const said = headerKey === undefined ? input : { ...input, idempotencyKey: headerKey };
    const codeOf = (accountId: string) => [...this.ids.get(companyId)!.accounts].find(([, id]) => id === accountId)?.[0];
    const creating = (transactions: readonly unknown[], paths: string[], abort: boolean) => {
      const decided = decideCreate(
        company,
        transactions as TransactionSaid[],
        paths,
        { abort, dryRun: said['dryRun'] as boolean },
        { codeOf },
      );
      this.companies[place] = decided.company;
      return decided.expected;
    };
    switch (mutation) {
      case 'createAccount':
        return decideAccount(company, said['code'] as string, said['type'] === 'ASSET' ? 'DEBIT' : 'CREDIT');
      case 'archiveAccount':
        return decideArchive(company, codeOf(said['id'] as string)!);
      case 'closeBooks':
        return decideClose(company, said['through'] as string);
      case 'reopenBooks':
        return decideReopen(company, said['through'] as string | undefined, said['reason'] as string);
      case 'createTransaction':
        return creating([said], ['input'], true);
      case 'createTransactions': {
        const transactions = said['transactions'] as unknown[];
        return creating(transactions, transactions.map((_, index) => `input.transactions.${index}`), said['onFailure'] === 'ABORT'); // prettier-ignore
      }
    }
    if (said['id'] === 'x') return { refused: { code: 'BAD_USER_INPUT', broken: ['input.id NOT_A_UUID'] } };
    if (said['id'] === absentId) return { refused: { code: 'NOT_FOUND', broken: [] } };
    const transaction = company.transactions[this.transactionIds(companyId).indexOf(said['id'] as string)]!;
    const life = said as unknown as LifeSaid;
    if (mutation === 'postTransaction') return decidePost(company, transaction, life);
    if (mutation === 'voidTransaction') return decideVoid(company, transaction, life);
    if (mutation === 'reverseTransaction') return decideReverse(company, transaction, life, '2026-07-01');
    return decideUpdate(company, transaction, said as unknown as UpdateSaid, { codeOf });
  }

  private expectRefusal({ errors }: RemoteAnswer, { code, broken }: Refused): void {
    expect(errors).toHaveLength(1);
    const { extensions } = errors![0]!;
    expect({ code: extensions.code, broken: brokenIn(extensions.violations) }).toEqual({ code, broken });
  }

  private expectResults({ data, errors }: RemoteAnswer, { results }: Exclude<Expected, { refused: Refused }>, request: Request): void {
    expect(errors).toBeUndefined();
    const { mutation, companyId, input } = request;
    if (mutation === 'createAccount') this.ids.get(companyId)!.accounts.set(input['code'] as string, data.createAccount.account.id);
    if (!mutation.endsWith('Transaction') && mutation !== 'createTransactions') return;
    const told: Told[] = mutation === 'createTransactions' ? data.createTransactions.results : [data[mutation]];
    expect(told).toHaveLength(results.length);
    const known = this.ids.get(companyId)!.transactions;
    results.forEach((result, index) => {
      const { transaction, replayed, error, reversed } = told[index]!;
      if (result.refused) return expect({ code: error?.code, broken: brokenIn(error?.violations) }).toEqual(result.refused);
      const { index: place } = result.transaction;
      if (!input['dryRun'] && place === known.length) known.push(transaction!.id);
      const id = known[place] ?? transaction!.id;
      expect(transaction).toEqual({ id, ...this.shown(companyId, result.transaction) });
      if (mutation !== 'updateTransaction') expect(replayed).toBe(result.replayed);
      if (mutation !== 'reverseTransaction') return;
      const original = this.companies.find(({ id: each }) => each === companyId)!.transactions[known.indexOf(input['id'] as string)]!;
      expect(reversed).toEqual({ id: input['id'], ...this.shown(companyId, original) });
    });
  }

  /** A transaction of the model as the API should show it, but for its id. */
  shown(companyId: string, { number, date, status, description, tags, externalId, reverses, reversedBy, lines }: ModelTransaction): object {
    const link = (index: number | null) => (index === null ? null : { id: this.transactionIds(companyId)[index] });
    const entries = lines.map(({ code, currency, units }) => ({
      direction: (units > 0n ? 'DEBIT' : 'CREDIT') satisfies Direction,
      amount: { amount: textOf(units < 0n ? -units : units, currency), currency },
      account: { code },
    }));
    return { number, date, status, description, tags, externalId, reverses: link(reverses), reversedBy: link(reversedBy), entries };
  }

  static readonly fields = fields;
}

function brokenIn(violations: readonly { readonly code: string; readonly path: readonly string[] }[] = []): string[] {
  return violations.map(({ code, path }) => `${path.join('.')} ${code}`).sort();
}
