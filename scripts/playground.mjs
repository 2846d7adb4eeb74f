// Bundles the playground's browser code into dist/, everything that the page loads included, so that it works without the internet.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const source = path.join(root, 'src/http/playground/browser');
const target = path.join(root, 'dist/src/http/playground/assets');
const publicPath = '/playground/';

/**
 * Bundles unless what stands in dist/ was made of the same sources and the same packages. Says nothing when all is well.
 * Writes `manifest.json` beside the assets: { fingerprint, script, style, icon, files }, all of them file names with content hashes.
 */
export async function buildPlayground() {
  const fingerprint = await fingerprintOfInputs();
  if ((await readManifest())?.fingerprint === fingerprint) return;

  // Built aside and put in place whole: a server that starts meanwhile, or a second build, never sees half a bundle.
  const aside = `${target}.${process.pid}`;
  try {
    await mkdir(aside, { recursive: true });
    await writeFile(path.join(aside, 'manifest.json'), JSON.stringify({ fingerprint, ...(await bundleInto(aside)) }, null, 2));
    await rm(target, { recursive: true, force: true });
    await rename(aside, target);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function bundleInto(directory) {
  const { build } = await import('esbuild');
  const shared = {
    absWorkingDir: root,
    outdir: directory,
    bundle: true,
    minify: true,
    metafile: true,
    target: 'es2022',
    logLevel: 'warning',
    legalComments: 'linked',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    define: { 'process.env.NODE_ENV': '"production"' },
  };
  // The workers must be of the very version of the editor that the page has, so they are looked up from the package that brings it.
  const editor = createRequire(createRequire(import.meta.url).resolve('@graphiql/react/package.json'));
  const workers = await build({
    ...shared,
    format: 'iife',
    entryPoints: {
      'editor.worker': editor.resolve('monaco-editor/esm/vs/editor/editor.worker.js'),
      'json.worker': editor.resolve('monaco-editor/esm/vs/language/json/json.worker.js'),
      'graphql.worker': editor.resolve('monaco-graphql/esm/graphql.worker.js'),
    },
  });
  const worker = (name) => JSON.stringify(publicPath + outputNamed(workers, `${name}.worker`, '.js'));
  const page = await build({
    ...shared,
    format: 'esm',
    splitting: true,
    publicPath,
    entryPoints: { playground: path.join(source, 'main.tsx'), favicon: path.join(source, 'favicon.svg') },
    loader: { '.svg': 'copy' },
    plugins: [editorStylesOnce],
    define: {
      ...shared.define,
      EDITOR_WORKER_URL: worker('editor'),
      JSON_WORKER_URL: worker('json'),
      GRAPHQL_WORKER_URL: worker('graphql'),
    },
  });
  return {
    script: outputNamed(page, 'playground', '.js'),
    style: outputNamed(page, 'playground', '.css'),
    icon: outputNamed(page, 'favicon', '.svg'),
    files: [...outputNames(workers), ...outputNames(page)],
  };
}

/** graphiql/style.css holds the editor's styles already; the same ones, imported file by file, would come out as chunks that no page loads. */
const editorStylesOnce = {
  name: 'editor-styles-once',
  setup(build) {
    build.onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'empty' }));
  },
};

function outputNames(result) {
  return Object.keys(result.metafile.outputs).map((file) => path.basename(file));
}

function outputNamed(result, name, extension) {
  const found = outputNames(result).find((file) => file.startsWith(`${name}-`) && file.endsWith(extension));
  if (!found) throw new Error(`The playground's bundle has no ${name}${extension}.`);
  return found;
}

/** A hash over all that the bundle is made of: these sources, this script, and the locked versions of the packages. */
async function fingerprintOfInputs() {
  const files = (await readdir(source)).sort().map((name) => path.join(source, name));
  const hash = createHash('sha256');
  for (const file of [...files, fileURLToPath(import.meta.url), path.join(root, 'package-lock.json')]) {
    hash
      .update(`${path.basename(file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

async function readManifest() {
  try {
    return JSON.parse(await readFile(path.join(target, 'manifest.json'), 'utf8'));
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPlayground();
