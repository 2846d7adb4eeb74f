export { Companies } from './companies';
export { CompanyResolver } from './company.resolver';
export { ChartTemplate, Company } from './company.types';
export type { CompanyRow } from './company.repository';
export type { Access, Books } from './ports';
export { createCompanies, companyResolvers, type CompaniesFeature } from './companies-feature';
