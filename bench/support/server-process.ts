import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startApolloDefaults } from './apollo-defaults';
import { startOurs } from './ours';
import type { Kind, Started } from './servers';
import { startTypeormWrites } from './typeorm-writes';
import { answerQuestions } from './worker';

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

const schemaFile = join(process.cwd(), 'schema.graphql');

interface Question {
  readonly kind: Kind;
  readonly argument: string;
  readonly settings: Readonly<Record<string, string>>;
}

async function start({ kind, argument, settings }: Question): Promise<Started> {
  switch (kind) {
    case 'ours':
      return startOurs(argument, settings);
    case 'json-stringify':
      return { url: await startPlain(argument), headers: {} };
    case 'apollo-defaults':
      return { url: await startApolloDefaults(argument, schemaFile), headers: {} };
    case 'typeorm-writes':
      return { url: await startTypeormWrites(argument, schemaFile), headers: {} };
  }
}

answerQuestions((question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage();
    return user + system;
  }
  return start(question as Question);
});
