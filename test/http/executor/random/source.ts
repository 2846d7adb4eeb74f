import { hash } from './random';

/**
 * An object of the random world. Its id decides everything about it, so that two executors that ask the same questions are told the same.
 * Properties are defined by the schema (`defineProperties`), because what they hold depends on the types of the fields.
 */
export class Source {
  readonly __typename: string | undefined;

  constructor(
    readonly world: number,
    readonly id: number,
  ) {
    // Some do not say what they are; then the schema's own predicates are asked.
    this.__typename = this.id % 5 === 0 ? undefined : this.kind;
  }

  get kind(): string {
    return this.id % 2 === 0 ? 'Alpha' : 'Beta';
  }

  seedOf(field: string, given: object = {}): number {
    return hash(this.world, this.id, field, JSON.stringify(given));
  }
}
