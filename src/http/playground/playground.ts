import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readPlaygroundAssets, type PlaygroundAssets } from './assets';
import { pagePolicy, renderNotBuiltPage, renderPage } from './page';

const assetsPath = '/playground/';

export interface PlaygroundOptions {
  /** Off, the page and its files do not exist. */
  readonly enabled: boolean;
  /** Path on this server that the page sends its operations to. */
  readonly graphqlPath: string;
  /** The bundle to serve; by default the built one, null standing for none. */
  readonly assets?: PlaygroundAssets | null;
}

/**
 * Serves the playground at `/` and its files under `/playground/`. Only names that the bundle's manifest lists are served, so no
 * path leads anywhere else on the disk. The page depends on nothing in the request: no query string reaches it.
 */
export function registerPlayground(app: FastifyInstance, options: PlaygroundOptions): void {
  if (!options.enabled) {
    app.get('/', async (_request, reply) => sendNotFound(reply, 'The playground is switched off on this server.'));
    return;
  }
  const assets = options.assets === undefined ? readPlaygroundAssets() : options.assets;
  const page = assets ? renderPage(assets, assetsPath, options.graphqlPath) : renderNotBuiltPage();

  app.get('/', async (_request, reply) =>
    secure(reply)
      .code(assets ? 200 : 503)
      .header('content-security-policy', pagePolicy)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(page),
  );

  app.get<{ Params: { name: string } }>(`${assetsPath}:name`, async (request, reply) => {
    const asset = assets?.files.get(request.params.name);
    // A file may be listed and gone: a running server's bundle was built anew under other names.
    const content = asset && (await readFile(asset.file).catch(() => null));
    if (!asset || !content) return sendNotFound(reply, 'The playground has no such file.');
    return secure(reply)
      .header('content-security-policy', "default-src 'none'")
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(asset.mediaType)
      .send(content);
  });
}

function secure(reply: FastifyReply): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin');
}

function sendNotFound(reply: FastifyReply, message: string): FastifyReply {
  return secure(reply).code(404).send({ error: message });
}
