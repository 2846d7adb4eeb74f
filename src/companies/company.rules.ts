import { exponentOf } from '../shared/money';
import { Violations } from '../shared/violations';
import type { CompanyFilter, CreateCompanyInput, UpdateCompanyInput } from './company.types';

type Fields = Omit<CreateCompanyInput, 'chart' | 'legalName'> & { readonly legalName?: string | null };

function checkFields(input: Fields, legalName: 'required' | 'optional'): Violations {
  const violations = new Violations();
  violations.text(['input', 'legalName'], input.legalName, 200, legalName);
  violations.text(['input', 'externalId'], input.externalId, 100, 'optional');
  violations.text(['input', 'taxId'], input.taxId, 50, 'optional');
  violations.json(['input', 'metadata'], input.metadata, 16_384);
  if (input.baseCurrency && exponentOf(input.baseCurrency) === undefined) {
    violations.add(['input', 'baseCurrency'], 'UNKNOWN_CURRENCY', `ISO 4217 has no currency ${input.baseCurrency}.`);
  }
  const month = input.fiscalYearStartMonth;
  if (month !== undefined && month !== null && (month < 1 || month > 12)) {
    violations.add(['input', 'fiscalYearStartMonth'], 'OUT_OF_RANGE', 'A month is 1 to 12.');
  }
  return violations;
}

/** @throws AppError BAD_USER_INPUT with every broken rule. */
export function checkNewCompany(input: CreateCompanyInput): void {
  checkFields(input, 'required').throwIfAny();
}

/** @throws AppError BAD_USER_INPUT with every broken rule. */
export function checkCompanyChange(input: UpdateCompanyInput): void {
  const violations = checkFields(input, 'optional');
  for (const name of ['legalName', 'fiscalYearStartMonth'] as const) {
    if (input[name] === null) violations.add(['input', name], 'REQUIRED', 'This cannot be cleared.');
  }
  violations.throwIfAny();
}

/** @throws AppError BAD_USER_INPUT with every broken rule */
export function checkCompanyFilter(filter: CompanyFilter): void {
  const violations = new Violations();
  for (const name of ['externalId', 'search'] as const) violations.text(['filter', name], filter[name], 200, 'optional');
  violations.throwIfAny();
}
