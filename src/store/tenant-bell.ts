import type { Sql } from '../infra/database.ts';
import { EVENT_CHANNEL } from './events/events.ts';
import type { Tenant } from './tenants/tenant.ts';
import { STREAM_CHANNEL } from './transactions/transaction-writes.ts';

/** Channels on which a tenant is told that there is something new. */
const CHANNELS = [STREAM_CHANNEL, EVENT_CHANNEL] as const;

/** One who wants to know when something of a tenant moves. */
export interface TenantListener {
  /**
   * True once it has moved since the last answer, or since the listener is there; false after `timeoutMs` or when the signal fires.
   * What moves between two calls counts for the second one.
   */
  moved(timeoutMs: number, signal: AbortSignal): Promise<boolean>;
  leave(): void;
}

/** Tells when streams and event logs move. One database connection listens for all listeners of the process. */
export interface TenantBell {
  listen(channel: (typeof CHANNELS)[number], tenant: Tenant): TenantListener;
  stop(): Promise<void>;
}

/** Starts listening. After a lost connection everybody is told that something has moved, as it may have. */
export async function startTenantBell(sql: Sql): Promise<TenantBell> {
  const listeners = new Map<string, Set<() => void>>();
  const ring = (place: string) => {
    for (const tell of listeners.get(place) ?? []) tell();
  };
  const ringAll = () => {
    for (const place of listeners.keys()) ring(place);
  };
  // The driver listens to all channels on one connection.
  const subscriptions = await Promise.all(
    CHANNELS.map((channel) => sql.listen(channel, (tenant) => ring(`${channel} ${tenant}`), ringAll)),
  );
  return {
    listen: (channel, { organizationId, environment }) => {
      const place = `${channel} ${organizationId} ${environment}`;
      const others = listeners.get(place) ?? new Set();
      listeners.set(place, others);
      const { tell, moved } = createListener();
      others.add(tell);
      return {
        moved,
        leave: () => {
          others.delete(tell);
          if (others.size === 0 && listeners.get(place) === others) listeners.delete(place);
        },
      };
    },
    stop: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.unlisten()));
    },
  };
}

/** Remembers one move until it is asked for. Only one call of `moved` waits at a time. */
function createListener(): { tell(): void; readonly moved: TenantListener['moved'] } {
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
