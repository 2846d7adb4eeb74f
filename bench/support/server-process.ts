import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startApolloDefaults } from './apollo-defaults';
import { startOurs } from './ours';
import type { Kind } from './servers';

/** Answers objects that are ready in memory, by JSON.stringify for each request. */
async function startPlain(text: string): Promise<string> {
  const objects: unknown = JSON.parse(text);
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(objects));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

process.once('message', (message) => {
  const { kind, argument } = message as { kind: Kind; argument: string };
  const start = async () => {
    if (kind === 'ours') return startOurs(argument);
    if (kind === 'json-stringify') return { url: await startPlain(argument), headers: {} };
    return { url: await startApolloDefaults(argument, join(process.cwd(), 'schema.graphql')), headers: {} };
  };
  start().then(
    (ready) => process.send!(ready),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
