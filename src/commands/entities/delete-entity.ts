import { ENVIRONMENTS } from '../../domain/environment.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { Db } from '../../infra/database.ts';
import { type ConnectionRow, lockConnectionsOfEntity } from '../../store/connections/connections.ts';
import { deleteEntity as deleteEntityRow, lockEntity } from '../../store/tenants/entities.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { turnTo } from '../../store/tenants/tenant-sessions.ts';
import {
  listTransactionsOfEntity,
  type TransactionWrite,
  writeTransactions,
} from '../../store/transactions/transaction-writes.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/**
 * Deletes an entity with its connections and accounts in both environments. Its transactions stay as tombstones, each
 * with a `removed` event. The connections are locked first, so that no run can commit rows behind the deletion: a
 * commit needs its connection's lease. Environments come in a fixed order, so that two deletions cannot wait for each
 * other's stream heads.
 */
export async function deleteEntity(parts: CommandParts, organizationId: string, id: string): Promise<Result<null>> {
  return parts.sql.begin(async (db): Promise<Result<null>> => {
    const entity = await lockEntity(db, organizationId, id);
    if (entity === null) return refused(refuse('not_found', 'There is no such entity.'));
    if (entity.isDefault) return refused(refuse('default_entity_protected', 'The default entity cannot be deleted.'));
    const connections = await lockConnections(db, organizationId, id);
    if (connections.some(({ leaseRunId }) => leaseRunId !== null))
      return refused(
        refuse('sync_in_progress', 'A connection of the entity is syncing. Try again when the sync has ended.'),
      );
    const removals: { tenant: Tenant; writes: TransactionWrite[] }[] = [];
    for (const environment of ENVIRONMENTS) {
      const tenant = { organizationId, environment };
      await turnTo(db, tenant);
      removals.push({ tenant, writes: await planRemovals(db, parts, tenant, id) });
    }
    await deleteEntityRow(db, organizationId, id);
    const details = { connections: connections.length };
    const act = { action: 'entity.delete', targetType: 'entity', targetId: id, details } as const;
    await noteAct(db, parts, { organizationId, environment: null }, act);
    for (const { tenant, writes } of removals) {
      await turnTo(db, tenant);
      await writeTransactions(db, tenant, writes);
    }
    return accepted(null);
  });
}

async function lockConnections(db: Db, organizationId: string, entityId: string): Promise<ConnectionRow[]> {
  const connections: ConnectionRow[] = [];
  for (const environment of ENVIRONMENTS) {
    const tenant = { organizationId, environment };
    await turnTo(db, tenant);
    connections.push(...(await lockConnectionsOfEntity(db, tenant, entityId)));
  }
  return connections;
}

async function planRemovals(
  db: Db,
  parts: CommandParts,
  tenant: Tenant,
  entityId: string,
): Promise<TransactionWrite[]> {
  const rows = await listTransactionsOfEntity(db, tenant, entityId);
  const at = await parts.now(tenant);
  return rows.map((row) => ({
    account: { ...tenant, accountId: row.accountId, connectionId: row.connectionId, entityId },
    id: row.id,
    eventId: parts.newId(),
    at,
    revision: row.revision + 1,
    evidence: null,
    syncRunId: null,
    type: 'removed',
    reason: 'entityDeleted',
    replacedById: null,
  }));
}
