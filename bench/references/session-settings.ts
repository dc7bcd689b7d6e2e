import type { Db } from '../../src/infra/database.ts';

/** Settings of PostgreSQL by name. */
export type SessionSettings = Readonly<Record<string, string>>;

/** What the product's pool asks for when it connects; the references ask for the same, or they would run another query plan. */
export async function readSessionSettings(db: Db): Promise<SessionSettings> {
  const rows = await db<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from pg_settings
    where source in ('client', 'session') and name not in ('application_name', 'client_encoding')`;
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** The settings as libpq takes them from `PGOPTIONS`. */
export function renderPgOptions(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, (special) => `\\${special}`)}`)
    .join(' ');
}
