import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** One step of a session with a portal, with nothing secret in it. */
export interface SyncRunStepRow {
  /** Ascends over all sessions of the run. */
  readonly id: string;
  readonly name: string;
  readonly outcome: 'done' | 'failed';
  readonly detail: string | null;
  readonly durationMs: number;
  /** Lower-case hex, of a PNG in the evidence store. */
  readonly screenshotSha256: string | null;
}

/** Adds the steps of one session. Their ids are in their order. */
export async function insertSyncRunSteps(
  db: Db,
  organizationId: string,
  syncRunId: string,
  steps: readonly SyncRunStepRow[],
): Promise<void> {
  const rows = steps.map(({ durationMs, screenshotSha256, ...step }) => ({
    ...step,
    duration_ms: durationMs,
    screenshot_sha256: screenshotSha256,
  }));
  await db`insert into sync_run_steps (organization_id, sync_run_id, id, name, outcome, detail, duration_ms,
      screenshot_sha256)
    select ${organizationId}, ${syncRunId}, r.id, r.name, r.outcome, r.detail, r.duration_ms, r.screenshot_sha256
    from jsonb_to_recordset(${db.json(rows)}) as r
      (id uuid, name text, outcome text, detail text, duration_ms integer, screenshot_sha256 text)`;
}

/** In their order. */
export async function listSyncRunSteps(
  db: Db,
  tenant: Tenant,
  syncRunId: string,
  page: Page<{ readonly id: string }>,
): Promise<SyncRunStepRow[]> {
  return db<SyncRunStepRow[]>`select id, name, outcome, detail, duration_ms, screenshot_sha256 from sync_run_steps
    where organization_id = ${tenant.organizationId} and sync_run_id = ${syncRunId}
      ${page.after === null ? db`` : db`and id > ${page.after.id}`}
    order by id limit ${page.limit}`;
}

/** The step with that id, if it is one of that run. */
export async function findSyncRunStep(
  db: Db,
  tenant: Tenant,
  syncRunId: string,
  id: string,
): Promise<SyncRunStepRow | null> {
  const [row] = await db<SyncRunStepRow[]>`select id, name, outcome, detail, duration_ms, screenshot_sha256
    from sync_run_steps
    where organization_id = ${tenant.organizationId} and sync_run_id = ${syncRunId} and id = ${id}`;
  return row ?? null;
}

/** Screenshots of steps that were recorded before a moment and of none since. */
export async function listExpiredScreenshots(db: Db, before: Instant, limit: number): Promise<string[]> {
  const rows = await db<{ sha256: string }[]>`select distinct old.screenshot_sha256 as sha256 from sync_run_steps old
    where old.recorded_at < ${before} and old.screenshot_sha256 is not null
      and not exists (select from sync_run_steps kept
        where kept.screenshot_sha256 = old.screenshot_sha256 and kept.recorded_at >= ${before})
    limit ${limit}`;
  return rows.map(({ sha256 }) => sha256);
}

/** Forgets steps that were recorded before a moment, but for those whose screenshots are not among the removed ones. */
export async function deleteExpiredSteps(db: Db, before: Instant, removed: readonly string[]): Promise<number> {
  const result = await db`delete from sync_run_steps s
    where s.recorded_at < ${before} and (s.screenshot_sha256 is null or s.screenshot_sha256 = any(${[...removed]})
      or exists (select from sync_run_steps kept
        where kept.screenshot_sha256 = s.screenshot_sha256 and kept.recorded_at >= ${before}))`;
  return result.count;
}
