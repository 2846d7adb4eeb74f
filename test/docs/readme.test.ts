import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInRoles } from '../../src/auth';
import { settingTable } from '../../src/config';
import { protocolErrorTable } from '../../src/http/errors/protocol-errors';
import { errorTable } from '../../src/shared/errors';

// Tables are padded for reading; what they say is compared.
const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8').replace(/ +/g, ' ');

it.each(Object.entries(errorTable))('the README tells what %s means', (code, { retryable, meaning }) => {
  expect(readme).toContain(`| \`${code}\` | ${retryable ? 'yes' : 'no'} | ${meaning} |`);
});

it.each(Object.values(settingTable).map((setting) => [setting.env, setting] as const))('the README tells what %s sets', (env, setting) => {
  expect(readme).toContain(`| \`${env}\` | ${setting.absent === '' ? 'none' : setting.absent} | ${setting.description} |`);
});

it.each(Object.keys(builtInRoles))('the README tells what the role %s may do', (role) => {
  expect(readme).toContain(`| \`${role}\` |`);
});

it.each(Object.keys(protocolErrorTable))('the README names the code %s', (code) => {
  expect(readme).toContain(`\`${code}\``);
});
