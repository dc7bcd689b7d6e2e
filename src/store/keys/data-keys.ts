import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** The organization's wrapped data key; null before its first secret is stored. */
export async function findDataKey(db: Db, organizationId: string): Promise<Uint8Array | null> {
  const [row] = await db<
    { wrapped: Uint8Array }[]
  >`select wrapped from data_keys where organization_id = ${organizationId}`;
  return row?.wrapped ?? null;
}

/** Stores a data key unless there is one already, and returns the one in force. */
export async function insertDataKey(
  db: Db,
  organizationId: string,
  wrapped: Uint8Array,
  at: Instant,
): Promise<Uint8Array> {
  await db`insert into data_keys (organization_id, wrapped, created_at)
    values (${organizationId}, ${Buffer.from(wrapped)}, ${at}) on conflict (organization_id) do nothing`;
  return (await findDataKey(db, organizationId)) ?? wrapped;
}
