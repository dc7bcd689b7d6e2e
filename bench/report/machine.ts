import type { Host } from '../../numbers/host.ts';
import type { Db } from '../../src/infra/database.ts';

/** What a figure can only be read with. */
export interface Machine extends Host {
  readonly postgres: string;
  /** Settings of PostgreSQL that decide about durability and speed, as `show` gives them. */
  readonly settings: Readonly<Record<string, string>>;
}

const SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_level', 'shared_buffers', 'jit'];

/** The machine with what its database says of itself. */
export async function describeMachine(db: Db, host: Host): Promise<Machine> {
  const rows = await db<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from unnest(${SETTINGS}::text[]) as s (name)`;
  const [version] = await db<{ version: string }[]>`select current_setting('server_version') as version`;
  return {
    ...host,
    postgres: version?.version ?? 'unknown',
    settings: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
  };
}
