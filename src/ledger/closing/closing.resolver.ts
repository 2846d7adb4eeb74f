import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { callerOf, type RequestContext } from '../../auth';
import { closeBooks, type ClosingDependencies } from './close-books';
import { CloseBooksInput, CloseBooksPayload, ReopenBooksInput, ReopenBooksPayload } from './closing.types';
import { reopenBooks } from './reopen-books';

@Resolver()
export class ClosingResolver {
  constructor(private readonly dependencies: ClosingDependencies) {}

  @Authorized('books:close')
  @Mutation(() => CloseBooksPayload, {
    description: 'Closes the books of a company through a day: nothing is posted on or before it any more.',
  })
  async closeBooks(
    @Ctx() context: RequestContext,
    @Arg('input', () => CloseBooksInput, { description: 'Which books, and through which day.' }) input: CloseBooksInput,
  ): Promise<CloseBooksPayload> {
    return this.companyOf(context, await closeBooks(this.dependencies, callerOf(context), input));
  }

  @Authorized('books:close')
  @Mutation(() => ReopenBooksPayload, {
    description: 'Reopens the books of a company, wholly or back to a day. Who did it and why is kept.',
  })
  async reopenBooks(
    @Ctx() context: RequestContext,
    @Arg('input', () => ReopenBooksInput, { description: 'Which books, how far, and why.' }) input: ReopenBooksInput,
  ): Promise<ReopenBooksPayload> {
    return this.companyOf(context, await reopenBooks(this.dependencies, callerOf(context), input));
  }

  private async companyOf(context: RequestContext, companyKey: number): Promise<CloseBooksPayload> {
    return { company: await context.loaders.of(this.dependencies.companies.byKey).load(companyKey) };
  }
}
