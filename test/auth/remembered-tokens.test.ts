import { RememberedTokens } from '../../src/auth/remembered-tokens';
import { sqliteEngine } from '../support/sqlite-engine';
import { startServer } from '../support/server';
import { encode } from './support/forge';

const end = 'x'.repeat(86);

test('what is remembered of a token is not told of another one with the same end', () => {
  const tokens = new RememberedTokens<string>(10);
  tokens.set(`one.${end}`, 'one');
  expect([tokens.get(`one.${end}`), tokens.get(`two.${end}`), tokens.get(end)]).toEqual(['one', undefined, undefined]);
  tokens.delete(`two.${end}`);
  expect(tokens.get(`one.${end}`)).toBe('one');
  tokens.set(`two.${end}`, 'two');
  expect([tokens.get(`one.${end}`), tokens.get(`two.${end}`)]).toEqual([undefined, 'two']);
  tokens.delete(`two.${end}`);
  expect(tokens.get(`two.${end}`)).toBeUndefined();
});

test('a few are remembered, and short ones too; whichever was not met for longest is forgotten', () => {
  const tokens = new RememberedTokens<number>(2);
  for (const [text, known] of Object.entries({ a: 1, bb: 2 })) tokens.set(text, known);
  expect(tokens.get('a')).toBe(1);
  tokens.set('ccc', 3);
  expect(['a', 'bb', 'ccc'].map((text) => tokens.get(text))).toEqual([1, undefined, 3]);
});

test('a token that was let in does not let in others with its signature', async () => {
  const server = await startServer(sqliteEngine);
  const { token } = await server.client('AUDITOR');
  const [header, claims, signature] = token.split('.') as [string, string, string];
  const more = { ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), scope: 'developers:write', unrestricted: false };
  expect((await server.graphql('{ __typename }', {}, token)).status).toBe(200);
  expect((await server.graphql('{ __typename }', {}, `${header}.${encode(more)}.${signature}`)).status).toBe(401);
  expect((await server.graphql('{ __typename }', {}, token)).status).toBe(200);
  await server.close();
});
