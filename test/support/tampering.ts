import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig';

/** Somebody with the database's password and no scruples: the triggers that guard the books are out of the way. */
export interface Tamperer {
  run(statement: string): Promise<unknown[]>;
  close(): Promise<void>;
}

const guarded = ['transactions', 'entries', 'balances', 'journals', 'audit_events', 'audit_chains'];

export async function tamperWith(url: string): Promise<Tamperer> {
  if (url.startsWith('sqlite:')) {
    const source = await new DataSource({ ...dataSourceOptions(url, 'writer'), migrations: [] }).initialize();
    const triggers = (await source.query("select name from sqlite_master where type = 'trigger'")) as { name: string }[];
    for (const { name } of triggers) await source.query(`drop trigger ${name}`);
    return { run: (statement) => source.query(statement), close: () => source.destroy() };
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const table of guarded) await client.query(`alter table ${table} disable trigger user`);
  return { run: async (statement) => (await client.query(statement)).rows as unknown[], close: () => client.end() };
}
