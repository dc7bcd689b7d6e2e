import { listenOnce } from '../../infra/listen-once.ts';
import { CommandRefused } from '../outcome.ts';

/** The wanted port where it can be had, else one that is free now; 0 where nothing can listen. */
export async function findPort(host: string, wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const found = await listenOnce(host, port).catch(() => null);
    if (found !== null) return found;
  }
  return 0;
}

/**
 * The port for the API, and what to say of it. Another one than the settings have is taken only where nobody has asked for that one: throws
 * CommandRefused where somebody has.
 */
export async function chooseApiPort(
  { host, port }: { readonly host: string; readonly port: number },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly port: number; readonly note: string | null }> {
  const found = await findPort(host, port);
  if (port === 0 || found === port || found === 0) return { port: found, note: null };
  const problem = `Port ${port} of ${host} is not free`;
  if ((environment.CAUSEWAY_PORT ?? '').trim() !== '')
    throw new CommandRefused(
      `${problem}, and CAUSEWAY_PORT asks for it.\nFix: end the program that listens there, or set CAUSEWAY_PORT to another port; 0 takes a free one.`,
    );
  return { port: found, note: `${problem}, so the API listens on port ${found}. CAUSEWAY_PORT chooses another.` };
}
