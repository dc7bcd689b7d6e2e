import { accepted, type Result, refused } from '../../domain/refusal.ts';
import { deleteWebhook as deleteRow } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { NO_WEBHOOK } from './webhook-refusals.ts';

/** Removes a registration with its deliveries; those that wait are dropped. */
export async function deleteWebhook(parts: CommandParts, tenant: Tenant, id: string): Promise<Result<null>> {
  return parts.sql.begin(async (db): Promise<Result<null>> => {
    if (!(await deleteRow(db, tenant, id))) return refused(NO_WEBHOOK);
    await noteAct(db, parts, tenant, { action: 'webhook.delete', targetType: 'webhook', targetId: id });
    return accepted(null);
  });
}
