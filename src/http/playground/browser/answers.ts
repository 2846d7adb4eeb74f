import type { Operation } from './operation';

/** A token that an answer brought. `expiresIn` is in seconds, and there only if it was asked for. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresIn?: number;
}

/** Whether an operation does nothing but ask for a token; such a request must not carry an older token, which may have expired. */
export function asksOnlyForToken(operation: Operation): boolean {
  return operation.kind === 'mutation' && operation.rootFields.length > 0 && operation.rootFields.every((field) => field.name === 'token');
}

/** The token in the answer to a `token` mutation, under whatever alias; null where there is none. */
export function findToken(operation: Operation, data: unknown): IssuedToken | null {
  if (operation.kind !== 'mutation') return null;
  for (const field of operation.rootFields.filter(({ name }) => name === 'token')) {
    const token = property(data, field.responseKey);
    const accessToken = property(token, field.selected.get('accessToken'));
    const expiresIn = property(token, field.selected.get('expiresIn'));
    if (typeof accessToken !== 'string' || accessToken === '') continue;
    return typeof expiresIn === 'number' ? { accessToken, expiresIn } : { accessToken };
  }
  return null;
}

/** The id of the first company in the answer to a list of companies; null where none was listed or no id was asked for. */
export function findFirstCompanyId(operation: Operation, data: unknown): string | null {
  if (operation.kind !== 'query') return null;
  for (const field of operation.rootFields.filter(({ name }) => name === 'companies')) {
    const companies = property(data, field.responseKey);
    const node = property(property(companies, field.selected.get('nodes')), '0');
    const edge = property(property(property(companies, field.selected.get('edges')), '0'), 'node');
    const id = property(node, 'id') ?? property(edge, 'id');
    if (typeof id === 'string' && id !== '') return id;
  }
  return null;
}

function property(value: unknown, key: string | undefined): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}
