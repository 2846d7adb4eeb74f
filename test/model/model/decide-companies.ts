import { refused, type Expected } from './decide';
import { brokenText } from './input-rules';
import type { Direction, ModelCompany } from './state';

const nothing: Expected = { results: [] };

export function decideAccount(company: ModelCompany, code: string, normalBalance: Direction): Expected {
  if (code === '') return refused(['input.code REQUIRED']);
  if (company.accounts.some((account) => account.code === code)) return refused(['input.code CODE_TAKEN']);
  company.accounts.push({ code, normalBalance, archived: false });
  return nothing;
}

export function decideArchive(company: ModelCompany, code: string): Expected {
  company.accounts.find((account) => account.code === code)!.archived = true;
  return nothing;
}

export function decideClose(company: ModelCompany, through: string): Expected {
  if (through < company.closedThrough) return refused(['input.through BOOKS_CLOSED']);
  company.closedThrough = through;
  return nothing;
}

export function decideReopen(company: ModelCompany, through: string | undefined, reason: string): Expected {
  const broken = reason === '' ? ['input.reason REQUIRED'] : brokenText(reason, 500, 'input.reason');
  if (through !== undefined && through > company.closedThrough) broken.push('input.through NOT_CLOSED');
  if (broken.length > 0) return refused(broken);
  company.closedThrough = through ?? '';
  return nothing;
}
