import type { Sql } from '../infra/database.ts';
import type { Tenant } from './tenant.ts';
import { STREAM_CHANNEL } from './transaction-writes.ts';

/** One who wants to know when a tenant's stream moves. */
export interface StreamListener {
  /**
   * True once the stream has moved since the last answer, or since the listener is there; false after `timeoutMs` or
   * when the signal fires. What moves between two calls counts for the second one.
   */
  moved(timeoutMs: number, signal: AbortSignal): Promise<boolean>;
  leave(): void;
}

/** Tells when streams move. One database connection listens for all listeners of the process. */
export interface StreamBell {
  listen(tenant: Tenant): StreamListener;
  stop(): Promise<void>;
}

/** Starts listening. After a lost connection everybody is told that the stream has moved, as it may have. */
export async function startStreamBell(sql: Sql): Promise<StreamBell> {
  const listeners = new Map<string, Set<() => void>>();
  const ring = (tenant: string) => {
    for (const tell of listeners.get(tenant) ?? []) tell();
  };
  const ringAll = () => {
    for (const tenant of listeners.keys()) ring(tenant);
  };
  const subscription = await sql.listen(STREAM_CHANNEL, ring, ringAll);
  return {
    listen: ({ organizationId, environment }) => {
      const tenant = `${organizationId} ${environment}`;
      const others = listeners.get(tenant) ?? new Set();
      listeners.set(tenant, others);
      const { tell, moved } = createListener();
      others.add(tell);
      return {
        moved,
        leave: () => {
          others.delete(tell);
          if (others.size === 0 && listeners.get(tenant) === others) listeners.delete(tenant);
        },
      };
    },
    stop: () => subscription.unlisten(),
  };
}

/** Remembers one move until it is asked for. Only one call of `moved` waits at a time. */
function createListener(): { tell(): void; readonly moved: StreamListener['moved'] } {
  let isTold = false;
  let wake: (() => void) | null = null;
  return {
    tell: () => {
      isTold = true;
      wake?.();
    },
    moved: async (timeoutMs, signal) => {
      if (!isTold && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, timeoutMs);
        const stopWaiting = () => resolve();
        signal.addEventListener('abort', stopWaiting);
        wake = stopWaiting;
        await promise;
        clearTimeout(timer);
        signal.removeEventListener('abort', stopWaiting);
        wake = null;
      }
      const answer = isTold;
      isTold = false;
      return answer;
    },
  };
}
