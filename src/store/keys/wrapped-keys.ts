import type { Db } from '../../infra/database.ts';

/** A key that the master key wraps, and where it is stored: a data key by its organization, another by its purpose. */
export interface WrappedKeyRow {
  readonly kind: 'dataKey' | 'purposeKey';
  readonly owner: string;
  readonly wrapped: Uint8Array;
}

/** All of them: one for each organization, and a few more. */
export async function listWrappedKeys(db: Db): Promise<WrappedKeyRow[]> {
  return db<WrappedKeyRow[]>`
    select 'purposeKey' as kind, purpose as owner, wrapped from purpose_keys
    union all
    select 'dataKey', organization_id::text, wrapped from data_keys
    order by 1, 2`;
}

/** Puts the same key, wrapped anew, in the place of the old one. False where another process was faster. */
export async function replaceWrappedKey(
  db: Db,
  { kind, owner, wrapped }: WrappedKeyRow,
  rewrapped: Uint8Array,
): Promise<boolean> {
  const [old, next] = [Buffer.from(wrapped), Buffer.from(rewrapped)];
  const { count } =
    kind === 'purposeKey'
      ? await db`update purpose_keys set wrapped = ${next} where purpose = ${owner} and wrapped = ${old}`
      : await db`update data_keys set wrapped = ${next} where organization_id = ${owner} and wrapped = ${old}`;
  return count === 1;
}
