import { accepted, type Result, refused, refuseField } from '../../domain/refusal.ts';
import { addMs, type Instant, instantToMs } from '../../domain/values/instant.ts';
import { EVENT_LIFE_MS } from '../../domain/webhooks/webhook-schedule.ts';
import type { Db } from '../../infra/database.ts';
import { type LoggedEventKey, listEventRange } from '../../store/events/events.ts';
import { insertReplays } from '../../store/events/webhook-deliveries.ts';
import { lockSubscribers, type WebhookRow } from '../../store/events/webhooks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { lockReceiver } from './lock-receiver.ts';

/** Which events are delivered again, and to whom. */
export interface EventRange {
  readonly from: Instant;
  /** Up to now when null. */
  readonly to: Instant | null;
  /** All when null. */
  readonly types: readonly string[] | null;
  /** Every active registration when null. */
  readonly webhookId: string | null;
  /** The event where the call before ended. */
  readonly afterId: string | null;
}

export interface ReplayedRange {
  /** At most as far back as the log goes. */
  readonly from: Instant;
  readonly to: Instant;
  readonly events: number;
  readonly deliveries: number;
  /** Where the next call goes on; null at the end. */
  readonly nextAfterId: string | null;
}

/** Events of one call: a transaction that long holds nobody up. */
const MAX_EVENTS = 500;
/** Deliveries of one call, all of which are in memory at once. */
const MAX_DELIVERIES = 5_000;

/**
 * Delivers the first events of a range again, in their order, to the registrations that subscribe to them. What waits for a registration
 * already is left as it is, so that a range asked for twice goes out once.
 */
export async function replayEvents(
  parts: CommandParts,
  tenant: Tenant,
  range: EventRange,
): Promise<Result<ReplayedRange>> {
  const now = await parts.now(tenant);
  const to = range.to ?? now;
  if (instantToMs(to) <= instantToMs(range.from)) return refused(refuseField('body', 'to', 'must lie after from'));
  const oldest = addMs(now, -EVENT_LIFE_MS);
  const from = instantToMs(range.from) < instantToMs(oldest) ? oldest : range.from;
  return parts.sql.begin(async (db): Promise<Result<ReplayedRange>> => {
    const receivers = await lockReceivers(db, tenant, range.webhookId);
    if (!receivers.ok) return receivers;
    const { types, afterId, webhookId } = range;
    const limit = countEvents(receivers.value.length);
    const events = await listEventRange(db, tenant, { from, to, types, afterId }, limit);
    const deliveries = await insertReplays(db, pair(events, receivers.value), parts.newId);
    const details = { from, to, webhookId, events: events.length, deliveries };
    await noteAct(db, parts, tenant, { action: 'event.replay', targetType: 'event', targetId: null, details });
    const last = events.length === limit ? events.at(-1) : undefined;
    return accepted({ from, to, events: events.length, deliveries, nextAfterId: last?.id ?? null });
  });
}

/** How many events one call takes, so that not too many deliveries come of it. */
function countEvents(receivers: number): number {
  return Math.max(1, Math.min(MAX_EVENTS, Math.floor(MAX_DELIVERIES / Math.max(1, receivers))));
}

/** Locked, so that two replays do not look at the same time for what waits already. */
async function lockReceivers(db: Db, tenant: Tenant, webhookId: string | null): Promise<Result<readonly WebhookRow[]>> {
  if (webhookId === null) return accepted(await lockSubscribers(db, tenant));
  const receiver = await lockReceiver(db, tenant, webhookId);
  return receiver.ok ? accepted([receiver.value]) : receiver;
}

function pair(events: readonly LoggedEventKey[], webhooks: readonly WebhookRow[]) {
  return events.flatMap((event) =>
    webhooks.filter((webhook) => webhook.events.includes(event.type)).map((webhook) => ({ event, webhook })),
  );
}
