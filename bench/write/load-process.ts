import { answerQuestions } from '../support/worker';
import { Connection } from './connection';
import { bodiesOf } from './operations';
import type { LoadOrder, LoadResult } from './load';

/** Each client sends its next request when the last one is answered, until the time is over or nothing is left to send. */
async function load({ url, headers, clients, seconds, operation }: LoadOrder): Promise<LoadResult> {
  const { next, size } = bodiesOf(operation);
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(url, headers)));
  const times: number[] = [];
  const ids: string[] = [];
  const begun = performance.now();
  const run = async (connection: Connection) => {
    while (performance.now() - begun < seconds * 1000) {
      const body = next();
      if (body === undefined) break;
      const sent = performance.now();
      const answer = await connection.post(body);
      times.push(performance.now() - sent);
      // What became of each is counted in the tables; this tells why, where that is not what was sent.
      if (answer.includes('"errors":') || answer.includes('"error":{')) throw new Error(`A refusal: ${answer.slice(0, 500)}`);
      if (operation.kind === 'draft') ids.push(...(answer.match(/(?<="id":")[^"]+/g) ?? []));
    }
  };
  try {
    await Promise.all(connections.map(run));
  } finally {
    for (const connection of connections) connection.close();
  }
  const took = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { transactions: times.length * size, seconds: took, p50: at(0.5), p99: at(0.99), ids };
}

answerQuestions((order) => load(order as LoadOrder));
