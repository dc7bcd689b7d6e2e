import type { Db, Sql } from '../../src/infra/database.ts';

/**
 * The proof's own tables beside the product's. A marker is written in the very transaction whose outcome it tells, so a
 * writer that was killed between commit and journal still has a witness. Runs and deletions are marked by triggers,
 * because their transactions belong to the product.
 */
export async function createProofTables(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table prove_markers (marker uuid primary key);

    create table prove_changes (
      id bigint generated always as identity primary key,
      begun timestamptz not null default now(),
      written timestamptz not null default clock_timestamp(),
      xid xid8 not null default pg_current_xact_id()
    );
    create index prove_changes_begun on prove_changes (begun, id);
    create index prove_changes_written on prove_changes (written, id);

    create function prove_mark_run() returns trigger language plpgsql as $$
      begin insert into prove_markers values (new.id); return null; end $$;
    create trigger prove_mark_run after update on sync_runs for each row
      when (old.status <> new.status and new.status in ('succeeded', 'partial')) execute function prove_mark_run();

    create function prove_mark_deletion() returns trigger language plpgsql as $$
      begin insert into prove_markers values (old.id); return null; end $$;
    create trigger prove_mark_deletion after delete on entities for each row execute function prove_mark_deletion();
  `);
}

export async function insertMarker(db: Db, marker: string): Promise<void> {
  await db`insert into prove_markers values (${marker})`;
}

export async function listMarkers(db: Db): Promise<Set<string>> {
  return new Set((await db<{ marker: string }[]>`select marker from prove_markers`).map(({ marker }) => marker));
}

/** The same number of rows into the table that the known-wrong designs read. */
export async function insertChanges(db: Db, count: number): Promise<void> {
  await db`insert into prove_changes select from generate_series(1, ${count}::int4)`;
}
