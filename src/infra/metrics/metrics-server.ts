import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../log.ts';

export interface MetricsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** A look that takes longer is given up. */
const TIMEOUT_MS = 30_000;

/**
 * Serves `GET /metrics` on a listener of its own, so that what stands before the API cannot make it public. Looks that come
 * while one is being made share it.
 */
export async function startMetricsServer(options: {
  readonly host: string;
  readonly port: number;
  readonly contentType: string;
  readonly log: Log;
  render(): Promise<string>;
}): Promise<MetricsServer> {
  const { host, port, contentType, log, render } = options;
  let underWay: Promise<string> | null = null;
  const look = () => {
    underWay ??= render().finally(() => {
      underWay = null;
    });
    return underWay;
  };
  const server = createServer({ requestTimeout: TIMEOUT_MS, maxHeaderSize: 8_192 }, async (request, response) => {
    const answer = (status: number, type: string, text: string) => {
      response.writeHead(status, {
        'content-type': type,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.end(text);
    };
    if (request.url !== '/metrics') return answer(404, 'text/plain', 'There is only /metrics here.\n');
    if (request.method !== 'GET') return answer(405, 'text/plain', 'Use GET.\n');
    try {
      return answer(200, contentType, await look());
    } catch (cause) {
      log.warn({ err: cause }, 'metrics could not be rendered');
      return answer(500, 'text/plain', 'The metrics could not be rendered; see the log.\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // A server that listens on a TCP port has an address of this form.
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
