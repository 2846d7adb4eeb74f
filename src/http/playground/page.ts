import type { PlaygroundAssets } from './assets';

/**
 * What the page may do: run and load our own files, talk to our own origin, and nothing else. Styles are the exception: the editor
 * positions its lines by `style` attributes in generated markup, which a nonce or a hash cannot cover. Its fonts and icons are data URIs.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page that loads the bundle; `graphqlPath` is where its requests go. */
export function renderPage(assets: PlaygroundAssets, assetsPath: string, graphqlPath: string): string {
  return document(`
    <link rel="icon" type="image/svg+xml" href="${assetsPath}${assets.icon}">
    <link rel="stylesheet" href="${assetsPath}${assets.style}">
    <script type="module" src="${assetsPath}${assets.script}"></script>
  </head>
  <body>
    <div id="playground" data-graphql-path="${escapeHtml(graphqlPath)}"></div>
    <noscript>The playground needs JavaScript. The API itself does not: POST to ${escapeHtml(graphqlPath)}.</noscript>`);
}

/** The page shown where the server runs without its bundle. */
export function renderNotBuiltPage(): string {
  return document(`
  </head>
  <body>
    <h1>Open Ledger</h1>
    <p>The playground has not been built. Run <code>npm run build</code> and start the server again.</p>`);
}

function document(rest: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Open Ledger</title>${rest}
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
