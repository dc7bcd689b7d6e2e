import postgres from 'postgres';
import { createPostgresStorage, type PostgresPool } from '../../packages/client/src/mirror/postgres-storage.ts';
import type { StoragePlace } from '../../packages/client/src/testing/storages.ts';

let made = 0;

/** A mirror in a schema of its own. `wrap` may stand between the storage and the database. */
export async function makePostgresPlace(
  url: string,
  wrap: (pool: PostgresPool) => PostgresPool = (pool) => pool,
): Promise<StoragePlace> {
  made += 1;
  const schema = `mirror_${made}`;
  const pool = postgres(url, { max: 2, onnotice: () => undefined });
  return {
    reopen: () => createPostgresStorage(wrap(pool), { schema }),
    dispose: async () => {
      await pool.unsafe(`drop schema if exists ${schema} cascade`);
      await pool.end({ timeout: 5 });
    },
  };
}
