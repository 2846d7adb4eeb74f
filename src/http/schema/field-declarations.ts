import { getMetadataStorage } from 'type-graphql';

type Storage = ReturnType<typeof getMetadataStorage>;
export type ResolverClass = abstract new (...dependencies: never[]) => object;
export type MethodDeclaration = Pick<Storage['queries'][number], 'methodName' | 'schemaName' | 'target' | 'params' | 'roles'>;

/** What TypeGraphQL's decorators say of one field of a type. */
export interface FieldDeclaration {
  /** Property of the row that holds the value, where no method makes it. */
  readonly property: string;
  readonly method: MethodDeclaration | undefined;
  readonly roles: readonly unknown[] | undefined;
}

/** The decorators' own account of the schema, read after TypeGraphQL has put it in order. */
export class Declarations {
  private readonly storage: Storage;

  constructor(private readonly resolverClasses: readonly ResolverClass[]) {
    this.storage = getMetadataStorage().clone();
    this.storage.build({ resolvers: resolverClasses as never });
  }

  /** The method behind each root field of an operation type. */
  rootMethods(operation: 'queries' | 'mutations'): readonly MethodDeclaration[] {
    return this.storage[operation].filter((method) => this.isMine(method));
  }

  /** @throws Error where nothing explains the field: what is not understood is not served. */
  fieldOf(typeName: string, fieldName: string): FieldDeclaration {
    const type = [...this.storage.objectTypes, ...this.storage.interfaceTypes].find(({ name }) => name === typeName);
    const found = type && this.find(type.target, fieldName);
    if (!found) throw new Error(`No declaration explains ${typeName}.${fieldName}.`);
    return found;
  }

  private find(target: Function, fieldName: string): FieldDeclaration | undefined {
    const { objectTypes, interfaceTypes, fieldResolvers } = this.storage;
    const type = [...objectTypes, ...interfaceTypes].find((candidate) => candidate.target === target);
    if (!type) return undefined;
    const parents = [...(type.interfaceClasses ?? []), Object.getPrototypeOf(target) as Function];
    const inherited = parents.map((parent) => this.find(parent, fieldName)).find((declaration) => declaration !== undefined);
    const field = type.fields?.find(({ schemaName }) => schemaName === fieldName);
    if (!field) return inherited;
    const method = fieldResolvers.find(
      (candidate) => candidate.getObjectType?.() === field.target && candidate.methodName === field.name && this.isMine(candidate),
    );
    // A class that declares a field again without saying who may see it does not open what its interface keeps shut.
    return { property: field.name, method, roles: method?.roles ?? field.roles ?? inherited?.roles };
  }

  private isMine({ target }: { readonly target: Function }): boolean {
    return this.resolverClasses.includes(target as ResolverClass);
  }
}
