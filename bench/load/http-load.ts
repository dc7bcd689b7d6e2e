import { KeepAliveClient } from './keep-alive-client.ts';

/** Clients of one server that ask side by side, each one request after the other. */
export interface HttpLoad {
  /** Asks for that long; requests per second. Throws at the first answer that is not a 200 of at least `minBytes`. */
  run(durationMs: number): Promise<number>;
  close(): void;
}

/** Opens the connections; they stay open from turn to turn. */
export async function openHttpLoad(options: {
  readonly url: string;
  readonly key: string;
  readonly clients: number;
  /** An answer with a smaller body would be another one than is to be measured. */
  readonly minBytes: number;
  /** The path of the next request. */
  nextPath(): string;
}): Promise<HttpLoad> {
  const { url, key, minBytes, nextPath } = options;
  const clients = await Promise.all(
    Array.from({ length: options.clients }, () => KeepAliveClient.open(url, key, { keepsBodies: false })),
  );
  const askUntil = async (client: KeepAliveClient, endMs: number): Promise<number> => {
    let count = 0;
    while (performance.now() < endMs) {
      const path = nextPath();
      const { status, bodyBytes } = await client.get(path);
      if (status !== 200 || bodyBytes < minBytes)
        throw new Error(`${url}${path} answered ${status} with ${bodyBytes} bytes, not 200 with ${minBytes} or more`);
      count += 1;
    }
    return count;
  };
  return {
    run: async (durationMs) => {
      const startMs = performance.now();
      const counts = await Promise.all(clients.map((client) => askUntil(client, startMs + durationMs)));
      const elapsedMs = performance.now() - startMs;
      return (counts.reduce((sum, count) => sum + count, 0) / elapsedMs) * 1_000;
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
}
