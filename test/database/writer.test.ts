import type { Socket } from 'node:net';
import { dataSourceOptions } from '../../ormconfig';
import { insertMany, openDatabase, type Batcher, type Database, type WriteTransaction } from '../../src/database';
import { forEachEngine, type TestDatabase } from '../support/engines';

forEachEngine((engine) => {
  let home: TestDatabase;
  let database: Database;

  const open = (url: string) =>
    openDatabase({
      sources: { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') },
      writer: { queueLimit: 1000, batchLimit: 100 },
    });

  beforeAll(async () => {
    home = await engine.createDatabase();
    database = await open(home.url);
    await database.writer.run((tx) => tx.run("create table notes (id integer primary key, body text not null check (body <> 'bad 3'))"));
  });
  afterAll(async () => {
    await database.close();
    await home.drop();
  });

  const columns = [
    { name: 'id', type: 'integer' },
    { name: 'body', type: 'text' },
  ] as const;
  const notes: Batcher<string, string> = {
    write: async (tx, bodies) => {
      await tx.run(
        insertMany(tx.dialect, 'notes', columns),
        tx.dialect.bindRows(
          columns,
          bodies.map((body) => [Number(body.split(' ')[1]), body]),
        ),
      );
      return bodies.map((body) => ({ ok: true, value: body }));
    },
  };
  const stored = async () => (await database.reader.rows(['body'], 'from notes order by id')).map((row) => row[0]);

  it('keeps nothing of a unit of work that throws', async () => {
    const work = database.writer.run(async (tx) => {
      await tx.run("insert into notes values (1, 'lost')");
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await stored()).toEqual([]);
  });

  it('commits the neighbours of a command that the database refuses', async () => {
    const settled = await Promise.allSettled(
      ['note 1', 'note 2', 'bad 3', 'note 4', 'note 5'].map((body) => database.writer.submit(notes, body)),
    );
    expect(settled.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await stored()).toEqual(['note 1', 'note 2', 'note 4', 'note 5']);
  });

  it('does not try each command of a batch while the database cannot be reached', async () => {
    let tries = 0;
    const unreachable: Batcher<number, number> = {
      write: async () => {
        tries += 1;
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    };
    const settled = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => database.writer.submit(unreachable, index)));
    expect(new Set(settled.map((outcome) => (outcome as PromiseRejectedResult).reason.message))).toEqual(
      new Set(['The database cannot be reached. Nothing was written; try again.']),
    );
    expect(tries).toBe(3);
  });

  it('shows an answer only after its commit, to every reader', async () => {
    for (let id = 10; id < 60; id += 1) {
      await database.writer.submit(notes, `note ${id}`);
      expect((await stored()).at(-1)).toBe(`note ${id}`);
    }
  });

  it('refuses to bind what a driver would lose in silence', async () => {
    if (engine.name === 'sqlite') {
      await expect(database.reader.rows(['1'], 'from notes where id = ?1', [1n])).rejects.toThrow(/bigint/);
    } else {
      expect(await database.reader.rows(['?1::text'], 'from notes limit 1', [2n ** 60n])).toEqual([[String(2n ** 60n)]]);
    }
  });

  if (engine.name === 'sqlite') {
    it('commits durably: WAL with synchronous FULL on the writer', async () => {
      const [row] = await database.writer.run((tx) => tx.manager.query('pragma synchronous'));
      expect(row).toEqual({ synchronous: 2 });
    });

    it('refuses a second process on the same file with a sentence', async () => {
      await expect(open(home.url)).rejects.toThrow(/in use by another Open Ledger process/);
    });
  } else {
    it('commits durably: synchronous_commit is on', async () => {
      const [row] = await database.writer.run((tx) => tx.manager.query('show synchronous_commit'));
      expect(row).toEqual({ synchronous_commit: 'on' });
    });

    it.each([
      ['ETIMEDOUT', 'read ETIMEDOUT'],
      ['ECONNRESET', 'read ECONNRESET'],
    ])('never repeats a batch whose commit may have happened (%s)', async (code, message) => {
      await database.writer.run((tx) => tx.run('create table if not exists lines (body text)'));
      const lines: Batcher<string, string> = {
        write: async (tx, bodies) => {
          for (const body of bodies) await tx.run('insert into lines values (?1)', [body]);
          breakAfterCommit(tx, Object.assign(new Error(message), { code }));
          return bodies.map((body) => ({ ok: true, value: body }));
        },
      };
      const settled = await Promise.allSettled(['one', 'two', 'three'].map((body) => database.writer.submit(lines, `${code} ${body}`)));
      for (const outcome of settled) expect((outcome as PromiseRejectedResult).reason.message).toMatch(/is not known.*idempotency key/);
      const [[count]] = (await database.reader.rows(['count(*)'], 'from lines where body like ?1', [`${code}%`])) as [[number]];
      expect(count).toBe(3);
    });

    it('lets servers that start at once on an empty database migrate one after the other', async () => {
      const empty = await engine.createDatabase();
      const opened = await Promise.all(Array.from({ length: 4 }, () => open(empty.url)));
      expect(opened.filter(({ migrationsRun }) => migrationsRun.length > 0)).toHaveLength(1);
      await Promise.all(opened.map((one) => one.close()));
      await empty.drop();
    });

    it('tries a unit of work again when another process was in its way', async () => {
      const other = await open(home.url);
      try {
        await database.writer.run((tx) => tx.run("insert into notes values (1000, '0')"));
        const add = (on: Database) =>
          on.writer.run(async (tx) => {
            const [[body]] = (await tx.rows(['body'], 'from notes where id = 1000')) as [[string]];
            await tx.run('update notes set body = ?1 where id = 1000', [String(Number(body) + 1)]);
          });
        await Promise.all(Array.from({ length: 20 }, (_, index) => add(index % 2 ? database : other)));
        expect(await database.reader.rows(['body'], 'from notes where id = 1000')).toEqual([['20']]);
      } finally {
        await other.close();
      }
    });
  }
});

/** Lets the COMMIT reach PostgreSQL, and the connection break with the error before its answer is heard. */
function breakAfterCommit({ manager }: WriteTransaction, error: Error): void {
  const { databaseConnection: client } = manager.queryRunner as unknown as {
    databaseConnection: { query(config: { text: string }): unknown; connection: { stream: Socket } };
  };
  const query = client.query.bind(client);
  client.query = (config) => {
    if (config.text === 'commit') {
      client.connection.stream.pause();
      setTimeout(() => client.connection.stream.destroy(error), 200);
    }
    return query(config);
  };
}
