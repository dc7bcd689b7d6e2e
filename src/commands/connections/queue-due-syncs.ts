import { addMs, instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { updateNextSync } from '../../store/connections/connections.ts';
import { type DueTenant, listDueTenants, takeDueConnections } from '../../store/connections/due-connections.ts';
import type { CommandParts } from '../parts.ts';
import { queueRun } from './queue-run.ts';

/** Connections taken in one transaction, so that their locks are held for moments only; also tenants looked at in one. */
const BATCH = 100;

/**
 * Queues every sync that is due, of all organizations or of one. Tenants are served in rounds, each with a share of a
 * batch, so that one with ten thousand due connections keeps nobody waiting for more than a batch. Any number of processes
 * may do this at once: each takes connections that no other holds. Returns the ids of the runs.
 */
export async function queueDueSyncs(parts: CommandParts, organizationId: string | null = null): Promise<string[]> {
  return queueRounds(parts, organizationId, parts.sql, (work) => parts.sql.begin(work));
}

/** The same for one organization inside the caller's transaction. */
export async function queueDueSyncsOf(db: Db, parts: CommandParts, organizationId: string): Promise<string[]> {
  return queueRounds(parts, organizationId, db, (work) => work(db));
}

type Work = (db: Db) => Promise<string[]>;

async function queueRounds(
  parts: CommandParts,
  organizationId: string | null,
  db: Db,
  transact: (work: Work) => Promise<string[]>,
): Promise<string[]> {
  const runIds: string[] = [];
  for (let isMore = true; isMore; ) {
    isMore = false;
    const tenants = await listDueTenants(db, { realNow: instantFromMs(parts.nowMs()), organizationId });
    for (let first = 0; first < tenants.length; first += BATCH) {
      const served = tenants.slice(first, first + BATCH);
      const share = Math.floor(BATCH / served.length);
      const queued = await transact((tx) => queueShare(tx, parts, served, share));
      runIds.push(...queued);
      // A tenant that got less than its share has nothing left, or another process works on it.
      if (queued.length >= share) isMore = true;
    }
  }
  return runIds;
}

async function queueShare(
  db: Db,
  parts: CommandParts,
  tenants: readonly DueTenant[],
  share: number,
): Promise<string[]> {
  const realNow = instantFromMs(parts.nowMs());
  const aheadMs = new Map(tenants.map((tenant) => [nameOf(tenant), tenant.aheadMs]));
  const ids: string[] = [];
  for (const connection of await takeDueConnections(db, { realNow, tenants, share })) {
    const at = addMs(realNow, aheadMs.get(nameOf(connection)) ?? 0);
    const run = await queueRun(db, connection, { id: parts.newId(), trigger: 'schedule', at });
    await updateNextSync(db, connection, connection.id, null);
    ids.push(run.id);
  }
  return ids;
}

function nameOf({ organizationId, environment }: Pick<DueTenant, 'organizationId' | 'environment'>): string {
  return `${organizationId} ${environment}`;
}
