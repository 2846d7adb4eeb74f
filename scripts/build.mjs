// Builds dist/: the server with tsc, then the playground's browser bundle with esbuild.
import { spawnSync } from 'node:child_process';
import { buildPlayground } from './playground.mjs';

const tsc = spawnSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

await buildPlayground();
