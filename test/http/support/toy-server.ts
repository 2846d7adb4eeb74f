import { Writable } from 'node:stream';
import { Arg, Authorized, Field, ID, Int, ObjectType, Query, Resolver, Args, Mutation, FieldResolver } from 'type-graphql';
import { loadSettings } from '../../../src/config';
import { AppError } from '../../../src/shared/errors';
import { createHttpServer, type HttpServerParts } from '../../../src/http/server';
import { createLogger } from '../../../src/http/logger';
import { buildLedgerSchema } from '../../../src/http/schema/build-schema';
import { connectionOf, PageArgs } from '../../../src/shared/graphql-types';
import { JSONObjectScalar } from '../../../src/shared/scalars';
import { contextOf } from './toy-schema';

@ObjectType({ description: 'A thing in things.' })
class Thing {
  @Field(() => ID, { description: 'Id.' })
  id: string;

  @Field(() => Thing, { description: 'Itself again.' })
  self: Thing;
}
const ThingConnection = connectionOf(() => Thing, 'Thing');

@Resolver(() => Thing)
class ThingResolver {
  readonly written: string[] = [];

  @Authorized('companies:read')
  @Query(() => Thing, { description: 'A thing.' })
  thing() {
    return { id: '1' };
  }

  @Authorized('audit:read')
  @Query(() => Thing, { description: 'A secret thing.', nullable: true })
  secretThing() {
    return { id: '2' };
  }

  @Authorized('companies:read')
  @Query(() => [Thing], { description: 'Things by their ids.' })
  byIds(@Arg('ids', () => [ID], { description: 'Ids.' }) ids: string[]) {
    return ids.map((id) => ({ id }));
  }

  @Authorized('companies:read')
  @Query(() => String, { description: 'Fails as it is told.', nullable: true })
  fail(@Arg('how', { description: 'The way.' }) how: string): string {
    if (how === 'internal') throw new Error('SELECT secret FROM credentials at /srv/ledger/db.ts');
    if (how === 'caused') throw new AppError('CONFLICT', 'Try again.', { cause: new Error('the inner reason') });
    if (how === 'overloaded') throw new AppError('OVERLOADED', 'Full.', { retryAfterSeconds: 7 });
    if (how === 'throttled') throw new AppError('THROTTLED', 'Slower.', { retryAfterSeconds: 30 });
    return how;
  }

  @Authorized()
  @Query(() => String, { description: 'Echoes.' })
  echo(@Arg('value', () => JSONObjectScalar, { description: 'Any object.' }) value: object) {
    return JSON.stringify(value);
  }

  @Mutation(() => String, { description: 'A token for anybody.' })
  token(@Arg('clientSecret', { description: 'Any.' }) _clientSecret: string) {
    return 'opaque';
  }

  @Authorized('companies:write')
  @Mutation(() => Int, { description: 'Writes.' })
  write(@Arg('by', () => Int, { description: 'Step.' }) by: number) {
    this.written.push(`write ${by}`);
    return by;
  }

  @Authorized('books:close')
  @Mutation(() => Int, { description: 'Closes.' })
  close() {
    this.written.push('close');
    return 1;
  }

  @FieldResolver(() => ThingConnection, { description: 'Things in it.' })
  things(@Args(() => PageArgs) args: PageArgs) {
    const nodes = Array.from({ length: Math.min(args.first ?? 2, 2) }, (_, index) => ({ id: String(index) }));
    return { nodes, edges: nodes.map((node) => ({ node, cursor: node.id })), totalCount: 2 };
  }

  @FieldResolver(() => Thing, { description: 'Itself again.' })
  self() {
    return { id: 'self' };
  }
}

/** Who the tokens of these tests belong to. */
const callers = {
  reader: contextOf(['companies:read']).principal,
  writer: contextOf(['companies:read', 'companies:write']).principal,
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
  };
}

export interface ToyServer {
  readonly url: string;
  readonly written: readonly string[];
  readonly log: string[];
  /** POSTs JSON to /graphql, as the caller named by `as`; `init` changes the request. */
  post(body: unknown, as?: string | null, init?: RequestInit & { headers?: Record<string, string> }): Promise<Answer>;
  send(path: string, init?: RequestInit): Promise<Answer>;
  close(): Promise<void>;
}

/** A real server on loopback over a small schema; `environment` are its settings. */
export async function startToyServer(environment: Record<string, string> = {}, parts: Partial<HttpServerParts> = {}): Promise<ToyServer> {
  const settings = loadSettings({
    NODE_ENV: 'test',
    PORT: '0',
    PLAYGROUND: 'false',
    LOG_LEVEL: 'debug',
    EXECUTOR: process.env['EXECUTOR'],
    ...environment,
  });
  const log: string[] = [];
  const destination = new Writable({ write: (chunk: Buffer, _encoding, done) => (log.push(chunk.toString()), done()) });
  const resolver = new ThingResolver();
  const server = await createHttpServer({
    settings,
    logger: createLogger(settings, destination),
    schema: buildLedgerSchema({ resolverClasses: [ThingResolver], instances: [resolver] }),
    checks: [],
    authenticate: (authorization) => {
      if (authorization === undefined) return Promise.resolve(null);
      const principal = callers[/^Bearer (\w+)$/.exec(authorization)?.[1] as keyof typeof callers];
      return principal ? Promise.resolve(principal) : Promise.reject(new AppError('UNAUTHENTICATED', 'The token is not valid.'));
    },
    ...parts,
  });
  const url = await server.listen();
  const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'],
    };
  };
  return {
    url,
    written: resolver.written,
    log,
    send,
    post: (body, as = 'reader', init = {}) =>
      send('/graphql', {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
        headers: { 'content-type': 'application/json', ...(as !== null && { authorization: `Bearer ${as}` }), ...init.headers },
      }),
    close: () => server.close(),
  };
}
