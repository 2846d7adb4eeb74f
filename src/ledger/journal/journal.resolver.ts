import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../auth';
import { Company, type CompanyRow } from '../../companies';
import type { Reader } from '../../database';
import { inOrderOf, type LoaderDefinition } from '../../shared/loaders';
import { DateScalar } from '../../shared/scalars';

@Resolver(() => Company)
export class CompanyJournalResolver {
  private readonly closedThrough: LoaderDefinition<number, number | null> = {
    batch: async (companyKeys) => {
      const { dialect } = this.reader;
      const rows = await this.reader.rows(
        ['company_key', 'books_closed_through'],
        `from journals where company_key in ${dialect.list('?1', 'integer')}`,
        [dialect.bindList(companyKeys)],
      );
      return inOrderOf(companyKeys, rows as [number, number | null][], ([key]) => key, null).map((row) => row?.[1] ?? null);
    },
  };

  constructor(private readonly reader: Reader) {}

  @FieldResolver(() => DateScalar, { nullable: true, description: 'Nothing with a date on or before this day can be posted.' })
  booksClosedThrough(@Root() company: CompanyRow, @Ctx() context: RequestContext): Promise<number | null> {
    return context.loaders.of(this.closedThrough).load(company.key);
  }
}
