import type { Sql } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { findSyncRun, isUnfinished, RUN_ENDED_CHANNEL } from './sync-runs.ts';

/** Tells when runs end. One database connection listens for all who wait. */
export interface RunWaiter {
  /** True once the run has ended; false when the signal came first. */
  wait(
    tenant: Tenant,
    run: { readonly id: string; readonly connectionId: string },
    signal: AbortSignal,
  ): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts listening. A lost connection is taken up again by the driver, and every waiter then looks for itself. */
export async function startRunWaiter(sql: Sql, sqlOf: (tenant: Tenant) => Sql): Promise<RunWaiter> {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (runId: string) => {
    for (const look of waiting.get(runId) ?? []) look();
  };
  const wakeAll = () => {
    for (const runId of waiting.keys()) wake(runId);
  };
  const subscription = await sql.listen(RUN_ENDED_CHANNEL, wake, wakeAll);
  return {
    wait: async (tenant, run, signal) => {
      for (;;) {
        const told = waitForCall(waiting, run.id, signal);
        // Looked up after the wait was set up, so an end in between is not missed.
        const current = await findSyncRun(sqlOf(tenant), tenant, run.connectionId, run.id).catch((cause: unknown) => {
          told.cancel();
          throw cause;
        });
        if (current === null || !isUnfinished(current)) {
          told.cancel();
          return current !== null;
        }
        await told.called;
        if (signal.aborted) return false;
      }
    },
    stop: () => subscription.unlisten(),
  };
}

/** A promise that resolves when the run is called out or the signal fires; it leaves nothing behind either way. */
function waitForCall(
  waiting: Map<string, Set<() => void>>,
  runId: string,
  signal: AbortSignal,
): { readonly called: Promise<void>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const looks = waiting.get(runId) ?? new Set();
  waiting.set(runId, looks);
  const end = () => {
    looks.delete(end);
    if (looks.size === 0) waiting.delete(runId);
    signal.removeEventListener('abort', end);
    resolve();
  };
  looks.add(end);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return { called: promise, cancel: end };
}
