import type { TestServer } from './server';

/** What is written about a request in any case: when somebody was last seen, attempts to get a token, usage, audit. */
const noted = { tables: /^(token_attempts|usage|audit|anomal|client_traits)/, columns: /^(last_seen_at|last_used_at|keys_used_at)$/ };

/** Every row of every table, by the table's name, but what is noted of each request: to compare before with after. */
export async function allRows({ database }: TestServer): Promise<Readonly<Record<string, unknown>>> {
  const { manager } = database.reader;
  const tables = manager.connection.entityMetadatas.filter(({ tableName }) => !noted.tables.test(tableName));
  const rows = tables.map(async ({ tableName, columns, primaryColumns }) => {
    const names = columns.map(({ databaseName }) => databaseName).filter((name) => !noted.columns.test(name));
    const order = primaryColumns.map(({ databaseName }) => databaseName);
    return [
      tableName,
      await manager.query<unknown[]>(`select ${names.join(', ')} from ${tableName} order by ${order.join(', ')}`),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}
