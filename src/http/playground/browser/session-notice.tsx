import { useSyncExternalStore } from 'react';
import type { Session, SessionState } from './session';

/** One line under the answer that says whether the tabs carry a token. */
export function SessionNotice({ session }: { readonly session: Session }) {
  const state = useSyncExternalStore(session.subscribe, session.getState);
  const { tone, text } = describe(state);
  return (
    <p className="session-notice" data-tone={tone} role="status">
      {text}
    </p>
  );
}

function describe({ accessToken, expiresAt, refused }: SessionState): { tone: 'none' | 'good' | 'bad'; text: string } {
  if (refused) return { tone: 'bad', text: 'The server refused the token: it may have expired. Run GetToken again.' };
  if (!accessToken) return { tone: 'none', text: 'No token yet. Run GetToken, and every tab gets its Authorization header.' };
  const until =
    expiresAt === null ? '' : `, valid until ${new Date(expiresAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`;
  return { tone: 'good', text: `Signed in: the Authorization header is in place in every tab${until}.` };
}
