import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from './support';

const credentials = { OPEN_LEDGER_CLIENT_ID: 'someone', OPEN_LEDGER_CLIENT_SECRET: 'a-secret-that-nobody-may-see' };

describe('the help', () => {
  test('of the program lists every command', async () => {
    const { code, out } = await openLedger(['--help']);
    expect(code).toBe(0);
    for (const command of ['serve', 'migrate', 'create-admin', 'rotate-keys', 'import', 'export', 'report', 'verify'])
      expect(out).toContain(command);
    expect(out).toContain('Exit codes:');
  });

  test.each(['serve', 'migrate', 'create-admin', 'rotate-keys', 'import', 'export', 'report', 'verify'])(
    'of %s shows an example and the exit codes',
    async (command) => {
      const { code, out, err } = await openLedger([command, '--help'], credentials);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/Examples?:\n {2}\$ /);
      expect(out).toContain(`npx open-ledger ${command}`);
      expect(out).toMatch(/Exit codes: 0 .*, 1 .*, 2 wrong usage\./);
      expect(out).not.toContain(credentials.OPEN_LEDGER_CLIENT_SECRET);
    },
  );
});

describe('wrong usage ends with code 2 and says what is right', () => {
  test.each([
    ['no command', [], /Usage: open-ledger/],
    ['an unknown command', ['imprt', 'x.json'], /unknown command 'imprt'.*Did you mean import/s],
    ['an unknown option', ['serve', '--prot', '80'], /unknown option '--prot'/],
    ['an empty name', ['create-admin', '--name', ' '], /1 to 200 characters/],
    ['what rotate-keys does not take', ['rotate-keys', '--now=today'], /option '--now' does not take an argument|unknown option/],
    ['no file', ['import', '--company-name', 'X'], /missing required argument 'file'/],
    ['no company', ['import', 'x.json'], /--company-name, --company-external-id or --company-id/],
    [
      'two companies',
      ['import', 'x.json', '--company-name', 'X', '--company-id', '0192f0c1-2b3c-7d4e-8f50-61728394a5b6'],
      /cannot be used with/,
    ],
    ['a company id that is none', ['import', 'x.json', '--company-id', '42'], /must be a UUID/],
    ['an address that is none', ['import', 'x.json', '--company-name', 'X', '--url', 'localhost:4000'], /must be an address such as/],
    ['a format that is none', ['import', 'x.json', '--company-name', 'X', '--format', 'xml'], /Allowed choices are json, csv, hledger/],
    ['a file of no format', ['import', 'x.txt', '--company-name', 'X'], /say with --format what x\.txt holds.*\.json, \.csv, \.journal/],
    ['an export to a file of no format', ['export', '--output', 'x.txt', '--company-name', 'X'], /say with --format what x\.txt holds/],
    ['an export of no company', ['export'], /--company-name, --company-external-id or --company-id/],
    ['a sign of no currency', ['import', 'x.journal', '--company-name', 'X', '--commodity', '$=DOLLAR'], /such as \$=CAD/],
    ['a batch too large', ['import', 'x.json', '--company-name', 'X', '--batch-size', '1001'], /whole number from 1 to 1000/],
    [
      'a head that is none',
      ['verify', '--company', '0192f0c1-2b3c-7d4e-8f50-61728394a5b6', '--head', '7'],
      /must be a number, a colon and 64/,
    ],
    ['a head without its company', ['verify', '--head', `7:${'a'.repeat(64)}`], /say with --company whose journal the --head is of/],
    ['no such currency', ['import', 'x.json', '--company-name', 'X', '--base-currency', 'EURO'], /code of ISO 4217/],
  ])('%s', async (_name, args, message) => {
    const { code, out, err } = await openLedger(args, credentials);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toContain(credentials.OPEN_LEDGER_CLIENT_SECRET);
  });

  test('no credentials', async () => {
    const { code, err } = await openLedger(['import', 'x.json', '--company-name', 'X'], {
      ...credentials,
      OPEN_LEDGER_CLIENT_SECRET: undefined,
    });
    expect(code).toBe(2);
    expect(err).toMatch(/--client-secret.*not specified/);
  });
});

describe('importing', () => {
  let directory: string;
  let file: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-usage-'));
    file = join(directory, 'books.json');
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('a file with problems sends nothing, tells all of them with their places, and ends with code 1', async () => {
    await writeFile(
      file,
      JSON.stringify({ accounts: [{ code: '1', name: 'Cash', type: 'BANK' }], transactions: [{ date: '2026-13-01' }] }),
    );
    const connections: unknown[] = [];
    const listener = createServer((socket) => void connections.push(socket.destroy()));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    const { code, err } = await openLedger(['import', file, '--company-name', 'X', '--url', url], credentials);
    await new Promise((resolve) => listener.close(resolve));
    expect(code).toBe(1);
    expect(connections).toEqual([]);
    expect(err).toMatch(/books\.json has 4 problems, and nothing was sent/);
    for (const place of ['accounts[0].type:', 'transactions[0].date:', 'transactions[0].description:', 'transactions[0].entries:']) {
      expect(err).toContain(`  ${place}`);
    }
  });

  test('where no server answers says how to start one, and ends with code 1', async () => {
    await writeFile(file, JSON.stringify({ accounts: [], transactions: [] }));
    const { code, out, err } = await openLedger(
      ['import', file, '--company-name', 'X', '--url', `http://127.0.0.1:${await freePort()}`],
      credentials,
    );
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/does not answer \(ECONNREFUSED\)/);
    expect(err).toContain('npx open-ledger serve');
    expect(err).not.toMatch(/\bat .*:\d+:\d+/);
  });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
