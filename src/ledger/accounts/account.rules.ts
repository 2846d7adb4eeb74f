import { Violations } from '../../shared/violations';
import { subtypeTable, type AccountSubtype, type AccountType } from './account-types';
import type { AccountRow } from './account.repository';
import type { AccountFilter, CreateAccountInput, UpdateAccountInput } from './account.types';

type Fields = Pick<UpdateAccountInput, 'code' | 'name' | 'description' | 'metadata' | 'subtype'>;

function checkFields(input: Fields, type: AccountType, need: 'required' | 'optional'): Violations {
  const violations = new Violations();
  violations.text(['input', 'code'], input.code, 100, need);
  violations.text(['input', 'name'], input.name, 200, need);
  violations.text(['input', 'description'], input.description, 1000, 'optional');
  violations.json(['input', 'metadata'], input.metadata, 16_384);
  checkSubtype(input.subtype, type, violations);
  return violations;
}

function checkSubtype(subtype: AccountSubtype | null | undefined, type: AccountType, violations: Violations): void {
  if (!subtype || subtypeTable[subtype].type === type) return;
  violations.add(['input', 'subtype'], 'SUBTYPE_MISMATCH', `${subtype} belongs to ${subtypeTable[subtype].type} accounts, not to ${type}.`);
}

/** The broken rules of a new account that can be told without looking at others. */
export function checkNewAccount(input: CreateAccountInput): Violations {
  return checkFields(input, input.type, 'required');
}

/** The broken rules of a change that can be told without looking at others. */
export function checkAccountChange(input: UpdateAccountInput, account: AccountRow): Violations {
  const violations = checkFields(input, account.type, 'optional');
  for (const name of ['code', 'name'] as const) {
    if (input[name] === null) violations.add(['input', name], 'REQUIRED', 'This cannot be cleared.');
  }
  return violations;
}

/** A parent must be an account of the same company and type; `undefined` stands for one that the company does not have. */
export function checkParent(parent: AccountRow | undefined, companyKey: number, type: AccountType, violations: Violations): void {
  const path = ['input', 'parentId'];
  if (!parent || parent.companyKey !== companyKey) violations.add(path, 'NOT_FOUND', 'The company has no such account.');
  else if (parent.type !== type) violations.add(path, 'TYPE_MISMATCH', `The parent is of type ${parent.type}, not ${type}.`);
}

/** @throws AppError BAD_USER_INPUT with every broken rule */
export function checkAccountFilter(filter: AccountFilter): void {
  const violations = new Violations();
  for (const name of ['codePrefix', 'search'] as const) violations.text(['filter', name], filter[name], 200, 'optional');
  violations.throwIfAny();
}
