import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between client and server that loses answers. */
export interface CuttingProxy {
  readonly url: string;
  /** How many answers were lost. */
  readonly cuts: number;
  /** Hangs up on the client when the next answer begins to arrive: the server has done its work, and nobody hears of it. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(serverUrl: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let [lose, cuts] = [false, 0];
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      // Either end may break off, which is all that this is for.
      socket.on('error', () => undefined).on('close', () => [client, server].forEach((end) => sockets.delete(end.destroy())));
    }
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      if (!lose) return void client.write(bytes);
      [lose, cuts] = [false, cuts + 1];
      client.resetAndDestroy();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    get cuts() {
      return cuts;
    },
    loseNextAnswer: () => void (lose = true),
    async close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
      await once(proxy, 'close');
    },
  };
}
