import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface MetricsServer {
  /** Resolves to the address of the metrics. @throws Error for the operator where the port cannot be had */
  listen(host: string, port: number): Promise<string>;
  close(): Promise<void>;
}

/** GET /metrics on a port of its own, so that what faces the internet never serves it. */
export function createMetricsServer(registry: Registry): MetricsServer {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is only GET /metrics here.\n');
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text),
      () => response.writeHead(500, { 'content-type': 'text/plain' }).end('The metrics could not be gathered.\n'),
    );
  });
  return {
    async listen(host, port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(
            new Error(`The metrics cannot be served on ${host}, port ${port} (${error.code}). Set METRICS_PORT to a free one.`, {
              cause: error,
            }),
          ),
        );
        server.listen(port, host, resolve);
      });
      const { address, family, port: taken } = server.address() as AddressInfo;
      return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/metrics`;
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
