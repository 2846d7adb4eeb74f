// Lets a plain node process run the TypeScript sources as jest compiles them: `node -r ./test/support/swc-register.cjs src/main.ts`.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [[, options]] = Object.values(require('../../jest.config.js').transform);
const cache = join(__dirname, '../../node_modules/.cache/swc-register');

require.extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([options, filename, source]))
    .digest('hex');
  const file = join(cache, `${key}.js`);
  if (!existsSync(file)) {
    const { code } = require('@swc/core').transformSync(source, { ...options, filename });
    mkdirSync(cache, { recursive: true });
    // Several processes may compile the same file: each puts a whole one in place.
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  }
  module._compile(readFileSync(file, 'utf8'), filename);
};
