import { createServer } from 'node:net';

/** The wanted port where it can be had, else one that is free now. */
export async function findPort(host: string, wanted: number): Promise<number> {
  return (await probe(host, wanted)) ?? (await probe(host, 0)) ?? 0;
}

/** The port on which something could listen; null where nothing can. */
function probe(host: string, port: number): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const server = createServer();
  server.once('error', () => resolve(null));
  server.listen({ host, port }, () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
  });
  return promise;
}
