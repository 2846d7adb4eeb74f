import { forbidden, type Principal } from '../../auth';
import type { CompanyRow, Companies } from '../../companies';
import { changes as differences, type JournalWriter, type WriteTransaction } from '../../database';
import type { Clock } from '../../shared/clock';
import { notFound } from '../../shared/errors';
import { isId, newId, parseId } from '../../shared/ids';
import { isStorable, type Violations } from '../../shared/violations';
import type { JournalBooks } from '../journal/books';
import { AccountStatus } from './account-types';
import { AccountEntity } from './account.entity';
import type { AccountRepository, AccountRow } from './account.repository';
import { checkAccountChange, checkNewAccount, checkParent } from './account.rules';
import type { CreateAccountInput, UpdateAccountInput } from './account.types';

export interface AccountDependencies {
  readonly writer: JournalWriter;
  readonly accounts: AccountRepository;
  readonly companies: Companies;
  readonly books: JournalBooks;
  readonly clock: Clock;
}

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export async function createAccount(dependencies: AccountDependencies, caller: Principal, input: CreateAccountInput): Promise<AccountRow> {
  const { writer, accounts, companies, books, clock } = dependencies;
  const companyKey = await companies.requiredKey(caller, input.companyId, 'accounts:write', ['input', 'companyId']);
  const now = clock.now();
  const id = newId();
  return writer.change({ by: caller.doer, at: now }, async (transaction) => {
    await books.touch(transaction, companyKey);
    const violations = checkNewAccount(input);
    checkOpen(await companies.inTransaction(companyKey, transaction), violations, ['input', 'companyId']);
    await checkCode(accounts, companyKey, input.code, undefined, transaction, violations);
    const parentKey =
      typeof input.parentId === 'string' ? await parentOf(accounts, companyKey, input.parentId, input, transaction, violations) : null;
    violations.throwIfAny();
    await transaction.manager.insert(AccountEntity, {
      id,
      companyKey,
      parentKey,
      code: input.code,
      name: input.name,
      type: input.type,
      subtype: input.subtype ?? null,
      status: AccountStatus.ACTIVE,
      description: input.description ?? null,
      metadata: input.metadata ?? null,
      createdAt: now,
      updatedAt: now,
    });
    const account = (await accounts.byIds([id], transaction))[0]!;
    const after = await toldOf(accounts, account, transaction);
    return { result: account, event: { action: 'createAccount', companyKey, objectId: id, detail: { after } } };
  });
}

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function updateAccount(dependencies: AccountDependencies, caller: Principal, input: UpdateAccountInput): Promise<AccountRow> {
  const { accounts } = dependencies;
  return change(dependencies, caller, ['updateAccount', input.id], async (account, company, transaction) => {
    const violations = checkAccountChange(input, account);
    checkOpen(company, violations, ['input', 'id']);
    if (input.code) await checkCode(accounts, account.companyKey, input.code, account.key, transaction, violations);
    let parentKey = input.parentId === null ? null : account.parentKey;
    if (typeof input.parentId === 'string') {
      parentKey = await parentOf(accounts, account.companyKey, input.parentId, account, transaction, violations);
      if (parentKey !== null && (await accounts.ancestors(parentKey, transaction)).includes(account.key)) {
        violations.add(['input', 'parentId'], 'CYCLE', 'An account cannot be part of itself, or of an account below it.');
      }
    }
    violations.throwIfAny();
    return {
      code: input.code ?? account.code,
      name: input.name ?? account.name,
      subtype: input.subtype === undefined ? account.subtype : input.subtype,
      description: input.description === undefined ? account.description : input.description,
      metadata: input.metadata === undefined ? account.metadata : input.metadata,
      parentKey,
    };
  });
}

/** Archives an account: it keeps its history and takes no postings. Archiving an archived one changes nothing. */
export function archiveAccount(dependencies: AccountDependencies, caller: Principal, id: string): Promise<AccountRow> {
  return change(dependencies, caller, ['archiveAccount', id], async () => ({ status: AccountStatus.ARCHIVED }));
}

async function change(
  { writer, accounts, companies, books, clock }: AccountDependencies,
  caller: Principal,
  [action, id]: readonly [action: string, id: string],
  changes: (account: AccountRow, company: CompanyRow, transaction: WriteTransaction) => Promise<Partial<AccountRow>>,
): Promise<AccountRow> {
  const accountId = parseId(id, ['input', 'id']);
  const now = clock.now();
  return writer.change({ by: caller.doer, at: now }, async (transaction) => {
    const [account] = await accounts.byIds([accountId], transaction);
    if (!account || !caller.holds('accounts:write', account.companyKey)) {
      const about = account && { companyKey: account.companyKey, objectId: account.id };
      const seen = account && caller.holds('accounts:read', account.companyKey);
      throw seen ? forbidden(['accounts:write'], about) : notFound('account', about);
    }
    await books.touch(transaction, account.companyKey);
    const company = await companies.inTransaction(account.companyKey, transaction);
    const changed = { ...(await changes(account, company, transaction)), updatedAt: now };
    await transaction.manager.update(AccountEntity, { key: account.key }, changed);
    const result = { ...account, ...changed };
    const [before, after] = [await toldOf(accounts, account, transaction), await toldOf(accounts, result, transaction)];
    const detail = differences(before, after, Object.keys(after) as never);
    return { result, event: { action, companyKey: account.companyKey, objectId: account.id, detail } };
  });
}

/** What the audit trail tells of an account. */
async function toldOf(accounts: AccountRepository, account: AccountRow, transaction: WriteTransaction) {
  const { parentKey, code, name, type, subtype, status, description, metadata } = account;
  const [parent] = parentKey === null ? [] : await accounts.byKeys([parentKey], transaction);
  return { code, name, type, subtype, parentId: parent?.id ?? null, status, description, metadata };
}

function checkOpen(company: CompanyRow, violations: Violations, path: string[]): void {
  if (company.status === 'ARCHIVED') violations.add(path, 'COMPANY_ARCHIVED', 'The company is archived; its books take no change.');
}

async function checkCode(
  accounts: AccountRepository,
  companyKey: number,
  code: string,
  exceptKey: number | undefined,
  transaction: WriteTransaction,
  violations: Violations,
): Promise<void> {
  if (!isStorable(code) || !(await accounts.codeTaken(companyKey, code, exceptKey, transaction))) return;
  violations.add(['input', 'code'], 'CODE_TAKEN', `The company has an account with the code ${code}.`);
}

async function parentOf(
  accounts: AccountRepository,
  companyKey: number,
  parentId: string,
  child: Pick<AccountRow, 'type'>,
  transaction: WriteTransaction,
  violations: Violations,
): Promise<number | null> {
  if (!isId(parentId.toLowerCase())) {
    violations.add(['input', 'parentId'], 'NOT_A_UUID', 'This must be a UUID.');
    return null;
  }
  const [parent] = await accounts.byIds([parentId.toLowerCase()], transaction);
  checkParent(parent, companyKey, child.type, violations);
  return parent?.companyKey === companyKey ? parent.key : null;
}
