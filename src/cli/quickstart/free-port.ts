import { listenOnce } from '../../infra/listen-once.ts';

/** The wanted port where it can be had, else one that is free now; 0 where nothing can listen. */
export async function findPort(host: string, wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const found = await listenOnce(host, port).catch(() => null);
    if (found !== null) return found;
  }
  return 0;
}
