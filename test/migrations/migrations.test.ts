import { DataSource, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig';
import { textIndexOf } from '../../src/database';
import { dialectOf } from '../../src/database/engine';
import { forEachEngine, type TestDatabase } from '../support/engines';

forEachEngine((engine) => {
  let home: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    home = await engine.createDatabase();
    source = await new DataSource(dataSourceOptions(home.url, 'writer')).initialize();
  });
  afterAll(async () => {
    await source?.destroy();
    await home.drop();
  });

  const difference = async () => (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

  it('makes from nothing exactly what the entities say', async () => {
    expect(await difference()).not.toEqual([]);
    await source.runMigrations({ transaction: 'each' });
    expect(await difference()).toEqual([]);
  });

  it('has nothing left to do the second time', async () => {
    expect(await source.runMigrations({ transaction: 'each' })).toEqual([]);
  });

  it('can be taken back step by step, and done again', async () => {
    for (let step = source.migrations.length; step > 0; step -= 1) await source.undoLastMigration({ transaction: 'each' });
    await source.runMigrations({ transaction: 'each' });
    expect(await difference()).toEqual([]);
  });
});

forEachEngine((engine) => {
  it('brings a database forward that is in use, with what is in it', async () => {
    const home = await engine.createDatabase();
    const options = dataSourceOptions(home.url, 'writer');
    const open = async (migrations: DataSourceOptions['migrations']) => new DataSource({ ...options, migrations }).initialize();
    const before = await open((options.migrations as unknown[]).slice(0, 3) as DataSourceOptions['migrations']);
    await before.runMigrations({ transaction: 'each' });
    const id = "'0192f0c1-2b3c-7d4e-8f50-61728394a5b6'";
    await before.query(`insert into developers (id, name, status, created_at, updated_at) values (${id}, 'Ada', 'ACTIVE', 1, 1)`);
    await before.query('insert into developer_roles (developer_key, role_key) values (1, 1)');
    await before.query(`insert into credentials (id, developer_key, client_id, created_at) values (${id}, 1, 'x', 1)`);
    await before.query(
      `insert into credential_secrets (id, credential_key, hash, last_four, created_at) values (${id}, 1, 'y', 'last', 1)`,
    );
    await before.destroy();
    const after = await open(options.migrations);
    try {
      await after.runMigrations({ transaction: 'each' });
      const joined = 'developer_roles dr on dr.developer_key = d.key join credentials c on c.developer_key = d.key';
      const rows = await after.query(
        `select name, last_four from developers d join ${joined} join credential_secrets s on s.credential_key = c.key`,
      );
      expect(rows).toEqual([{ name: 'Ada', last_four: 'last' }]);
    } finally {
      await after.destroy();
      await home.drop();
    }
  });

  it('makes what is in the books found by its words', async () => {
    const home = await engine.createDatabase();
    const options = dataSourceOptions(home.url, 'writer');
    const migrations = options.migrations as readonly { name: string }[];
    const open = async (some: unknown) => new DataSource({ ...options, migrations: some as DataSourceOptions['migrations'] }).initialize();
    const before = await open(migrations.slice(
      0,
      migrations.findIndex(({ name }) => name.startsWith('TransactionWords')),
    )); // prettier-ignore
    await before.runMigrations({ transaction: 'each' });
    for (const [key, company, description, memo] of [
      [1, 7, 'Rent', 'Büro'],
      [2, 7, 'Coffee', 'beans'],
      [3, 8, 'Rent', 'Büro'],
    ] as const) {
      const id = `'0192f0c1-2b3c-7d4e-8f50-61728394a5b${key}'`;
      await before.query(
        `insert into entries (transaction_key, line, account_key, date, amount, currency, memo) values (${key}, 0, 1, 20260131, 1, 'USD', '${memo}')`,
      );
      await before.query(
        `insert into transactions (key, id, company_key, date, status, description, created_at)
          values (${key}, ${id}, ${company}, 20260131, 'PENDING', '${description}', 1)`,
      );
    }
    await before.destroy();
    const after = await open(migrations);
    try {
      await after.runMigrations({ transaction: 'each' });
      const { key, matches, query } = textIndexOf(dialectOf(engine.name));
      const text = `select ${key} as key from transaction_words w where ${matches(`'${query(['7wren', '7wburo'])}'`)}`;
      expect((await after.query(text)).map((row: { key: number | string }) => Number(row.key))).toEqual([1]);
    } finally {
      await after.destroy();
      await home.drop();
    }
  });
});
