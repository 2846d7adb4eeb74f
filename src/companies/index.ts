export { Companies, type CompanyReference } from './companies';
export { ChartTemplate, Company } from './company.types';
export type { CompanyRow } from './company.repository';
export type { Books } from './ports';
export { createCompanies, companyResolvers, type CompaniesFeature } from './companies-feature';
