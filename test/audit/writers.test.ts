import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../src');

/** Writes that are nobody's change: upkeep, and what is counted behind the answers. */
const upkeep = [
  'auth/client-assertion/used-assertions.ts',
  'auth/signing-keys/key-upkeep.ts',
  'auth/signing-keys/open-signing-keys.ts',
  'auth/token-attempts/attempt-records.ts',
  'developers/last-uses.ts',
];

it('lets no use case write but through writer.change, which takes an event, or as a command of the journal', () => {
  const features = ['auth', 'developers', 'companies', 'ledger'];
  const files = features.flatMap((feature) =>
    readdirSync(join(root, feature), { recursive: true }).map((file) => join(feature, String(file))),
  );
  const writing = files.filter((file) => file.endsWith('.ts') && /writer\s*\.run\(/.test(readFileSync(join(root, file), 'utf8')));
  expect(writing.toSorted()).toEqual(upkeep);
});
