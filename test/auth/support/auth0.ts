import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process that stands in for Auth0; see auth0-process.mjs. */
export interface Auth0 {
  readonly issuer: string;
  /** A token by client credentials, as Auth0's clients ask for it; without an audience an opaque one. */
  token(client: 'machine' | 'scoped', request?: { readonly resource?: string; readonly scope?: string }): Promise<string>;
  tell(command: 'rotate' | 'revoke' | 'goDown' | 'comeBack'): Promise<void>;
  speak(dialect: 'access_token' | 'rfc9068_profile'): Promise<void>;
  /** How often its keys were asked for. */
  keyRequests(): Promise<number>;
  close(): Promise<void>;
}

export async function startAuth0(): Promise<Auth0> {
  // It says that its defaults are not for production.
  const child = fork(join(__dirname, 'auth0-process.mjs'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [{ issuer }] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(failed)])) as [{ issuer: string }];
  let serial = 0;
  const send = async (command: string, argument?: string): Promise<unknown> => {
    const id = (serial += 1);
    const answered = new Promise((resolve) => {
      child.on('message', function listen(answer: { id: number; result: unknown }) {
        if (answer.id !== id) return;
        child.off('message', listen);
        resolve(answer.result);
      });
    });
    child.send({ id, command, argument });
    return answered;
  };
  return {
    issuer,
    async token(client, request = {}) {
      const { resource, scope } = { resource: 'https://ledger.example/api', ...request };
      const body = new URLSearchParams({ grant_type: 'client_credentials', ...(resource && { resource }), ...(scope && { scope }) });
      const authorization = `Basic ${Buffer.from(`${client}:secret-of-${client}`).toString('base64')}`;
      const response = await fetch(`${issuer}token`, { method: 'POST', headers: { authorization }, body });
      const answer = (await response.json()) as { access_token?: string };
      if (!answer.access_token) throw new Error(`No token: ${response.status} ${JSON.stringify(answer)}`);
      return answer.access_token;
    },
    tell: async (command) => void (await send(command)),
    speak: async (dialect) => void (await send('speak', dialect)),
    keyRequests: async () => (await send('keyRequests')) as number,
    async close() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

function failed(): never {
  throw new Error('The stand-in for Auth0 ended before it listened.');
}
