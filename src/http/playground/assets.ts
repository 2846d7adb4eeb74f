import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const fileName = z.string().regex(/^[A-Za-z0-9._-]+$/);
const manifestSchema = z.object({ script: fileName, style: fileName, icon: fileName, files: z.array(fileName) });

/** Media types of what the bundler writes; a file of any other kind is not served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** One file of the bundle: where it lies on disk and what it is. */
export interface PlaygroundAsset {
  readonly file: string;
  readonly mediaType: string;
}

/** The bundle: names of the files that the page refers to, and all files by name. */
export interface PlaygroundAssets {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
  readonly files: ReadonlyMap<string, PlaygroundAsset>;
}

/** Where the build puts the bundle: beside the compiled server, or in dist/ where this runs from its source. */
const directories = [path.join(__dirname, 'assets'), path.join(__dirname, '../../../dist/src/http/playground/assets')];

/**
 * Reads which files the bundle is made of. Null where it has not been built.
 * @throws where a manifest is there and is not what the build writes.
 */
export function readPlaygroundAssets(candidates: readonly string[] = directories): PlaygroundAssets | null {
  const directory = candidates.find((candidate) => existsSync(path.join(candidate, 'manifest.json')));
  if (!directory) return null;
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(directory, 'manifest.json'), 'utf8')));
  const files = new Map<string, PlaygroundAsset>();
  for (const name of manifest.files) {
    const mediaType = mediaTypes[path.extname(name)];
    if (mediaType) files.set(name, { file: path.join(directory, name), mediaType });
  }
  return { script: manifest.script, style: manifest.style, icon: manifest.icon, files };
}
