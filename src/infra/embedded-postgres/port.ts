import { listenOnce } from '../listen-once.ts';
import { systemErrorCode } from '../system-error.ts';

/** Whether a server could listen on 127.0.0.1 at this port now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== null;
}

/** A port on 127.0.0.1 that is free at this moment, chosen by the system. */
export async function pickFreePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === null) throw new Error('The system offered no free port on 127.0.0.1.');
  return port;
}

function tryListen(port: number): Promise<number | null> {
  return listenOnce('127.0.0.1', port).catch((error: unknown) => {
    const code = systemErrorCode(error);
    if (code === 'EADDRINUSE' || code === 'EACCES') return null;
    throw error;
  });
}
