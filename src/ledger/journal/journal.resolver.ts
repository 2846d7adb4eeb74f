import { Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../auth';
import { Company, type CompanyRow } from '../../companies';
import type { Reader } from '../../database';
import { inOrderOf, type LoaderDefinition } from '../../shared/loaders';
import { DateScalar } from '../../shared/scalars';
import { JournalHead } from './journal.types';

interface JournalRow {
  readonly companyKey: number;
  readonly closedThrough: number | null;
  /** Null while nothing is posted. */
  readonly head: JournalHead | null;
}

@Resolver(() => Company)
export class CompanyJournalResolver {
  private readonly journals: LoaderDefinition<number, JournalRow | null> = {
    batch: async (companyKeys) => {
      const { dialect } = this.reader;
      const rows = await this.reader.rows(
        ['company_key', 'books_closed_through', 'last_number', 'last_hash', 'last_posted_at'],
        `from journals where company_key in ${dialect.list('?1', 'integer')}`,
        [dialect.bindList(companyKeys)],
      );
      return inOrderOf(companyKeys, (rows as StoredJournal[]).map(journalOf), (journal) => journal.companyKey, null);
    },
  };

  constructor(private readonly reader: Reader) {}

  @FieldResolver(() => DateScalar, { nullable: true, description: 'Nothing with a date on or before this day can be posted.' })
  async booksClosedThrough(@Root() company: CompanyRow, @Ctx() context: RequestContext): Promise<number | null> {
    return (await context.loaders.of(this.journals).load(company.key))?.closedThrough ?? null;
  }

  @Authorized('transactions:read')
  @FieldResolver(() => JournalHead, {
    nullable: true,
    description:
      'The last link of its chain of postings, which stands for all of them: written down elsewhere, it proves later that nothing was changed. Null while nothing is posted.',
  })
  async journalHead(@Root() company: CompanyRow, @Ctx() context: RequestContext): Promise<JournalHead | null> {
    return (await context.loaders.of(this.journals).load(company.key))?.head ?? null;
  }
}

type StoredJournal = [companyKey: number, closedThrough: number | null, number: number, hash: string, postedAt: number | null];

function journalOf([companyKey, closedThrough, number, hash, postedAt]: StoredJournal): JournalRow {
  return { companyKey, closedThrough, head: postedAt === null ? null : { number, hash, postedAt } };
}
