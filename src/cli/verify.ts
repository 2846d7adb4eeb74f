import { Command, InvalidArgumentError, Option } from 'commander';
import type { ChainVerification, verifyAuditChains } from '../database';
import type { BooksVerifier, CompanyVerification, Disagreement, Verification, WrittenHead } from '../ledger';
import { CliError, exitCodes } from './failure';
import { uuid } from './option-values';
import { progressOn } from './progress';
import type { Terminal } from './terminal';
import { withSnapshot } from './with-database';

/** Of the books, and of the chains of audit events. */
type FullVerification = Verification & { readonly audit: readonly ChainVerification[] };

interface Options {
  readonly company?: string;
  readonly head?: readonly WrittenHead[];
  readonly json?: true;
}

const help = `
It reads one moment of the database that DATABASE_URL names (default:
sqlite:data/open-ledger.sqlite), and nothing else: a server may run on it and
goes on working. Of every company it recomputes the numbers, the chain of
hashes, the journal's head, the balance of each transaction, the links of
reversals and the kept balances, and of the audit trail the numbers and hashes
of its events, and names the first thing that disagrees.

The head of a journal (number and hash) stands for everything posted up to it.
Written down elsewhere and given back with --head, it shows that nothing of
that was changed since, not even by somebody who recomputed all hashes.

Example:
  $ npx open-ledger verify
  $ npx open-ledger verify --company 0192f0c1-2b3c-7d4e-8f50-61728394a5b6 \\
      --head 1042:9b74c9897bac770ffc029102a200c5de5b0f2b9e5d1f7f3c0e4b1a6d8c2e7f01

Exit codes: 0 everything agrees, 1 something disagrees or failed, 2 wrong usage.`;

/** `open-ledger verify`: recomputes the books from their entries. */
export function verifyCommand(terminal: Terminal): Command {
  const command = new Command('verify');
  return command
    .description('Recompute numbers, hashes and balances of the books, and name the first that disagrees.')
    .addOption(new Option('--company <uuid>', 'only this company').argParser(uuid))
    .addOption(
      new Option('--head <number:hash>', 'a head of its journal that was written down; may be given several times').argParser(addHead),
    )
    .addOption(new Option('--json', 'print the result as JSON'))
    .addHelpText('after', help)
    .action(async ({ company: companyId, head: heads, json }: Options) => {
      if (heads && !companyId) command.error('error: say with --company whose journal the --head is of', { exitCode: exitCodes.usage });
      const progress = progressOn(terminal);
      const verification = await withSnapshot(async (snapshot) => {
        const ledger = require('../ledger') as { BooksVerifier: typeof BooksVerifier };
        const database = require('../database') as { verifyAuditChains: typeof verifyAuditChains };
        const books = await new ledger.BooksVerifier(snapshot, { companyId, heads }, progress).verify();
        return { ...books, audit: await database.verifyAuditChains(snapshot, companyId, progress) };
      }).finally(() => progress.stop());
      if (companyId && verification.companies.length === 0) throw new CliError(`There is no company ${companyId}.`, ['Check --company.']);
      const wrong = disagreementsOf(verification);
      terminal.out(json ? jsonOf(verification) : textOf(verification));
      if (wrong > 0) throw new CliError(wrong === 1 ? 'The books disagree in one place.' : `The books disagree in ${wrong} places.`);
    });
}

function disagreementsOf({ companies, strays, audit }: FullVerification): number {
  return [...companies, ...audit].filter(({ disagreement }) => disagreement).length + strays.length;
}

function jsonOf(verification: FullVerification): string {
  return JSON.stringify(
    { ok: disagreementsOf(verification) === 0, ...verification, companies: verification.companies.map(withInstant) },
    null,
    2,
  );
}

function withInstant({ head, ...company }: CompanyVerification): object {
  return { ...company, head: head && { ...head, postedAt: instantOf(head.postedAt) } };
}

function textOf({ companies, strays, audit }: FullVerification): string {
  const lines = companies.flatMap(({ legalName, companyId, transactions, head, disagreement }) => [
    `${legalName} (${companyId})`,
    disagreement ? `  disagrees: ${sentenceOf(disagreement)}` : `  agrees: ${transactions} posted transactions`,
    ...(head ? [`  head: ${head.number}:${head.hash}, ${instantOf(head.postedAt) ?? 'at no time'}`] : []),
    ...audit.filter((chain) => chain.companyId === companyId).map((chain) => `  audit trail ${auditText(chain)}`),
  ]);
  const known = new Set(companies.map(({ companyId }) => companyId as string | null));
  const others = audit.filter(({ companyId }) => !known.has(companyId));
  if (companies.length > 0) lines.push(...others.map((chain) => `Audit trail of no company ${auditText(chain)}`));
  return [...lines, ...strays.map((stray) => `Of no company: ${sentenceOf(stray)}`)].join('\n') || 'There are no companies yet.';
}

function auditText({ events, head, disagreement }: ChainVerification): string {
  if (disagreement) return `disagrees: ${sentenceOf({ ...disagreement, transactionId: null })}`;
  return `agrees: ${events} events${head ? `, head ${head.number}:${head.hash}` : ''}`;
}

function sentenceOf({
  place,
  transactionId,
  found,
  expected,
}: Pick<Disagreement, 'place' | 'transactionId' | 'found' | 'expected'>): string {
  const id = transactionId && !place.includes(transactionId) ? ` (${transactionId})` : '';
  return `at ${place}${id}, found ${found}; expected ${expected}`;
}

function instantOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

function addHead(value: string, before: readonly WrittenHead[] = []): readonly WrittenHead[] {
  const match = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(value.toLowerCase());
  if (!match) throw new InvalidArgumentError('It must be a number, a colon and 64 hexadecimal digits, as verify prints it.');
  return [...before, { number: Number(match[1]), hash: match[2]! }];
}
