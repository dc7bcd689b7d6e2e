import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseUnavailable } from '../infra/database/unavailable.ts';
import type { Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import { indexTransactions, listUnindexedTenants } from '../store/transactions/transaction-search.ts';

/** Changes taken over in one transaction: enough for their words to be sorted in together. */
const BATCH = 2_000;

export interface SearchIndexer {
  stop(): Promise<void>;
}

export interface SearchIndexerParts {
  /** Sees how far the stream and the search of every tenant are. */
  readonly sql: Sql;
  sqlOf(tenant: Tenant): Sql;
  readonly log: Log;
}

/**
 * Lets the search follow the change streams, looking every `intervalMs`. Any number of processes may. What is not taken over
 * yet is found all the same, only slower.
 */
export function startSearchIndexer(parts: SearchIndexerParts, intervalMs: number): SearchIndexer {
  const stopping = new AbortController();
  const running = follow(parts, intervalMs, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function follow(parts: SearchIndexerParts, intervalMs: number, stopping: AbortSignal): Promise<void> {
  let wasAway = false;
  while (!stopping.aborted) {
    try {
      await catchUp(parts, stopping);
      wasAway = false;
    } catch (cause) {
      // A database that is away comes back, and to say so once is enough.
      const isAway = isDatabaseUnavailable(cause);
      if (!isAway || !wasAway) parts.log.warn({ err: cause }, 'transactions could not be made searchable');
      wasAway = isAway;
    }
    // Being stopped ends the wait early, which is no fault.
    await delay(intervalMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Takes over what is there, tenants in turns, so that a long history of one holds up no other. */
export async function catchUp(parts: Omit<SearchIndexerParts, 'log'>, stopping: AbortSignal): Promise<void> {
  let behind = await listUnindexedTenants(parts.sql);
  while (behind.length > 0) {
    const left: Tenant[] = [];
    for (const tenant of behind) {
      if (stopping.aborted) return;
      const taken = await indexTransactions(parts.sqlOf(tenant), BATCH);
      if (taken === BATCH) left.push(tenant);
    }
    behind = left;
  }
}
