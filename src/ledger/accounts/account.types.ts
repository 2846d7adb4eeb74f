import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Node, PageArgs } from '../../shared/graphql-types';
import { DateTimeScalar, JSONObjectScalar } from '../../shared/scalars';
import { AccountStatus, AccountSubtypes, AccountType, EntryDirection, subtypeTable, type AccountSubtype } from './account-types';

registerEnumType(AccountType, {
  name: 'AccountType',
  description: 'The class of an account.',
  valuesConfig: {
    ASSET: { description: 'What the company owns or is owed.' },
    LIABILITY: { description: 'What it owes.' },
    EQUITY: { description: 'What is left for its owners.' },
    REVENUE: { description: 'What it earns.' },
    EXPENSE: { description: 'What it spends.' },
  },
});
registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  description: 'Whether an account takes postings.',
  valuesConfig: { ACTIVE: { description: 'In use.' }, ARCHIVED: { description: 'Kept for its history; takes no postings.' } },
});
registerEnumType(EntryDirection, {
  name: 'EntryDirection',
  description: 'The side of an entry.',
  valuesConfig: { DEBIT: { description: 'Left side.' }, CREDIT: { description: 'Right side.' } },
});
registerEnumType(AccountSubtypes, {
  name: 'AccountSubtype',
  description: 'What the account is used for; drives the cash flow statement and the grouping of the balance sheet.',
  valuesConfig: Object.fromEntries(Object.entries(subtypeTable).map(([name, { meaning }]) => [name, { description: meaning }])),
});

@ObjectType({ implements: Node, description: 'An account of a company.' })
export class Account extends Node {
  /** Internal key; not part of the API. */
  key: number;
  companyKey: number;
  parentKey: number | null;

  @Field({ description: 'Unique in the company; sorts reports.' })
  code: string;

  @Field({ description: 'Name as statements show it.' })
  name: string;

  @Field(() => AccountType, { description: 'Its class.' })
  type: AccountType;

  @Field(() => AccountSubtypes, { nullable: true, description: 'What it is used for.' })
  subtype: AccountSubtype | null;

  @Field(() => AccountStatus, { description: 'Whether it takes postings.' })
  status: AccountStatus;

  @Field(() => String, { nullable: true, description: 'What belongs into it.' })
  description: string | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it.' })
  metadata: object | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: number;

  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: number;
}

@ObjectType({ description: 'What createAccount did.' })
export class CreateAccountPayload {
  @Field(() => Account, { description: 'The account that was made.' })
  account: Account;
}

@ObjectType({ description: 'What updateAccount did.' })
export class UpdateAccountPayload {
  @Field(() => Account, { description: 'The account as it is now.' })
  account: Account;
}

@ObjectType({ description: 'What archiveAccount did.' })
export class ArchiveAccountPayload {
  @Field(() => Account, { description: 'The account as it is now.' })
  account: Account;
}

export const AccountConnection = connectionOf(() => Account, 'Account');

@InputType({ description: 'Which accounts to list; all conditions must hold.' })
export class AccountFilter {
  @Field(() => AccountType, { nullable: true, description: 'Of this type.' })
  type?: AccountType | null;

  @Field(() => AccountSubtypes, { nullable: true, description: 'Of this subtype.' })
  subtype?: AccountSubtype | null;

  @Field(() => AccountStatus, { nullable: true, description: 'In this status.' })
  status?: AccountStatus | null;

  @Field(() => String, { nullable: true, description: 'With a code that begins so.' })
  codePrefix?: string | null;

  @Field(() => String, { nullable: true, description: 'With this text in the code or the name.' })
  search?: string | null;
}

@ArgsType()
export class CompanyAccountsArgs extends PageArgs {
  @Field(() => AccountFilter, { nullable: true, description: 'Which accounts to list.' })
  filter?: AccountFilter | null;
}

@ArgsType()
export class AccountsArgs extends CompanyAccountsArgs {
  @Field(() => ID, { description: 'UUID of the company.' })
  companyId: string;
}

@InputType({ description: 'An account to make.' })
export class CreateAccountInput {
  @Field(() => ID, { description: 'The company.' })
  companyId: string;

  @Field({ description: 'Unique in the company, up to 100 characters; sorts reports.' })
  code: string;

  @Field({ description: 'Name as statements show it, up to 200 characters.' })
  name: string;

  @Field(() => AccountType, { description: 'Its class; fixed once made.' })
  type: AccountType;

  @Field(() => AccountSubtypes, { nullable: true, description: 'What it is used for; must fit the type.' })
  subtype?: AccountSubtype | null;

  @Field(() => ID, { nullable: true, description: 'The account that it is part of, of the same type.' })
  parentId?: string | null;

  @Field(() => String, { nullable: true, description: 'What belongs into it, up to 1,000 characters.' })
  description?: string | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it, up to 16,384 characters as JSON.' })
  metadata?: object | null;
}

@InputType({ description: 'Changes to an account: what is left out stays, null clears.' })
export class UpdateAccountInput {
  @Field(() => ID, { description: 'The account.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Unique in the company; cannot be cleared.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'Name as statements show it; cannot be cleared.' })
  name?: string | null;

  @Field(() => AccountSubtypes, { nullable: true, description: 'What it is used for; must fit the type.' })
  subtype?: AccountSubtype | null;

  @Field(() => ID, { nullable: true, description: 'The account that it is part of, of the same type.' })
  parentId?: string | null;

  @Field(() => String, { nullable: true, description: 'What belongs into it.' })
  description?: string | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it; replaces what was there.' })
  metadata?: object | null;
}

@InputType({ description: 'The account to archive.' })
export class ArchiveAccountInput {
  @Field(() => ID, { description: 'The account.' })
  id: string;
}
