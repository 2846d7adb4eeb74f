import { CliError } from '../failure';
import { TransientError, UnreachableError } from './transient';

const TIMEOUT = 120_000;

/** What a server answered, with its body as JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly body: unknown;
}

/**
 * Sends a POST and reads the answer, whatever its status.
 * @throws TransientError where no answer came, CliError where what answers is no Open Ledger
 */
export async function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<HttpAnswer> {
  const { origin } = new URL(url);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', ...headers },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    text = await response.text();
  } catch (error) {
    throw new UnreachableError(`The server at ${origin} does not answer (${reasonOf(error)}).`, [
      'Start it with "npx open-ledger serve", or name another with --url.',
    ]);
  }
  try {
    const seconds = Number(response.headers.get('retry-after') ?? 'none');
    return {
      status: response.status,
      retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined,
      body: JSON.parse(text) as unknown,
    };
  } catch {
    if (response.status >= 502)
      throw new TransientError(`The server at ${origin} answers with status ${response.status}.`, ['Is it still starting?']);
    throw new CliError(`What answers at ${url} is no Open Ledger server (status ${response.status}, no JSON).`, ['Check --url.']);
  }
}

function reasonOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name?: string };
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT / 1000} seconds`;
  return cause?.code ?? 'the connection failed';
}
