import type { Sql } from '../../infra/database.ts';

/** Any number that no other program locks in our database; spells "keychain" in ASCII. */
const LOCK_KEY = 0x6b6579636861696en;

/**
 * Does work that changes which master keys there are while nobody else does. False when somebody else is at it; nothing was done
 * then. The lock belongs to a connection of its own: the server frees it when the process dies.
 */
export async function whileHoldingMasterKeys(sql: Sql, work: () => Promise<void>): Promise<boolean> {
  const connection = await sql.reserve();
  try {
    const [row] = await connection<{ held: boolean }[]>`select pg_try_advisory_lock(${LOCK_KEY}) as held`;
    if (row?.held !== true) return false;
    try {
      await work();
      return true;
    } finally {
      // A connection that was lost holds no lock any more, and must not hide what became of the work.
      await connection`select pg_advisory_unlock(${LOCK_KEY})`.catch(() => undefined);
    }
  } finally {
    connection.release();
  }
}
