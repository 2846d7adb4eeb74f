import {
  Arg,
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  InterfaceType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Principal, type Permission, type RequestContext } from '../../../src/auth';
import { RequestLoaders } from '../../../src/shared/loaders';

/** A small API of its own, so that these tests know every field that they speak of. */
@InterfaceType({ description: 'Kept.' })
abstract class Kept {
  @Authorized('audit:read')
  @Field(() => String, { nullable: true, description: 'By whom.' })
  keeper: string | null;
}

@ObjectType({ implements: Kept, description: 'A company.' })
class Company extends Kept {
  key: number;

  @Field(() => ID, { description: 'Id.' })
  id: string;

  @Authorized('companies:read_tax_id')
  @Field(() => String, { nullable: true, description: 'Tax id.' })
  taxId: string | null;

  @Field(() => String, { name: 'title', description: 'Kept under another name.' })
  legalName: string;
}

@ObjectType({ description: 'A line of a company.' })
class Line {
  @Field(() => Int, { description: 'Number.' })
  number: number;

  @Authorized('accounts:read', 'transactions:read')
  @Field(() => Int, { nullable: true, description: 'Amount.' })
  amount: number | null;
}

@ArgsType()
export class LinesArgs {
  @Field(() => Int, { nullable: true, description: 'How many.' })
  first?: number | null;
}

export const rows = [
  { key: 1, id: 'a', taxId: '11', legalName: 'Ash', keeper: 'Kim' },
  { key: 2, id: 'b', taxId: '22', legalName: 'Birch', keeper: 'Kim' },
];

@Resolver(() => Company)
export class ToyResolver {
  readonly calls: string[] = [];

  @Authorized('companies:read')
  @Query(() => [Company], { description: 'All.', name: 'companies' })
  list() {
    this.calls.push('companies');
    return rows;
  }

  @Authorized()
  @Query(() => String, { description: 'Who asks.', nullable: true })
  whoami(
    @Arg('greeting', { description: 'Said first.' }) greeting: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return `${greeting} ${context.principal?.identity.subject} ${info.fieldName}`;
  }

  @Mutation(() => String, { description: 'Open to all.' })
  token() {
    return 'a token';
  }

  @Authorized('companies:write')
  @Mutation(() => Int, { description: 'Counts.' })
  write(@Arg('by', () => Int, { description: 'Step.' }) by: number) {
    this.calls.push(`write ${by}`);
    return by;
  }

  @Authorized('books:close')
  @Mutation(() => Int, { description: 'Closes.' })
  close() {
    this.calls.push('close');
    return 1;
  }

  @Authorized('accounts:read')
  @FieldResolver(() => [Line], { description: 'Lines.', nullable: true })
  lines(@Root() company: { readonly key: number }, @Args(() => LinesArgs) args: LinesArgs) {
    return Array.from({ length: args.first ?? 2 }, (_, index) => ({ number: index, amount: 10 * index, companyKey: company.key }));
  }
}

export const toyClasses = [ToyResolver] as const;

/** A caller who holds `everywhere`, and `inCompany` in the companies with these keys. */
export function contextOf(
  everywhere: readonly Permission[] | null,
  inCompany: Readonly<Record<number, readonly Permission[]>> = {},
): RequestContext {
  const principal =
    everywhere &&
    new Principal(
      { developer: null, subject: 'someone', credentialKey: null, tokenExpiresAt: 0 },
      {
        roles: [],
        everywhere: new Set(everywhere),
        inCompany: new Map(Object.entries(inCompany).map(([key, held]) => [Number(key), new Set(held)])),
      },
    );
  return { requestId: 'r', principal, ip: '127.0.0.1', loaders: new RequestLoaders(), outcome: {} };
}
