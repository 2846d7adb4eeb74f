import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '../../../..');

/** Builds the playground's bundle where it is missing or older than its sources; a process of its own, since the bundler is an ES module. */
export function ensureBundle(): void {
  execFileSync(process.execPath, [path.join(root, 'scripts/playground.mjs')], { cwd: root, stdio: 'inherit' });
}
