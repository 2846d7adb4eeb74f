import fastify, { type FastifyInstance } from 'fastify';
import { readPlaygroundAssets } from '../../../src/http/playground/assets';
import { registerPlayground, type PlaygroundOptions } from '../../../src/http/playground';
import { ensureBundle } from './support/bundle';

let app: FastifyInstance;

function serve(options: Partial<PlaygroundOptions> = {}): FastifyInstance {
  app = fastify();
  registerPlayground(app, { enabled: true, graphqlPath: '/graphql', ...options });
  return app;
}

beforeAll(ensureBundle, 120_000);
afterEach(() => app.close());

describe('the playground page', () => {
  test('is titled Open Ledger and may load nothing from elsewhere', async () => {
    const page = await serve().inject('/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<title>Open Ledger</title>');
    expect(page.body).not.toMatch(/https?:|"\/\//);
  });

  test('forbids framing, foreign code, foreign connections, forms, base addresses, sniffing and referrers', async () => {
    const { headers } = await serve().inject('/');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe-eval|\*|https?:|blob:/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' });
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('is the same whatever the query string says', async () => {
    const plain = await serve().inject('/');
    const asked = await app.inject('/?query=%3Cscript%3Ealert(1)%3C/script%3E&headers=x&endpoint=https://elsewhere.example');
    expect(asked.body).toBe(plain.body);
  });

  test('escapes the path of the API', async () => {
    const page = await serve({ graphqlPath: '/"><script>' }).inject('/');
    expect(page.body).toContain('data-graphql-path="/&#34;&#62;&#60;script&#62;"');
  });

  test('says what to run where the bundle has not been built', async () => {
    const page = await serve({ assets: null }).inject('/');
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain('npm run build');
  });
});

describe('the files of the playground', () => {
  test('that the page refers to are all served', async () => {
    const page = await serve().inject('/');
    const references = [...page.body.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => String(match[1]));
    expect(references).toHaveLength(3);
    for (const reference of references) expect((await app.inject(reference)).statusCode).toBe(200);
  });

  test('come with their media type, and may be kept for a year under their hashed names', async () => {
    serve();
    const files = readPlaygroundAssets()?.files ?? new Map();
    expect(files.size).toBeGreaterThan(5);
    for (const [name, { mediaType }] of files) {
      const file = await app.inject(`/playground/${name}`);
      expect({ name, status: file.statusCode, type: file.headers['content-type'] }).toEqual({ name, status: 200, type: mediaType });
      expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(file.headers['x-content-type-options']).toBe('nosniff');
      expect(name).toMatch(/-[A-Z0-9]{8}\./);
    }
  });

  test.each([
    'manifest.json',
    'playground.js',
    '..%2fplayground.js',
    '..%2F..%2F..%2F..%2F..%2Fpackage.json',
    '%2e%2e%2f%2e%2e%2fmain.js',
    '..%5C..%5Cpackage.json',
    '%2fetc%2fpasswd',
    'playground.js%00.css',
    '__proto__',
    'constructor',
  ])('are the only ones served: not %s', async (name) => {
    const file = await serve().inject(`/playground/${name}`);
    expect(file.statusCode).toBe(404);
    expect(file.body).toBe('{"error":"The playground has no such file."}');
  });
});

describe('a playground that is switched off', () => {
  test('leaves neither page nor files', async () => {
    const page = await serve({ enabled: false }).inject('/');
    expect(page.statusCode).toBe(404);
    expect(page.json()).toEqual({ error: 'The playground is switched off on this server.' });
    for (const name of readPlaygroundAssets()?.files.keys() ?? []) {
      expect((await app.inject(`/playground/${name}`)).statusCode).toBe(404);
    }
  });
});
