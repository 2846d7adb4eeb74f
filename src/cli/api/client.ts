import { Readable } from 'node:stream';
import type { Clock } from '../../shared/clock';
import { CliError } from '../failure';
import { fetchToken, type AccessToken, type Credentials } from './access-token';
import { dataOf, type AdviceByCode } from './graphql-answer';
import { download, post, type HttpAnswer } from './http';
import { TransientError, UnreachableError, withRetries, type Sleep } from './transient';

/** Before its end, so that a token does not expire on the way. */
const RENEW_BEFORE = 60_000;

export interface ApiOptions {
  /** Of the server, without a path. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly sleep?: Sleep;
  /** What to do about a refusal. */
  readonly advice?: AdviceByCode;
}

/** The API as an authenticated client: gets tokens, renews them, and tries again what fails for a moment. */
export class ApiClient {
  private token: AccessToken | undefined;

  constructor(private readonly options: ApiOptions) {}

  /**
   * Gets the first token. A server that does not answer at all is told of at once; later in the work it is waited for.
   * @throws CliError with what to do
   */
  async connect(): Promise<void> {
    await withRetries(
      () => this.renew(),
      this.options.sleep,
      (error) => !(error instanceof UnreachableError),
    );
  }

  /** The next request comes with a fresh token, which carries what was granted meanwhile. */
  forgetToken(): void {
    this.token = undefined;
  }

  /** Asks for something. @throws RefusedError, or CliError where the server is gone. */
  query<T>(operation: string, variables: object): Promise<T> {
    return this.request<T>(operation, variables, true);
  }

  /** Changes something that must not happen twice: not sent again where it is unknown what became of it. @throws as query does. */
  mutate<T>(operation: string, variables: object): Promise<T> {
    return this.request<T>(operation, variables, false);
  }

  /** Changes something that the server does once, however often it is sent. @throws as query does. */
  mutateOnce<T>(operation: string, variables: object): Promise<T> {
    return this.request<T>(operation, variables, true);
  }

  /** A file that the server makes, as it comes. @throws as query does. */
  download(path: string): Promise<Readable> {
    const url = `${this.options.url}${path}`;
    return withRetries(async () => {
      const answer = await this.withToken((token) => download(url, { authorization: `Bearer ${token}` }));
      return answer instanceof Readable ? answer : dataOf<never>(answer, true, this.options.advice);
    }, this.options.sleep);
  }

  private request<T>(operation: string, variables: object, idempotent: boolean): Promise<T> {
    const body = JSON.stringify({ query: operation, variables });
    const attempt = async () => {
      const answer = await this.withToken((token) => this.send(body, token, idempotent));
      return dataOf<T>(answer, idempotent, this.options.advice);
    };
    return withRetries(attempt, this.options.sleep);
  }

  /** Sends with a token and, where that is refused, once more with a new one. */
  private async withToken<T extends HttpAnswer | Readable>(send: (token: string) => Promise<T>): Promise<T> {
    const answer = await send(await this.freshToken());
    if (answer instanceof Readable || answer.status !== 401) return answer;
    // Expired on the way, revoked, or the server has new keys: a new token tells which.
    this.forgetToken();
    return send(await this.freshToken());
  }

  private async send(body: string, token: string, idempotent: boolean) {
    try {
      return await post(`${this.options.url}/graphql`, { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body);
    } catch (error) {
      if (!(error instanceof TransientError) || idempotent) throw error;
      throw new CliError(error.message, [
        ...error.advice,
        'It is unknown whether the last change was made: run the import again, it carries on.',
      ]);
    }
  }

  private async freshToken(): Promise<string> {
    if (!this.token || this.token.expiresAt - this.options.clock.now() < RENEW_BEFORE) await this.renew();
    return this.token!.value;
  }

  private async renew(): Promise<void> {
    const { url, credentials, clock } = this.options;
    this.token = await fetchToken(url, credentials, clock.now());
  }
}
