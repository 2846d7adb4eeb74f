import { memberNames } from '../member-names';
import { OAuthError } from '../oauth-error';

/** The parameters of a request. One with an empty value counts as left out (RFC 6749, section 3.2). */
export type Parameters = ReadonlyMap<string, string>;

const malformed = (what: string) => new OAuthError('invalid_request', `The body is not valid ${what}.`);
/** The name is told where it is one of ours: nothing of the input is. */
const repeated = (name: string) =>
  new OAuthError('invalid_request', `${known.has(name) ? `The parameter ${name}` : 'A parameter'} is given more than once.`);

/** @throws OAuthError invalid_request: not UTF-8, a broken percent escape, a parameter that is repeated */
export function parseForm(body: Buffer): Parameters {
  const parameters = new Map<string, string>();
  const seen = new Set<string>();
  for (const pair of textOf(body, 'form data').split('&')) {
    if (pair === '') continue;
    const [name, ...value] = pair.split('=');
    add(parameters, seen, decodeForm(name!), decodeForm(value.join('=')));
  }
  return parameters;
}

/** @throws OAuthError invalid_request: not JSON, no object, a parameter of ours that is no string, one that is repeated */
export function parseJson(body: Buffer): Parameters {
  const text = textOf(body, 'JSON');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('JSON: it must be an object');
  const seen = new Set<string>();
  for (const name of memberNames(text)) if (seen.size === seen.add(name).size) throw repeated(name);
  return new Map(Object.entries(value).flatMap(([name, member]) => textMember(name, member)));
}

/** What an HTML form would send for the text. Both halves of Basic credentials are written like this too (RFC 6749, section 2.3.1). */
export function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed('form data');
  }
}

function add(parameters: Map<string, string>, seen: Set<string>, name: string, value: string): void {
  if (seen.has(name)) throw repeated(name);
  seen.add(name);
  if (value !== '') parameters.set(name, value);
}

const known = new Set([
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'scope',
  'audience',
  'resource',
  'token',
  'token_type_hint',
]);

function textMember(name: string, member: unknown): [string, string][] {
  if (member === null || member === '') return [];
  if (typeof member === 'string') return [[name, member]];
  if (known.has(name)) throw new OAuthError('invalid_request', `The parameter ${name} must be a string.`);
  return [];
}

function textOf(body: Buffer, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed(what);
  }
}
