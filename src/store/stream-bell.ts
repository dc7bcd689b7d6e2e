import type { Sql } from '../infra/database.ts';
import type { Tenant } from './tenant.ts';
import { STREAM_CHANNEL } from './transaction-writes.ts';

/** Tells when a tenant's stream has moved. One database connection listens for all who wait. */
export interface StreamBell {
  /** Resolves at the next change of the tenant's stream, after `timeoutMs`, or when the signal fires. */
  wait(tenant: Tenant, timeoutMs: number, signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** Starts listening. After a lost connection everybody is woken: whoever waits looks for itself. */
export async function startStreamBell(sql: Sql): Promise<StreamBell> {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (tenant: string) => {
    for (const resolve of waiting.get(tenant) ?? []) resolve();
  };
  const wakeAll = () => {
    for (const tenant of waiting.keys()) wake(tenant);
  };
  const subscription = await sql.listen(STREAM_CHANNEL, wake, wakeAll);
  return {
    wait: ({ organizationId, environment }, timeoutMs, signal) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const key = `${organizationId} ${environment}`;
      const others = waiting.get(key) ?? new Set();
      waiting.set(key, others);
      const timer = setTimeout(() => end(), timeoutMs);
      const end = () => {
        clearTimeout(timer);
        others.delete(end);
        if (others.size === 0) waiting.delete(key);
        signal.removeEventListener('abort', end);
        resolve();
      };
      others.add(end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      return promise;
    },
    stop: () => subscription.unlisten(),
  };
}
