import type { IssuedToken } from './answers';

/** What the page has learnt from the answers so far. Held in memory only, and gone with the page. */
export interface SessionState {
  readonly accessToken: string | null;
  /** When the token expires, in milliseconds since 1970; null where the answer did not tell. */
  readonly expiresAt: number | null;
  /** The server answered 401 to the last token that was sent. */
  readonly refused: boolean;
  /** The first company of the last list of companies. */
  readonly companyId: string | null;
}

export interface Session {
  readonly getState: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  signIn(token: IssuedToken, now: number): void;
  /** Says whether the server refused the token of the last request that carried one. */
  setRefused(refused: boolean): void;
  chooseCompany(companyId: string): void;
}

/** Makes an empty session that React can subscribe to. */
export function createSession(): Session {
  let state: SessionState = { accessToken: null, expiresAt: null, refused: false, companyId: null };
  const listeners = new Set<() => void>();
  const change = (changes: Partial<SessionState>): void => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    signIn: ({ accessToken, expiresIn }, now) =>
      change({ accessToken, expiresAt: expiresIn === undefined ? null : now + expiresIn * 1000, refused: false }),
    setRefused: (refused) => change({ refused }),
    chooseCompany: (companyId) => change({ companyId }),
  };
}
