import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { protocolRefusal } from '../errors/refusals';

const mediaType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

/** In this scope a body is JSON in UTF-8, as it is, and nothing else: no other charset, and nothing that would have to be unpacked. */
export function acceptJsonOnly(scope: FastifyInstance, maxBodyBytes: number): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: maxBodyBytes },
    async (request: FastifyRequest, body: Buffer) => {
      if (!mediaType.test(request.headers['content-type'] ?? ''))
        throw protocolRefusal('BAD_REQUEST', 'The body must be application/json in UTF-8.', 415);
      if (!isUtf8(body)) throw protocolRefusal('BAD_REQUEST', 'The body is not UTF-8.');
      try {
        return JSON.parse(body.toString()) as unknown;
      } catch {
        throw protocolRefusal('BAD_REQUEST', 'The body is not JSON.');
      }
    },
  );
  // Before the body is read: a packed one is not worth its reading.
  scope.addHook('onRequest', (request, _reply, done) => {
    const encoding = request.headers['content-encoding'];
    const isPacked = encoding !== undefined && encoding !== 'identity';
    done(isPacked ? protocolRefusal('BAD_REQUEST', 'Encoded bodies are not taken; send the JSON as it is.', 415) : undefined);
  });
}
