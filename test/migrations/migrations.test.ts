import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig';
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
