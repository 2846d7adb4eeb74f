import type { GraphQLError, ResponsePath } from 'graphql';

/**
 * The field errors of one run. An error at or below a position that was already nulled is dropped: the client could not see that
 * position any more (GraphQL specification, "Handling Field Errors"; graphql-js since 16.15).
 */
export class CollectedErrors {
  readonly list: GraphQLError[] = [];
  private readonly nulled = new Set<ResponsePath | undefined>();

  /** `path` undefined is the root. Paths are compared by identity, so a position that can have children has one path object a run. */
  add(error: GraphQLError, path: ResponsePath | undefined): void {
    if (this.nulled.size > 0 && this.isNulled(path)) {
      return;
    }
    this.nulled.add(path);
    this.list.push(error);
  }

  private isNulled(path: ResponsePath | undefined): boolean {
    for (let position = path; position !== undefined; position = position.prev) {
      if (this.nulled.has(position)) {
        return true;
      }
    }
    return this.nulled.has(undefined);
  }
}
