import type { CompanyRow } from './company.repository';

/** What the audit trail tells of a company: of its tax id no more than whether it has one. */
export function auditedCompany(company: CompanyRow) {
  const { legalName, externalId, entityType, taxId, baseCurrency, fiscalYearStartMonth, status, metadata } = company;
  return { legalName, externalId, entityType, hasTaxId: taxId !== null, baseCurrency, fiscalYearStartMonth, status, metadata };
}
