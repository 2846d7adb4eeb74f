import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildASTSchema, GraphQLObjectType, parse, type GraphQLFieldResolver } from 'graphql';
import { DataSource, EntitySchema, type FindManyOptions } from 'typeorm';
import { formatDate } from '../../src/shared/dates';
import { money } from '../../src/shared/money';

interface Line {
  readonly line: number;
  readonly amount: number;
  readonly currency: string;
  readonly account: { readonly id: string; readonly code: string; readonly name: string };
}

interface Row {
  readonly id: string;
  readonly date: number;
  readonly number: number;
  readonly description: string;
  readonly entries: readonly Line[];
}

const text = { type: 'text' } as const;
const integer = { type: 'integer' } as const;

const accounts = new EntitySchema<object>({
  name: 'BenchAccount',
  tableName: 'accounts',
  columns: { key: { ...integer, primary: true }, id: text, code: text, name: text },
});
const entries = new EntitySchema<object>({
  name: 'BenchEntry',
  tableName: 'entries',
  columns: {
    transaction_key: { ...integer, primary: true },
    line: { ...integer, primary: true },
    amount: integer,
    currency: text,
  },
  relations: {
    account: { type: 'many-to-one', target: 'BenchAccount', joinColumn: { name: 'account_key', referencedColumnName: 'key' } },
    transaction: { type: 'many-to-one', target: 'BenchTransaction', joinColumn: { name: 'transaction_key', referencedColumnName: 'key' } },
  },
});
const transactions = new EntitySchema<object>({
  name: 'BenchTransaction',
  tableName: 'transactions',
  columns: {
    key: { ...integer, primary: true },
    id: text,
    company_key: integer,
    number: integer,
    date: integer,
    description: text,
  },
  relations: { entries: { type: 'one-to-many', target: 'BenchEntry', inverseSide: 'transaction' } },
});

/** How most servers of this kind are written: the same schema and the same books on Apollo's defaults, with TypeORM's find and relations. */
export async function startApolloDefaults(file: string, schemaFile: string): Promise<string> {
  const source = await new DataSource({ type: 'sqlite', database: file, entities: [accounts, entries, transactions] }).initialize();
  const schema = buildASTSchema(parse(readFileSync(schemaFile, 'utf8')));
  const resolve = (type: string, field: string, resolver: GraphQLFieldResolver<unknown, unknown>) => {
    (schema.getType(type) as GraphQLObjectType).getFields()[field]!.resolve = resolver;
  };
  const find: FindManyOptions = {
    where: { company_key: 1 },
    relations: { entries: { account: true } },
    order: { date: 'DESC', key: 'DESC' },
    take: 50,
  };
  resolve('Query', 'transactions', async () => ({ nodes: await source.getRepository('BenchTransaction').find(find) }));
  resolve('Transaction', 'date', (row) => formatDate((row as Row).date));
  // Ordering by a joined column would make find count lines instead of transactions.
  resolve('Transaction', 'entries', (row) => [...(row as Row).entries].sort((a, b) => a.line - b.line));
  resolve('Entry', 'direction', (line) => ((line as Line).amount > 0 ? 'DEBIT' : 'CREDIT'));
  resolve('Entry', 'amount', (line) => money(Math.abs((line as Line).amount), (line as Line).currency));
  const { url } = await startStandaloneServer(new ApolloServer({ schema }), { listen: { host: '127.0.0.1', port: 0 } });
  return url;
}
