import { randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { RunningClock } from '../support/clock';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { startAuth0, type Auth0 } from './support/auth0';
import { encode } from './support/forge';

forEachEngine((engine) => {
  const clock = new RunningClock();
  let auth0: Auth0;
  let server: TestServer;

  beforeAll(async () => {
    auth0 = await startAuth0();
    server = await startServer(engine, {
      clock,
      settings: { OIDC_ISSUER: auth0.issuer, OIDC_AUDIENCE: 'https://ledger.example/api' },
    });
  });
  afterAll(async () => {
    await server.close();
    await auth0.close();
  });

  /** What the token lets its bearer do, or the status of the refusal. */
  const permissionsOf = async (token: string) => {
    const { status, data } = await server.graphql('{ viewer { permissions } }', {}, token);
    return status === 200 ? (data.viewer.permissions as string[]) : status;
  };
  const readiness = async () => (await server.fetch('/readyz')).json() as Promise<{ status: string; reasons?: string[] }>;

  test('a machine’s token is taken in both forms that Auth0 gives it', async () => {
    for (const [dialect, typ, client] of [
      ['access_token', 'JWT', 'azp'],
      ['rfc9068_profile', 'at+jwt', 'client_id'],
    ] as const) {
      await auth0.speak(dialect);
      const token = await auth0.token('machine', { scope: 'books:close' });
      expect(decodeProtectedHeader(token).typ).toBe(typ);
      expect(decodeJwt(token)).toMatchObject({ [client]: 'machine', sub: 'machine@clients', iss: auth0.issuer, scope: 'books:close' });
      expect(await permissionsOf(token)).toEqual(['companies:read', 'reports:read']);
    }
  });

  test('where Auth0 adds no permissions, the scope counts', async () => {
    expect(await permissionsOf(await auth0.token('scoped', { scope: 'companies:read' }))).toEqual(['companies:read']);
    expect(await permissionsOf(await auth0.token('scoped'))).toEqual([]);
  });

  test('whoever asks for no audience gets a token that is none here, and is told what to ask for', async () => {
    const { status, headers, errors } = await server.graphql('{ viewer { roles } }', {}, await auth0.token('machine', { resource: '' }));
    expect(status).toBe(401);
    expect(errors![0]!.message).toContain('request it with audience=https://ledger.example/api');
    expect(headers.get('www-authenticate')).toContain('request it with audience=https://ledger.example/api');
  });

  test('keys rotate under load, and no request fails', async () => {
    const seen: unknown[] = [];
    let done = false;
    const load = async () => {
      while (!done) seen.push(await permissionsOf(await auth0.token('machine')));
    };
    const clients = [load(), load(), load(), load()];
    for (let round = 0; round < 3; round += 1) {
      const before = seen.length;
      clock.advance(30_000);
      await auth0.tell('rotate');
      while (seen.length < before + 20) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    done = true;
    await Promise.all(clients);
    expect(new Set(seen.map((permissions) => JSON.stringify(permissions)))).toEqual(new Set(['["companies:read","reports:read"]']));
  });

  test('a token whose key is taken back is refused once its issuer has been asked again', async () => {
    const old = await auth0.token('machine');
    await auth0.tell('rotate');
    clock.advance(30_000);
    expect(await permissionsOf(await auth0.token('machine'))).toEqual(['companies:read', 'reports:read']);
    expect(await permissionsOf(old)).toEqual(['companies:read', 'reports:read']);
    await auth0.tell('revoke');
    await auth0.tell('rotate');
    clock.advance(30_000);
    expect(await permissionsOf(await auth0.token('machine'))).toEqual(['companies:read', 'reports:read']);
    expect(await permissionsOf(old)).toBe(401);
  });

  test('a thousand tokens with keys that nobody has make the server ask twice at most', async () => {
    clock.advance(30_000);
    const before = await auth0.keyRequests();
    const [, claims, signature] = (await auth0.token('machine')).split('.');
    const forged = () => `${encode({ alg: 'RS256', typ: 'JWT', kid: randomUUID() })}.${claims}.${signature}`;
    for (let round = 0; round < 10; round += 1) {
      expect(new Set(await Promise.all(Array.from({ length: 100 }, () => permissionsOf(forged()))))).toEqual(new Set([401]));
    }
    expect((await auth0.keyRequests()) - before).toBeLessThanOrEqual(2);
    expect(await permissionsOf(await auth0.token('machine'))).toEqual(['companies:read', 'reports:read']);
  });

  test('while Auth0 is down its tokens are good, the server is ready, and says that it is degraded', async () => {
    const [used, fresh] = [await auth0.token('machine'), await auth0.token('machine', { scope: 'companies:read' })];
    expect(await permissionsOf(used)).toEqual(['companies:read', 'reports:read']);
    await auth0.tell('goDown');
    clock.advance(600_000);
    const [, claims, signature] = used.split('.');
    expect(await permissionsOf(`${encode({ alg: 'RS256', typ: 'JWT', kid: 'new' })}.${claims}.${signature}`)).toBe(401);
    for (const token of [used, fresh]) expect(await permissionsOf(token)).toEqual(['companies:read', 'reports:read']);
    expect(await readiness()).toEqual({ status: 'degraded', reasons: ['the keys of an outside issuer cannot be renewed'] });
    expect((await server.fetch('/readyz')).status).toBe(200);
    expect(await permissionsOf(await server.as('AUDITOR'))).toContain('reports:read');
    await auth0.tell('comeBack');
    await auth0.tell('rotate');
    clock.advance(30_000);
    expect(await permissionsOf(await auth0.token('machine'))).toEqual(['companies:read', 'reports:read']);
    expect(await readiness()).toEqual({ status: 'ready' });
  });

  test('a server starts while Auth0 is down, asks its callers to wait, and takes its tokens once it is back', async () => {
    const token = await auth0.token('machine');
    await auth0.tell('goDown');
    const settings = { OIDC_ISSUER: auth0.issuer, OIDC_AUDIENCE: 'https://ledger.example/api' };
    const lonely = await startServer(engine, { clock, settings });
    const ask = () => lonely.graphql('{ viewer { permissions } }', {}, token);
    const refusal = await ask();
    expect([refusal.status, refusal.codes, refusal.headers.get('retry-after')]).toEqual([503, ['OVERLOADED'], '30']);
    expect(await (await lonely.fetch('/readyz')).json()).toEqual({
      status: 'degraded',
      reasons: ['the keys of an outside issuer cannot be had'],
    });
    await auth0.tell('comeBack');
    clock.advance(30_000);
    expect((await ask()).status).toBe(200);
    await lonely.close();
  });
});
