import { isPortFree } from '../../../src/infra/embedded-postgres/port.ts';

/** Below the ports that systems give to connections of their own. */
const PORTS = { first: 15_000, count: 15_000 };

/** A free port that nobody gets by chance while its server is down. Every process begins to look at another place. */
export async function pickLastingPort(): Promise<number> {
  for (let step = 0; step < PORTS.count; step += 1) {
    const port = PORTS.first + ((process.pid * 97 + step) % PORTS.count);
    if (await isPortFree(port)) return port;
  }
  throw new Error('no port is free');
}
