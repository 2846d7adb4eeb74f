import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../auth';
import { Node } from '../shared/graphql-types';
import { parseId } from '../shared/ids';
import type { NodeSource } from '../shared/node-source';
import { limitLength } from '../shared/pagination';

const MOST_IDS = 100;

/** Fetches any object by its id: every feature is asked, and answers with what the caller can see. */
@Resolver()
export class NodeResolver {
  constructor(private readonly sources: readonly NodeSource<RequestContext>[]) {}

  @Authorized()
  @Query(() => Node, { nullable: true, description: 'Any object by its UUID, or null where the caller cannot see one.' })
  async node(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the object.' }) id: string,
  ): Promise<object | null> {
    const [found] = await this.load(context, [parseId(id, ['id'])]);
    return found!;
  }

  @Authorized()
  @Query(() => [Node], {
    nullable: 'items',
    description: 'Objects by their UUIDs, at most 100, in the order of the ids; null for each that the caller cannot see.',
  })
  async nodes(
    @Ctx() context: RequestContext,
    @Arg('ids', () => [ID], { description: 'UUIDs of the objects.' }) ids: readonly string[],
  ): Promise<readonly (object | null)[]> {
    limitLength(ids, MOST_IDS, ['ids']);
    return this.load(
      context,
      ids.map((id, index) => parseId(id, ['ids', String(index)])),
    );
  }

  private async load(context: RequestContext, ids: readonly string[]): Promise<readonly (object | null)[]> {
    const answers = await Promise.all(this.sources.map((source) => source.load(context, ids)));
    return ids.map((_, index) => answers.map((answer) => answer[index] ?? null).find((found) => found !== null) ?? null);
  }
}
