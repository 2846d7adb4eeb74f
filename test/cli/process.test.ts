import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { sqliteEngine } from '../support/sqlite-engine';
import { BuiltCommand, type RunningCommand } from './built-command';

const household = join(__dirname, '..', 'fixtures', 'household', 'ledger.json');
const curlIsThere = spawnSync('curl', ['--version']).status === 0;

if (!curlIsThere) process.stderr.write('Skipped, the two lines of the banner pasted into a shell: this machine has no curl.\n');

let command: BuiltCommand;
beforeAll(() => {
  command = BuiltCommand.make();
}, 60_000);
afterAll(() => command.remove());

/** The last line of every banner. */
const END = 'npx open-ledger create-admin';

forEachEngine((engine) => {
  describe('the command as a process', () => {
    let database: TestDatabase;
    let environment: Record<string, string>;
    let server: RunningCommand | undefined;

    beforeAll(async () => {
      database = await engine.createDatabase();
      environment = { DATABASE_URL: database.url, PORT: '0' };
    });

    afterAll(async () => {
      if (server?.child.exitCode === null) await server.stop();
      await database.drop();
    });

    const urlIn = (printed: string) => /(http:\/\/127\.0\.0\.1:\d+)\/graphql/.exec(printed)![1]!;

    test('migrate makes the tables and names each step, and finds nothing to do the second time', async () => {
      const first = await command.run(['migrate'], environment);
      expect(first).toMatchObject({ code: 0, err: '' });
      expect(first.out).toMatch(/^Migrated \S+:\n( {2}\w+\n)+$/);
      const second = await command.run(['migrate'], environment);
      expect(second).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/was up to date\.\n$/) as string });
      for (const { out } of [first, second]) expect(out).not.toMatch(/:\/\/[^/]*@/);
    });

    test('serve starts with a sandbox', async () => {
      server = command.start(['serve'], environment);
      expect(await server.printed(END)).toContain('with a sandbox: the books of');
    });

    (curlIsThere ? test : test.skip)('the two lines that it prints get a token and ask with it, pasted into a shell', async () => {
      const lines = (await server!.printed(END)).split('\n');
      const start = lines.findIndex((line) => line.startsWith('TOKEN='));
      const pasted = lines.slice(start, start + 2).join('\n');
      const { stdout, stderr, status } = spawnSync('bash', ['-c', pasted], { encoding: 'utf8' });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const { data } = JSON.parse(stdout) as { data: { companies: { nodes: { legalName: string; transactions: { nodes: object[] } }[] } } };
      expect(data.companies.nodes).toMatchObject([{ legalName: 'Harbor Lane Coffee LLC' }]);
      expect(data.companies.nodes[0]!.transactions.nodes).toHaveLength(3);
    });

    test('create-admin beside a running server works where several processes may share the database, and else says what to do', async () => {
      const { code, out, err } = await command.run(['create-admin'], environment);
      if (engine.name === 'postgres') {
        expect({ code, err }).toEqual({ code: 0, err: '' });
        expect(out).toMatch(/Client secret {2}\w{40,}/);
        return;
      }
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^open-ledger: .*is in use by another Open Ledger process/);
      expect(err).toMatch(/createDeveloper.*createCredential/);
      expect(err).not.toMatch(/\bat .*:\d+:\d+/);
    });

    test('verify beside a running server finds that the books of its sandbox agree', async () => {
      const { code, out, err } = await command.run(['verify'], environment);
      expect({ code, out }).toEqual({
        code: 0,
        out: expect.stringMatching(/^Harbor Lane Coffee LLC .*\n {2}agrees: \d{3,} posted transactions\n/) as string,
      });
      expect(err).toMatch(/^transactions: \d+ of \d+$/m);
    });

    test('serve stops in order when it is asked to, and shows no secret at its next start', async () => {
      const { code } = await server!.stop();
      expect(code).toBe(0);
      server = command.start(['serve'], environment);
      const printed = await server.printed(END);
      expect(printed).toContain('createCredential');
      expect(printed).not.toMatch(/sandbox|TOKEN=|\w{40,}/);
      await server.stop();
    });

    test('an ADMIN made by create-admin imports a household, once, as two processes', async () => {
      const { out } = await command.run(['create-admin', '--name', 'Importer'], environment);
      const [, clientId, clientSecret] = /Client id +(\w+)\n +Client secret +(\w+)/.exec(out)!;
      server = command.start(['serve'], environment);
      const url = urlIn(await server.printed(END));
      const credentials = { OPEN_LEDGER_CLIENT_ID: clientId!, OPEN_LEDGER_CLIENT_SECRET: clientSecret! };
      const args = ['import', household, '--company-name', 'Household', '--url', url];
      const first = await command.run(args, credentials);
      expect(first).toMatchObject({ code: 0, out: expect.stringContaining('Transactions  759 posted, 0 were posted before') as string });
      const second = await command.run(args, credentials);
      expect(second).toMatchObject({ code: 0, out: expect.stringContaining('Transactions  0 posted, 759 were posted before') as string });
      await server.stop();
    }, 60_000);
  });
});

test.each(['migrate', 'create-admin', 'serve'])('%s tells of all settings that are not right, and ends with code 1', async (name) => {
  const { code, out, err } = await command.run([name], { DATABASE_URL: 'mysql://somewhere', PORT: 'x' });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/DATABASE_URL must be sqlite:PATH/);
  expect(err).toMatch(/PORT /);
  expect(err).not.toMatch(/\bat .*:\d+:\d+/);
});

test('a first start that finds its port taken ends with code 1 and makes no sandbox whose secrets nobody would see', async () => {
  const [one, two] = await Promise.all([sqliteEngine.createDatabase(), sqliteEngine.createDatabase()]);
  const first = command.start(['serve'], { DATABASE_URL: one.url, PORT: '0' });
  const port = /127\.0\.0\.1:(\d+)\/graphql/.exec(await first.printed(END))![1]!;
  const { code, out, err } = await command.run(['serve'], { DATABASE_URL: two.url, PORT: port });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(new RegExp(`^open-ledger: Port ${port} on 127\\.0\\.0\\.1 is taken\\.`));
  await first.stop();
  const again = command.start(['serve'], { DATABASE_URL: two.url, PORT: '0' });
  expect(await again.printed(END)).toContain('with a sandbox: the books of');
  await again.stop();
  await Promise.all([one.drop(), two.drop()]);
});

test('verify makes no database where there is none, and wants the tables of this version', async () => {
  const [none, empty] = [await sqliteEngine.createDatabase(), await sqliteEngine.createDatabase()];
  const file = none.url.slice('sqlite:'.length);
  expect(await command.run(['verify'], { DATABASE_URL: none.url })).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining(`There is no database at ${file}.`) as string,
  });
  expect(existsSync(file)).toBe(false);
  writeFileSync(empty.url.slice('sqlite:'.length), '');
  const { code, err } = await command.run(['verify'], { DATABASE_URL: empty.url });
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^open-ledger: Cannot open .*: it holds no tables of Open Ledger\n/) as string,
  });
  await Promise.all([none.drop(), empty.drop()]);
});

test('a database that does not answer is named without its password', async () => {
  const { code, err } = await command.run(['create-admin'], { DATABASE_URL: 'postgres://user:hunter2@127.0.0.1:1/ledger' });
  expect(code).toBe(1);
  expect(err).toMatch(/^open-ledger: Cannot open postgres:\/\/127\.0\.0\.1:1\/ledger: .*ECONNREFUSED/);
  expect(err).toContain('Check DATABASE_URL');
  expect(err).not.toContain('hunter2');
});
