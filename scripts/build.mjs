// Builds dist/: the server with tsc, then the playground's browser bundle with esbuild.
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { buildPlayground } from './playground.mjs';

const tsc = spawnSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

// npx makes the command executable only when it links the package for the first time.
chmodSync('dist/src/cli/main.js', 0o755);

await buildPlayground();
