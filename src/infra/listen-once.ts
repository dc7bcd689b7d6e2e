import { createServer } from 'node:net';

/** Listens for a moment and gives the port: the one asked for, or one that the system chose for 0. Rejects where nothing can listen there. */
export function listenOnce(host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.once('error', reject);
  server.listen({ host, port, exclusive: true }, () => {
    const address = server.address();
    server.close(() => {
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error(`The system named no port of ${host}.`));
    });
  });
  return promise;
}
