import { ArgsType, Authorized, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Node, PageArgs } from '../shared/graphql-types';
import { CurrencyCodeScalar, DateTimeScalar, JSONObjectScalar } from '../shared/scalars';

export enum CompanyStatus {
  ACTIVE = 'ACTIVE',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(CompanyStatus, {
  name: 'CompanyStatus',
  description: 'Whether a company takes postings.',
  valuesConfig: { ACTIVE: { description: 'In use.' }, ARCHIVED: { description: 'Kept for reading; its books take no change.' } },
});

export enum EntityType {
  CORPORATION = 'CORPORATION',
  LLC = 'LLC',
  PARTNERSHIP = 'PARTNERSHIP',
  SOLE_PROPRIETORSHIP = 'SOLE_PROPRIETORSHIP',
  NON_PROFIT = 'NON_PROFIT',
  OTHER = 'OTHER',
}
registerEnumType(EntityType, {
  name: 'EntityType',
  description: 'Legal form of a company.',
  valuesConfig: {
    CORPORATION: { description: 'Corporation, or a company limited by shares.' },
    LLC: { description: 'Limited liability company.' },
    PARTNERSHIP: { description: 'Partnership.' },
    SOLE_PROPRIETORSHIP: { description: 'Sole proprietorship.' },
    NON_PROFIT: { description: 'Non-profit organisation.' },
    OTHER: { description: 'Any other form.' },
  },
});

export enum ChartTemplate {
  STANDARD = 'STANDARD',
  EMPTY = 'EMPTY',
}
registerEnumType(ChartTemplate, {
  name: 'ChartTemplate',
  description: 'Chart of accounts that a new company starts with.',
  valuesConfig: { STANDARD: { description: 'A chart for a small firm, with four-digit codes.' }, EMPTY: { description: 'No accounts.' } },
});

@ObjectType({ implements: Node, description: 'A company, whose books are kept here.' })
export class Company extends Node {
  /** Internal key; not part of the API. */
  key: number;

  @Field({ description: 'Name as registered.' })
  legalName: string;

  @Field(() => String, { nullable: true, description: 'Your own id for it.' })
  externalId: string | null;

  @Field(() => EntityType, { nullable: true, description: 'Legal form.' })
  entityType: EntityType | null;

  @Authorized('companies:read_tax_id')
  @Field(() => String, {
    nullable: true,
    description: 'Tax identification number. Null with a FORBIDDEN error for callers without its permission.',
  })
  taxId: string | null;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of entries and statements where none is named.' })
  baseCurrency: string;

  @Field(() => Int, { description: '1 is January.' })
  fiscalYearStartMonth: number;

  @Field(() => CompanyStatus, { description: 'Whether it takes postings.' })
  status: CompanyStatus;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it.' })
  metadata: object | null;

  @Field(() => DateTimeScalar, { description: 'When it was opened here.' })
  createdAt: number;

  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: number;
}

@ObjectType({ description: 'What createCompany did.' })
export class CreateCompanyPayload {
  @Field(() => Company, { description: 'The company that was opened.' })
  company: Company;
}

@ObjectType({ description: 'What updateCompany did.' })
export class UpdateCompanyPayload {
  @Field(() => Company, { description: 'The company as it is now.' })
  company: Company;
}

@ObjectType({ description: 'What archiveCompany did.' })
export class ArchiveCompanyPayload {
  @Field(() => Company, { description: 'The company as it is now.' })
  company: Company;
}

export const CompanyConnection = connectionOf(() => Company, 'Company');

@InputType({ description: 'Which companies to list; all conditions must hold.' })
export class CompanyFilter {
  @Field(() => CompanyStatus, { nullable: true, description: 'In this status.' })
  status?: CompanyStatus | null;

  @Field(() => String, { nullable: true, description: 'With this external id.' })
  externalId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this text in the legal name or the external id.' })
  search?: string | null;
}

@ArgsType()
export class CompaniesArgs extends PageArgs {
  @Field(() => CompanyFilter, { nullable: true, description: 'Which companies to list.' })
  filter?: CompanyFilter | null;
}

@InputType({ description: 'A company to open.' })
export class CreateCompanyInput {
  @Field({ description: 'Name as registered, up to 200 characters.' })
  legalName: string;

  @Field(() => String, { nullable: true, description: 'Your own id for it, up to 100 characters.' })
  externalId?: string | null;

  @Field(() => EntityType, { nullable: true, description: 'Legal form.' })
  entityType?: EntityType | null;

  @Field(() => String, { nullable: true, description: 'Tax identification number, up to 50 characters.' })
  taxId?: string | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: 'ISO 4217 code; default USD.' })
  baseCurrency?: string | null;

  @Field(() => Int, { nullable: true, description: 'Month in which the fiscal year starts, 1 to 12; default 1.' })
  fiscalYearStartMonth?: number | null;

  @Field(() => ChartTemplate, { nullable: true, description: 'Accounts to start with; default STANDARD.' })
  chart?: ChartTemplate | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it, up to 16,384 characters as JSON.' })
  metadata?: object | null;
}

@InputType({ description: 'Changes to a company: what is left out stays, null clears.' })
export class UpdateCompanyInput {
  @Field(() => ID, { description: 'The company.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Name as registered; cannot be cleared.' })
  legalName?: string | null;

  @Field(() => String, { nullable: true, description: 'Your own id for it.' })
  externalId?: string | null;

  @Field(() => EntityType, { nullable: true, description: 'Legal form.' })
  entityType?: EntityType | null;

  @Field(() => String, { nullable: true, description: 'Tax identification number.' })
  taxId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Month in which the fiscal year starts, 1 to 12; cannot be cleared.' })
  fiscalYearStartMonth?: number | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it; replaces what was there.' })
  metadata?: object | null;
}

@InputType({ description: 'The company to archive.' })
export class ArchiveCompanyInput {
  @Field(() => ID, { description: 'The company.' })
  id: string;
}
