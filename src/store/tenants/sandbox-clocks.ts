import type { Db } from '../../infra/database.ts';

/** How far the virtual time of an organization's test environment is ahead of real time, in milliseconds. */
export async function findAheadMs(db: Db, organizationId: string): Promise<number> {
  const [row] = await db<{ aheadMs: bigint }[]>`
    select ahead_ms from sandbox_clocks where organization_id = ${organizationId}`;
  return row === undefined ? 0 : Number(row.aheadMs);
}

/** Takes the clock's lock for the rest of the transaction and returns its present lead. */
export async function lockAheadMs(db: Db, organizationId: string): Promise<number> {
  const [row] = await db<{ aheadMs: bigint }[]>`
    select ahead_ms from sandbox_clocks where organization_id = ${organizationId} for update`;
  return row === undefined ? 0 : Number(row.aheadMs);
}

/** Callers hold `lockAheadMs` and never lower it: virtual time does not go back. */
export async function updateAheadMs(db: Db, organizationId: string, aheadMs: number): Promise<void> {
  await db`update sandbox_clocks set ahead_ms = ${aheadMs} where organization_id = ${organizationId}`;
}
