import { Readable } from 'node:stream';
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
  return answered(url, async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', ...headers },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return answerOf(url, response, await response.text());
  });
}

/**
 * Sends a GET whose answer may be long: its body is read as it comes. A refusal is read whole.
 * @throws as post does
 */
export async function download(url: string, headers: Readonly<Record<string, string>>): Promise<Readable | HttpAnswer> {
  return answered(url, async () => {
    const response = await fetch(url, { headers, redirect: 'error' });
    if (response.ok && response.body) return Readable.fromWeb(response.body);
    return answerOf(url, response, await response.text());
  });
}

async function answered<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new UnreachableError(`The server at ${new URL(url).origin} does not answer (${reasonOf(error)}).`, [
      'Start it with "npx open-ledger serve", or name another with --url.',
    ]);
  }
}

function answerOf(url: string, response: Response, text: string): HttpAnswer {
  const { origin } = new URL(url);
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
