import type { Caller } from './callers';
import type { World } from './world';

/** ok: answered. null: as if it did not exist. Else the code of the error. */
export type Outcome = 'ok' | 'null' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';

/** A permission, and where it has to be held for what is asked. */
export type Need = readonly [permission: string, where: 'anywhere' | 'everywhere' | 'there'];

export interface Row {
  readonly document: string;
  readonly variables?: (world: World, caller: Caller) => object | Promise<object>;
  /** Any of these permissions, held anywhere, opens the field; none: any token does; null: nobody is asked for a token. */
  readonly door: readonly string[] | null;
  /** Any of these lets the caller have what is asked for; left out: whoever the door lets in. */
  readonly uses?: readonly Need[];
  /** And all of these are needed. */
  readonly all?: readonly Need[];
  /** What it is told otherwise, unless one of `seenBy` lets it know of the object: then it is FORBIDDEN. */
  readonly unseen?: Outcome;
  readonly seenBy?: readonly Need[];
  /** For a field of an object: the row of the root field that the object comes from. */
  readonly via?: string;
}

export const everywhere = (permission: string): Need => [permission, 'everywhere'];
export const anywhere = (permission: string): Need => [permission, 'anywhere'];
const there = (permission: string): Need => [permission, 'there'];

/** Reads one object of the company by its id, which only a holder of the permission there sees. */
export const objectThere = (permission: string) => ({ door: [permission], uses: [there(permission)], unseen: 'null' }) as const;
/** Does something to an object of the company, of which only those who may read it, or do this, know. */
export const changeThere = (permission: string, read: string) =>
  ({ door: [permission], uses: [there(permission)], seenBy: [there(read)], unseen: 'NOT_FOUND' }) as const;
/** Does something with the company that is named. */
export const companyThere = (permission: string) => changeThere(permission, 'companies:read');
/** A field of an object of the company that another row reads. */
export const fieldOf = (via: string, permission: string) => ({ via, door: [permission], uses: [there(permission)] }) as const;
/** Does something for which a single company is not enough. */
export const forAll = (permission: string) => ({ door: [permission], uses: [everywhere(permission)], unseen: 'FORBIDDEN' }) as const;
/** Changes a developer without rights, or its credentials. */
export const ofOthers = {
  door: ['developers:write'],
  uses: [everywhere('developers:write')],
  seenBy: [everywhere('developers:read')],
  unseen: 'NOT_FOUND',
} as const;
/** Reads or changes the caller's own account. */
export const ownRead = { uses: [everywhere('developers:read'), anywhere('self:read')], unseen: 'null' } as const;
export const ownWrite = {
  door: ['self:write', 'developers:write'],
  uses: [everywhere('developers:write'), anywhere('self:write')],
  unseen: 'FORBIDDEN',
} as const;
/** The credentials of a developer that another row shows. */
export const credentialsOf = (via: string, ...uses: readonly Need[]) => ({ via, door: ['developers:read', 'self:read'], uses });
/** Either permission opens the door of what makes transactions; drafts need the one, postings the other. */
export const drafting = { ...companyThere('transactions:write'), door: ['transactions:write', 'transactions:post'] };
export const posting = { ...companyThere('transactions:post'), door: ['transactions:write', 'transactions:post'] };

type Variables = NonNullable<Row['variables']>;
export const byId = (selection: string, id: (world: World, caller: Caller) => string): Pick<Row, 'document' | 'variables'> => ({
  document: `query ($id: ID!) { ${selection} }`,
  variables: (world, caller) => ({ id: id(world, caller) }),
});
export const command = (name: string, input: Variables, selection = '__typename'): Pick<Row, 'document' | 'variables'> => ({
  document: `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`,
  variables: async (world, caller) => ({ input: await input(world, caller) }),
});
