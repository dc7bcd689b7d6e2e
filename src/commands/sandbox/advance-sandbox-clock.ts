import { accepted, type Result, refused, refuseField } from '../../domain/refusal.ts';
import { addMs, type Instant, instantFromMs, instantToMs } from '../../domain/values/instant.ts';
import { lockAheadMs, updateAheadMs } from '../../store/tenants/sandbox-clocks.ts';
import { queueDueSyncsOf } from '../connections/queue-due-syncs.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

const DAY_MS = 86_400_000;
/** No clock goes beyond this, because dates further on have more than four digits. */
const LATEST = '9000-01-01T00:00:00.000Z';

export interface AdvancedClock {
  readonly now: Instant;
  readonly previousNow: Instant;
  readonly aheadMs: number;
  readonly syncRunIds: readonly string[];
}

/**
 * Moves the virtual time of an organization's test environment forward and queues the syncs that fell due, both in one
 * transaction: a schedule that looks at the same moment finds either nothing due or everything queued, so every sync of
 * the jump is among those returned.
 */
export async function advanceSandboxClock(
  parts: CommandParts,
  organizationId: string,
  target: { readonly days: number } | { readonly until: Instant },
): Promise<Result<AdvancedClock>> {
  return parts.sql.begin(async (db): Promise<Result<AdvancedClock>> => {
    const before = await lockAheadMs(db, organizationId);
    const realNowMs = parts.nowMs();
    const previousNow = instantFromMs(realNowMs + before);
    const now = 'days' in target ? addMs(previousNow, target.days * DAY_MS) : instantFromMs(instantToMs(target.until));
    if (now <= previousNow)
      return refused(refuseField('body', 'until', `must lie ahead of the virtual time ${previousNow}`));
    if (now >= LATEST)
      return refused(refuseField('body', 'days' in target ? 'days' : 'until', `must not lead beyond ${LATEST}`));
    const aheadMs = instantToMs(now) - realNowMs;
    await updateAheadMs(db, organizationId, aheadMs);
    const syncRunIds = await queueDueSyncsOf(db, parts, organizationId);
    const place = { organizationId, environment: 'test' } as const;
    const details = { previousNow, now, syncRuns: syncRunIds.length };
    await noteAct(db, parts, place, {
      action: 'sandbox_clock.advance',
      targetType: 'sandbox_clock',
      targetId: null,
      details,
    });
    return accepted({ now, previousNow, aheadMs, syncRunIds });
  });
}
