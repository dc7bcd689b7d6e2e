import type { Instant } from '../../domain/values/instant.ts';
import type { Db, Sql } from '../../infra/database.ts';
import type { Vault } from '../../infra/vault/vault.ts';

/** The wrapped key for a purpose; null before its first use. */
async function findPurposeKey(db: Db, purpose: string): Promise<Uint8Array | null> {
  const [row] = await db<{ wrapped: Uint8Array }[]>`select wrapped from purpose_keys where purpose = ${purpose}`;
  return row?.wrapped ?? null;
}

/** Stores a key unless there is one already, and returns the one in force. */
async function insertPurposeKey(db: Db, purpose: string, wrapped: Uint8Array, at: Instant): Promise<Uint8Array> {
  await db`insert into purpose_keys (purpose, wrapped, created_at)
    values (${purpose}, ${Buffer.from(wrapped)}, ${at}) on conflict (purpose) do nothing`;
  return (await findPurposeKey(db, purpose)) ?? wrapped;
}

/** Purposes of which there is a key, by how they begin. */
export async function listPurposes(db: Db, start: string): Promise<string[]> {
  const rows = await db<{ purpose: string }[]>`select purpose from purpose_keys where starts_with(purpose, ${start})`;
  return rows.map(({ purpose }) => purpose);
}

/**
 * The key for a purpose, 32 bytes, made at its first use. Installations that began when such keys were computed from the
 * master key go on with those; the others have keys that nothing can compute.
 */
export async function readPurposeKey(
  { sql, vault }: { readonly sql: Sql; readonly vault: Vault },
  purpose: string,
  at: Instant,
): Promise<Uint8Array> {
  const found = await findPurposeKey(sql, purpose);
  if (found !== null) return vault.unwrapKey(found);
  const [{ isNew } = { isNew: false }] = await sql<{ isNew: boolean }[]>`
    select not exists (select from organizations) as is_new`;
  const made = isNew ? await vault.newWrappedKey() : await vault.wrapDerivedKey(purpose);
  return vault.unwrapKey(await insertPurposeKey(sql, purpose, made, at));
}
