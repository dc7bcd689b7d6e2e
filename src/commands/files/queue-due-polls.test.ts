import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createAccount, createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import { createFileSourceRow } from '../../../test/support/records/stocked-tenant.ts';
import { queueDuePolls } from './queue-due-polls.ts';

const LEASE_TTL_MS = 600_000;

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts> & { readonly leaseTtlMs: number };

beforeAll(() => {
  parts = { ...createCommandParts(database.sql), leaseTtlMs: LEASE_TTL_MS };
});
beforeEach(async () => {
  await database.sql`delete from file_sources`;
  await database.sql`delete from graphile_worker._private_jobs`;
});

/** A tenant with so many sources, due since that many seconds. */
async function tenantWith(many: number, seconds: number): Promise<string> {
  const tenant = await createTenant(parts);
  const first = await createFileSourceRow(
    parts,
    await createAccount(parts, tenant, await createActiveConnection(parts, tenant)),
  );
  await database.sql`update file_sources set next_poll_at = next_poll_at - ${seconds} * interval '1 second' where id = ${first}`;
  await database.sql`insert into file_sources
    select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).*
    from file_sources s, generate_series(2, ${many}::int4) where id = ${first}`;
  return tenant.organizationId;
}

interface Job {
  readonly key: string | null;
  readonly organization: string;
  readonly runAt: string;
}

/** Jobs that wait, in the order in which they are taken. */
async function listWaiting(): Promise<Job[]> {
  return database.sql<Job[]>`select key, payload ->> 'organizationId' as organization, run_at::text as run_at
    from graphile_worker._private_jobs where is_available order by priority, run_at, key`;
}

describe('polls that are due', () => {
  it('are shared out among organizations, and keep the turns that they have got', async () => {
    const large = await tenantWith(230, 3_600);
    const small = await tenantWith(1, 0);
    expect(await queueDuePolls(parts)).toBe(100);
    const first = await listWaiting();
    expect(
      first
        .slice(0, 2)
        .map(({ organization }) => organization)
        .sort(),
    ).toEqual([large, small].sort());
    // One that becomes due later does not wait for the rest either.
    const late = await tenantWith(1, 0);
    expect(await queueDuePolls(parts)).toBe(100);
    const second = await listWaiting();
    expect(second.slice(0, 5).map(({ organization }) => organization)).toContain(late);
    expect(second.filter(({ key }) => first.some((job) => job.key === key))).toEqual(first);
    expect([await queueDuePolls(parts), await queueDuePolls(parts)]).toEqual([32, 0]);
    expect(await listWaiting()).toHaveLength(232);
  });

  it('are not queued again while a worker has them, unless it has died before it began', async () => {
    const source = await tenantWith(1, 0);
    await queueDuePolls(parts);
    await database.sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker', attempts = 1`;
    expect(await queueDuePolls(parts)).toBe(0);
    await database.sql`update graphile_worker._private_jobs
      set locked_at = now() - ${LEASE_TTL_MS + 1_000} * interval '1 millisecond'`;
    expect(await queueDuePolls(parts)).toBe(1);
    expect(await queueDuePolls(parts)).toBe(0);
    expect(await listWaiting()).toMatchObject([{ organization: source }]);
  });

  it('are queued anew when they were put off because they failed', async () => {
    await tenantWith(1, 0);
    await queueDuePolls(parts);
    await database.sql`update graphile_worker._private_jobs set run_at = now() + interval '1 hour', attempts = 9`;
    expect(await queueDuePolls(parts)).toBe(1);
    expect(await queueDuePolls(parts)).toBe(0);
    expect((await listWaiting()).map(({ runAt }) => runAt.slice(0, 10))).toEqual(['2000-01-01']);
  });
});
