import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildASTSchema, parse, type GraphQLObjectType } from 'graphql';
import { DataSource, In, type DataSourceOptions, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { dataSourceOptions } from '../../ormconfig';
import { CompanyEntity } from '../../src/companies/company.entity';
import { AccountEntity } from '../../src/ledger/accounts/account.entity';
import { BalanceEntity } from '../../src/ledger/balances/balance.entity';
import { hashOf } from '../../src/ledger/journal/hash-chain';
import { IdempotencyKeyEntity } from '../../src/ledger/journal/idempotency-key.entity';
import { JournalEntity } from '../../src/ledger/journal/journal.entity';
import { EntryEntity } from '../../src/ledger/transactions/entry.entity';
import { TransactionEntity } from '../../src/ledger/transactions/transaction.entity';
import type { TransactionBody } from '../write/transaction-bodies';

interface Input extends Omit<TransactionBody, 'date'> {
  readonly companyId: string;
  readonly date: string;
}

/**
 * How most servers of this kind write: createTransaction of the same schema, on tables of the same form, as one TypeORM transaction for
 * each request, entities saved one after the other. Nobody's token is checked. SQLite has one connection, so there they queue.
 */
export async function startTypeormWrites(databaseUrl: string, schemaFile: string): Promise<string> {
  const options = { ...dataSourceOptions(databaseUrl, 'writer'), poolSize: 10, connectTimeoutMS: 120_000 } as DataSourceOptions;
  const source = await new DataSource(options).initialize();
  const sqlite = options.type === 'sqlite';
  if (sqlite) await source.query('pragma synchronous = full');
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  const schema = buildASTSchema(parse(readFileSync(schemaFile, 'utf8')));
  const { createTransaction } = (schema.getType('Mutation') as GraphQLObjectType).getFields();
  createTransaction!.resolve = async (_root, { input }: { input: Input }) => {
    const post = () => source.transaction((manager) => postOne(manager, input, sqlite));
    return { transaction: await (sqlite ? alone(post) : post()), replayed: false };
  };
  const { url } = await startStandaloneServer(new ApolloServer({ schema }), { listen: { host: '127.0.0.1', port: 0 } });
  return url;
}

async function postOne(manager: EntityManager, input: Input, sqlite: boolean): Promise<TransactionEntity> {
  const company = await manager.findOneByOrFail(CompanyEntity, { id: input.companyId });
  const { key: companyKey } = company;
  const lock = sqlite ? {} : ({ lock: { mode: 'pessimistic_write' } } as const);
  const journal = await manager.findOneOrFail(JournalEntity, { where: { companyKey }, ...lock });
  const { idempotencyKey } = input;
  if (await manager.findOneBy(IdempotencyKeyEntity, { companyKey, idempotencyKey })) throw new Error('A repeat is not measured.');
  const codes = input.entries.map(({ accountCode }) => accountCode);
  const accounts = await manager.findBy(AccountEntity, { companyKey, code: In(codes) });
  const lines = input.entries.map(({ accountCode, direction, amount }) => ({
    account: accounts.find(({ code }) => code === accountCode)!,
    units: Math.round(Number(amount) * 100) * (direction === 'DEBIT' ? 1 : -1),
    currency: company.baseCurrency,
    memo: null,
  }));

  const now = Date.now();
  const content = {
    companyId: company.id,
    number: Number(journal.lastNumber) + 1,
    id: uuidv7(),
    date: Number(input.date.replaceAll('-', '')),
    postedAt: Math.max(now, journal.lastPostedAt ?? 0),
    reverses: null,
    lines,
  };
  const hash = hashOf(journal.lastHash, content);
  const key = await nextKey(manager, sqlite);
  const { id, number, date, postedAt } = content;

  const entries = lines.map(({ account, units, currency, memo }, line) => {
    return manager.create(EntryEntity, { transactionKey: key, line, accountKey: account.key, date, amount: units, currency, memo });
  });
  await manager.save(entries);
  const status = { status: 'POSTED', createdAt: now, postedAt, hash };
  const said = { description: input.description, counterparty: input.counterparty };
  const transaction = await manager.save(manager.create(TransactionEntity, { key, id, companyKey, number, date, ...said, ...status }));
  for (const entry of entries) {
    for (const period of [Math.floor(date / 100), date]) await addToBalance(manager, entry, period);
  }
  const requestHash = createHash('sha256').update(JSON.stringify(input)).digest('base64url');
  await manager.save(
    manager.create(IdempotencyKeyEntity, { companyKey, idempotencyKey, requestHash, transactionKey: key, createdAt: now }),
  );
  await manager.save(Object.assign(journal, { lastNumber: number, lastHash: hash, lastPostedAt: postedAt }));
  return transaction;
}

async function nextKey(manager: EntityManager, sqlite: boolean): Promise<number> {
  const statement = sqlite ? 'select coalesce(max(key), 0) + 1 as key from transactions' : `select nextval('transaction_keys') as key`;
  const [row] = await manager.query<{ key: number | string }[]>(statement);
  return Number(row!.key);
}

async function addToBalance(manager: EntityManager, { accountKey, currency, amount }: EntryEntity, period: number): Promise<void> {
  const address = { accountKey, period, currency };
  const balance =
    (await manager.findOneBy(BalanceEntity, address)) ?? manager.create(BalanceEntity, { ...address, debit: '0', credit: '0' });
  const side = amount > 0 ? 'debit' : 'credit';
  balance[side] = String(BigInt(balance[side]) + BigInt(Math.abs(amount)));
  await manager.save(balance);
}
