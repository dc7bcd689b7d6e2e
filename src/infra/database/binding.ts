import type postgres from 'postgres';
import type { Connection } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { isDriverQuery } from './driver-query.ts';

/** Settings that a session must have before anything of its borrower runs in it. */
export interface Binding {
  /** The same for equal settings, and different for different ones. */
  readonly key: string;
  /** Sets all of them, for the whole session. */
  readonly text: string;
  readonly values: readonly string[];
}

/** Settings by name; the names are the program's own and are never taken from outside. */
export type SessionSettings = Readonly<Record<string, string>>;

/** One statement that binds a session to these settings. Throws where a name could be anything but a setting of our own. */
export function createBinding(settings: SessionSettings): Binding {
  const names = Object.keys(settings);
  for (const name of names) {
    if (!/^[a-z_]+\.[a-z_]+$/.test(name)) throw new TypeError(`"${name}" is not the name of a setting of our own.`);
  }
  const calls = names.map((name, index) => `set_config('${name}', $${index + 1}, false)`);
  return { key: JSON.stringify(settings), text: `select ${calls.join(', ')}`, values: Object.values(settings) };
}

/**
 * Leases a connection that has the binding. One that has another is given it first, by a statement of its own that has
 * succeeded before the borrower's first one is sent: sent along with it, it could fail and the other would run in the wrong
 * session. It runs outside of any transaction, so that no rollback takes it back.
 */
export async function leaseBound(
  pool: ConnectionPool,
  front: postgres.Sql,
  binding: Binding | null,
): Promise<Connection> {
  for (;;) {
    const connection = await pool.lease(binding?.key ?? null);
    if (binding === null || connection.boundTo === binding.key) return connection;
    const { isProven } = connection;
    connection.boundTo = null;
    try {
      await bind(connection, front, binding);
      connection.boundTo = binding.key;
      return connection;
    } catch (error) {
      pool.discard(connection);
      // It was cut while it lay idle, or a request to cancel came late. Nothing of the borrower has happened yet.
      if (!isProven) throw error;
    }
  }
}

async function bind(connection: Connection, front: postgres.Sql, { text, values }: Binding): Promise<void> {
  const query: unknown = front.unsafe(text, [...values], { prepare: true });
  if (isDriverQuery(query)) query.handler = (self) => connection.run(self);
  await query;
}
