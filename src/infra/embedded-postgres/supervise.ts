import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { type Postmaster, type ServerExit, signalServer } from './postmaster.ts';

/** A server that is watched over until it is stopped. */
export interface SupervisedServer {
  pid(): number;
  /** Settles when the server has ended and is not started again. */
  readonly ended: Promise<ServerExit>;
  /** Stops the server in order; calling it twice is the same as once. */
  stop(): Promise<void>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Watches over a server. One that ends by itself (killed for want of memory, say) is started again: at once, then after
 * waits that double up to half a minute, until it runs or is to be stopped. What was committed is there again, because
 * the start recovers from the write-ahead log. Without `respawn` the end is only told.
 */
export function superviseServer(parts: {
  readonly first: Postmaster;
  readonly respawn: (() => Promise<Postmaster>) | null;
  readonly stop: (pid: number) => Promise<void>;
  readonly log: Log;
}): SupervisedServer {
  const { log } = parts;
  const stopping = new AbortController();
  let current = parts.first;
  // The number of a process that has ended may belong to a stranger: only a running server is signalled.
  let isRunning = true;
  // A process that ends without stop() still takes its server along.
  const onProcessExit = () => isRunning && signalServer(current.pid, 'SIGINT');
  process.once('exit', onProcessExit);
  // The server alone does not keep this process alive.
  current.process.unref();

  const watch = async (): Promise<ServerExit> => {
    for (;;) {
      const exit = await current.exited;
      isRunning = false;
      const { pid } = current;
      if (stopping.signal.aborted) {
        log.info({ serverPid: pid, ...exit }, 'embedded PostgreSQL has stopped');
        return exit;
      }
      log.error({ serverPid: pid, ...exit }, 'the embedded database ended unexpectedly');
      const next = parts.respawn === null ? null : await revive(parts.respawn, stopping.signal, log);
      if (next === null) return exit;
      current = next;
      isRunning = true;
      if (stopping.signal.aborted) await parts.stop(current.pid);
      else current.process.unref();
    }
  };
  const ended = watch().finally(() => process.off('exit', onProcessExit));
  const stopOnce = async () => {
    stopping.abort();
    if (isRunning) {
      current.process.ref();
      await parts.stop(current.pid);
    }
    await ended;
  };
  let stopped: Promise<void> | null = null;
  return {
    pid: () => current.pid,
    ended,
    stop: () => {
      stopped ??= stopOnce();
      return stopped;
    },
  };
}

/** The server that was started again; null when it is to be stopped before that succeeds. */
async function revive(respawn: () => Promise<Postmaster>, signal: AbortSignal, log: Log): Promise<Postmaster | null> {
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      const postmaster = await respawn();
      log.warn({ serverPid: postmaster.pid }, 'the embedded database was started again');
      return postmaster;
    } catch (err) {
      log.error({ err, waitMs }, 'the embedded database could not be started again');
      await delay(waitMs, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }
  return null;
}
