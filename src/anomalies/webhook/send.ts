import { signedHeaders, type Message } from './sign';

/** How long an answer is waited for, in milliseconds. */
const TIMEOUT = 10_000;

export interface Webhook {
  readonly url: string;
  /** Those that messages are signed with. */
  readonly secrets: readonly Uint8Array[];
}

/** Sends a message; undefined where it was taken (2xx), else why it was not, in words that hold nothing of the address. */
export async function send({ url, secrets }: Webhook, message: Message, stopping: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'open-ledger', ...signedHeaders(message, secrets) },
      body: message.body,
      // Whoever can answer for the address must not choose where else the server sends to.
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `it answered ${response.status}`;
  } catch (error) {
    if (stopping.aborted) return 'the server is stopping';
    return (error as Error).name === 'TimeoutError' ? 'it did not answer in time' : 'it could not be reached';
  }
}
