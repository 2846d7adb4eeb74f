// Compiles the server and the benchmarks with tsc, as they would run in production, and runs the one named: `node scripts/bench.mjs read`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name, ...args] = process.argv.slice(2);

function run(command, commandArgs) {
  const { status } = spawnSync(command, commandArgs, { cwd: root, stdio: 'inherit', env: { NODE_ENV: 'production', ...process.env } });
  if (status !== 0) process.exit(status ?? 1);
}

if (!name || !existsSync(join(root, 'bench', `${name}.ts`))) {
  console.error('usage: node scripts/bench.mjs NAME, where bench/NAME.ts exists');
  process.exit(2);
}
run(process.execPath, [join(root, 'node_modules', 'typescript', 'lib', 'tsc.js'), '-p', 'tsconfig.bench.json']);
run(process.execPath, ['--enable-source-maps', join(root, 'dist', 'bench', `${name}.js`), ...args]);
