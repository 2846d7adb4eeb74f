import { CompanyEntity } from './company.entity';

export const companyEntities = [CompanyEntity];
