import { cpus, totalmem } from 'node:os';
import type { Db } from '../../src/infra/database.ts';

/** What a figure can only be read with. */
export interface Machine {
  readonly cpu: string;
  readonly cpus: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** Load of the last minute when the run began: what else was at work. */
  readonly loadAtStart: number;
  /** Settings of PostgreSQL that decide about durability and speed, as `show` gives them. */
  readonly settings: Readonly<Record<string, string>>;
}

const SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_level', 'shared_buffers', 'jit'];

/** Asks the system and the database. */
export async function describeMachine(db: Db, loadAtStart: number): Promise<Machine> {
  const rows = await db<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from unnest(${SETTINGS}::text[]) as s (name)`;
  const [version] = await db<{ version: string }[]>`select current_setting('server_version') as version`;
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cpus: processors.length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    postgres: version?.version ?? 'unknown',
    loadAtStart: Math.round(loadAtStart * 10) / 10,
    settings: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
  };
}
