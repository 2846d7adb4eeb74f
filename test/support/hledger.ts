import { spawnSync } from 'node:child_process';

/** Whether hledger is there. In CI it must be: a test that did not run there would prove nothing. */
export const hledgerIsThere = process.env['CI'] === 'true' || spawnSync('hledger', ['--version']).status === 0;

if (!hledgerIsThere) process.stderr.write('Skipped, what hledger says of exported journals: this machine has no hledger.\n');

/** Runs hledger on a journal. @throws Error with what it says where it fails */
export function hledger(journal: string, ...args: string[]): string {
  const { error, status, stdout, stderr } = spawnSync('hledger', ['-f', '-', ...args], {
    input: journal,
    encoding: 'utf8',
    // Without a configuration of the person's own, and with a locale that reads UTF-8.
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`hledger ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Balances in hundredths by account, or by other units for other currencies: `Assets:Bank USD` is 12.50. Zero ones are left out. */
export function hledgerBalances(journal: string): Map<string, string> {
  const [, ...lines] = hledger(journal, 'balance', '--flat', '--no-total', '--layout=bare', '--output-format=csv').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [, account, currency, balance] = /^"((?:[^"]|"")*)","(\w*)","(.*)"$/.exec(line)!;
      return [`${account!.replaceAll('""', '"')} ${currency}`, balance!] as const;
    }),
  );
}
