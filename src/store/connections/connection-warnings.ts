import type { Warning } from '../../domain/connection/connection-warning.ts';
import type { Db } from '../../infra/database.ts';

/** All that is known of a connection, also what is not raised yet; oldest first. Those of an account that has left it are left out. */
export async function listWarnings(db: Db, organizationId: string, connectionId: string): Promise<Warning[]> {
  const rows = await db<StoredWarning[]>`select code, account_id, actor, first_seen_at, raised_at, ends_on, is_exact,
      announced_days
    from connection_warnings w
    where w.organization_id = ${organizationId} and w.connection_id = ${connectionId}
      and (w.account_id is null or exists (select from accounts a where a.organization_id = w.organization_id
        and a.id = w.account_id and a.connection_id = w.connection_id))
    order by w.first_seen_at, w.id`;
  return rows.map(({ endsOn, isExact, ...warning }) => ({
    ...warning,
    expiry: endsOn === null || isExact === null ? null : { on: endsOn, isExact },
  }));
}

type StoredWarning = Omit<Warning, 'expiry'> & {
  readonly endsOn: NonNullable<Warning['expiry']>['on'] | null;
  readonly isExact: boolean | null;
};

/** Keeps warnings as they are now. */
export async function upsertWarnings(
  db: Db,
  { organizationId, connectionId }: { readonly organizationId: string; readonly connectionId: string },
  warnings: readonly Warning[],
  newId: () => string,
): Promise<void> {
  for (const { code, accountId, actor, firstSeenAt, raisedAt, expiry, announcedDays } of warnings)
    await db`insert into connection_warnings (organization_id, id, connection_id, account_id, code, actor, first_seen_at,
        raised_at, ends_on, is_exact, announced_days)
      values (${organizationId}, ${newId()}, ${connectionId}, ${accountId}, ${code}, ${actor}, ${firstSeenAt},
        ${raisedAt}, ${expiry?.on ?? null}, ${expiry?.isExact ?? null}, ${announcedDays})
      on conflict (organization_id, connection_id, code, account_id) do update set actor = excluded.actor,
        first_seen_at = excluded.first_seen_at, raised_at = excluded.raised_at, ends_on = excluded.ends_on,
        is_exact = excluded.is_exact, announced_days = excluded.announced_days`;
}

/** A warning of the connection itself has no account; it is told from those of its accounts. */
export async function deleteWarnings(
  db: Db,
  { organizationId, connectionId }: { readonly organizationId: string; readonly connectionId: string },
  warnings: readonly Pick<Warning, 'code' | 'accountId'>[],
): Promise<void> {
  for (const { code, accountId } of warnings)
    await db`delete from connection_warnings where organization_id = ${organizationId}
      and connection_id = ${connectionId} and code = ${code} and account_id is not distinct from ${accountId}`;
}

/** A connection that has ended warns of nothing. */
export async function deleteAllWarnings(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from connection_warnings
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}
