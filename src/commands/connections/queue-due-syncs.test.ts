import { beforeAll, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import { updateNextSync } from '../../store/connections/connections.ts';
import { listDueTenants, takeDueConnections } from '../../store/connections/due-connections.ts';
import { queueDueSyncs } from './queue-due-syncs.ts';

const NOW = '2026-11-20T06:00:00.000Z';
const EARLIER = '2026-11-20T05:00:00.000Z';
const LATER = '2026-11-20T18:00:00.000Z';

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;

beforeAll(() => {
  parts = createCommandParts(database.sql);
});

/** A tenant with so many connections, all of whose next sync is at that instant. */
async function tenantWith(many: number, at: string) {
  const tenant = await createTenant(parts);
  const first = await createActiveConnection(parts, tenant);
  await updateNextSync(database.sql, tenant, first, at);
  await database.sql`insert into connections
    select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'anchor', c.anchor || n))).*
    from connections c, generate_series(2, ${many}::int4) n where c.id = ${first}`;
  return tenant;
}

/** Organizations of the jobs that wait, in the order in which they are taken. */
async function waiting(limit: number): Promise<string[]> {
  const rows = await database.sql<{ organization: string }[]>`select payload ->> 'organizationId' as organization
    from graphile_worker._private_jobs where is_available order by priority, run_at limit ${limit}`;
  return rows.map(({ organization }) => organization);
}

async function blocksOfConnections(): Promise<number> {
  await database.sql`select pg_stat_force_next_flush()`;
  const [row] = await database.sql<{ blocks: bigint }[]>`
    select (heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::int8 as blocks
    from pg_statio_all_tables where relname = 'connections'`;
  return Number(row?.blocks);
}

describe('due syncs of several organizations', () => {
  it('are queued so that the one sync of one is second in line, whatever number of older ones another has', async () => {
    const large = await tenantWith(320, EARLIER);
    const small = await tenantWith(1, NOW);
    const runIds = await queueDueSyncs(parts);
    expect(runIds).toHaveLength(321);
    const [run] = await database.sql<
      { id: string }[]
    >`select id from sync_runs where organization_id = ${small.organizationId}`;
    // The first batch is shared, so it does not wait for four others either.
    expect(runIds.indexOf(run?.id ?? '')).toBeLessThanOrEqual(100);
    expect((await waiting(2)).sort()).toEqual([large.organizationId, small.organizationId].sort());
    expect(await waiting(400)).toHaveLength(321);
    expect(await queueDueSyncs(parts)).toEqual([]);
  });

  it('are found without a look at those that wait for their time, and taken by shares', async () => {
    const many = await tenantWith(8_000, LATER);
    const due = await tenantWith(1, NOW);
    await database.sql`vacuum analyze connections`;
    const request = { realNow: NOW, organizationId: null };
    const look = () => listDueTenants(database.sql, request);
    await look();
    const costs: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const before = await blocksOfConnections();
      expect((await look()).map(({ organizationId }) => organizationId)).toEqual([due.organizationId]);
      costs.push((await blocksOfConnections()) - before);
    }
    // Another session may tell of its earlier reads in between.
    expect(Math.min(...costs)).toBeLessThan(60);
    const crowd = await tenantWith(1_500, EARLIER);
    const tenants = await look();
    expect(tenants.map(({ organizationId }) => organizationId).sort()).toEqual(
      [due.organizationId, crowd.organizationId].sort(),
    );
    expect(await takeDueConnections(database.sql, { realNow: NOW, tenants, share: 50 })).toHaveLength(51);
    const later = await listDueTenants(database.sql, { ...request, realNow: LATER });
    expect(later.map(({ organizationId }) => organizationId)).toContain(many.organizationId);
  });
});
