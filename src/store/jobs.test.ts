import { beforeEach, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../test/support/database/stages.ts';
import { countJobs } from './installation-figures.ts';
import { deleteReplacedJobs, enqueueJob, forgetTurns, giveOverdueTurns, type JobTime } from './jobs.ts';

const ORGANIZATIONS = {
  a: '019a1f60-0000-7000-8000-00000000000a',
  b: '019a1f60-0000-7000-8000-00000000000b',
  c: '019a1f60-0000-7000-8000-00000000000c',
};
type Name = keyof typeof ORGANIZATIONS;

const database = stageDatabase();

beforeEach(async () => {
  await database.sql`delete from graphile_worker._private_jobs`;
  await database.sql`truncate job_turns`;
});

let count = 0;
function nextKey(): string {
  count += 1;
  return `sync:${count}`;
}

async function queue(name: Name, time: JobTime = { turn: 'ordinary' }, key = nextKey()): Promise<void> {
  const payload = {
    organizationId: ORGANIZATIONS[name],
    environment: 'test',
    connectionId: name,
    syncRunId: key,
  } as const;
  await enqueueJob(database.sql, 'sync-connection', payload, { key, ...time });
}

async function queueMany(name: Name, many: number): Promise<void> {
  for (let index = 0; index < many; index += 1) await queue(name);
}

/** Takes jobs as the queue gives them out: what is there by priority and time. */
async function take(many: number): Promise<string> {
  const taken: string[] = [];
  for (let index = 0; index < many; index += 1) {
    const [row] = await database.sql<{ name: string }[]>`delete from graphile_worker._private_jobs where id = (
        select id from graphile_worker._private_jobs where is_available and run_at <= now()
        order by priority, run_at limit 1) returning payload ->> 'connectionId' as name`;
    if (row !== undefined) taken.push(row.name);
  }
  return taken.join('');
}

describe('jobs that wait', () => {
  it('let the only job of an organization pass all but one of another that has many', async () => {
    await queueMany('a', 200);
    await queue('b');
    expect(await take(4)).toMatch(/^(ab|ba)aa$/);
  });

  it('let it pass also after many of the others have been worked off', async () => {
    await queueMany('a', 60);
    expect(await take(50)).toBe('a'.repeat(50));
    await queue('b');
    expect((await take(2)).includes('b')).toBe(true);
    // What stood in line meanwhile has lost nothing: further jobs of the second one take turns with the first one.
    await queueMany('b', 20);
    expect([...(await take(8))].filter((name) => name === 'a').length).toBeGreaterThanOrEqual(3);
  });

  it('take turns among all organizations, each in its own order', async () => {
    await queueMany('a', 6);
    await queueMany('b', 6);
    await queueMany('c', 3);
    const order = await take(15);
    for (let round = 0; round < 3; round += 1)
      expect([...order.slice(round * 3, round * 3 + 3)].sort().join('')).toBe('abc');
    expect(order.slice(9)).toMatch(/^(ab|ba){3}$/);
  });

  it('let an organization that had the queue for itself not pay for it later', async () => {
    await queueMany('a', 40);
    await take(40);
    await queueMany('b', 4);
    await queueMany('a', 4);
    const order = [...(await take(8))];
    for (let taken = 1; taken <= 8; taken += 1) {
      const ofA = order.slice(0, taken).filter((name) => name === 'a').length;
      expect(Math.abs(taken - 2 * ofA)).toBeLessThanOrEqual(2);
    }
  });

  it('let what somebody waits for pass what nobody does, of the same organization too', async () => {
    await queueMany('a', 50);
    await queue('b', { turn: 'awaited' });
    await queue('a', { turn: 'awaited' });
    const [row] = await database.sql<{ first: bigint }[]>`select count(*) as first from graphile_worker._private_jobs
      where run_at <= (select max(run_at) from graphile_worker._private_jobs where key = ${`sync:${count}`})`;
    expect(Number(row?.first)).toBeLessThanOrEqual(4);
  });

  it('go on before all turns when they have had their own', async () => {
    await queueMany('a', 3);
    await queue('b', { againInMs: 0 });
    expect(await take(1)).toBe('b');
  });

  it('stand behind all turns when they were put off, and get a turn when they have to wait', async () => {
    await queueMany('a', 20);
    await queue('b', { delayMs: 0 });
    await queue('c', { delayMs: 60_000 });
    await database.sql`update graphile_worker._private_jobs set run_at = run_at - interval '3 seconds'
      where payload ->> 'connectionId' = 'b'`;
    expect(await giveOverdueTurns(database.sql, 10)).toBe(1);
    expect(await giveOverdueTurns(database.sql, 10)).toBe(0);
    expect(await take(2)).toMatch(/^(ab|ba)$/);
  });

  it('get no turn where they belong to no organization, and keep nobody else from one', async () => {
    await queue('b', { delayMs: 0 });
    await database.sql`insert into graphile_worker._private_jobs (task_id, payload, run_at, max_attempts)
      select task_id, each.payload, '2020-01-01Z', 25 from graphile_worker._private_jobs,
        (values ('{}'::json), ('[]'), ('{"organizationId": 7}')) as each (payload)`;
    await database.sql`update graphile_worker._private_jobs set run_at = run_at - interval '3 seconds'`;
    expect(await giveOverdueTurns(database.sql, 1)).toBe(1);
    expect(await giveOverdueTurns(database.sql, 10)).toBe(0);
    expect(await take(1)).toBe('b');
  });

  it('replace the one of the same key that still waits', async () => {
    await queue('a', { turn: 'ordinary' }, 'sync:same');
    await queue('a', { turn: 'ordinary' }, 'sync:same');
    expect(await take(5)).toBe('a');
  });

  it('that a dead worker leaves when they were replaced are none, and go when its lock has lapsed', async () => {
    await queue('a', { turn: 'ordinary' }, 'sync:same');
    await database.sql`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour', locked_by = 'dead'`;
    await queue('a', { againInMs: 0 }, 'sync:same');
    const states = async () => (await countJobs(database.sql)).map(({ state }) => state).sort();
    const left = async () => (await database.sql`select from graphile_worker._private_jobs`).length;
    expect([await deleteReplacedJobs(database.sql), await left()]).toEqual([0, 2]);
    // As the queue does after four hours.
    await database.sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null where key is null`;
    expect(await states()).toEqual(['ready']);
    expect([await deleteReplacedJobs(database.sql), await left()]).toEqual([1, 1]);
  });

  it('that failed as often as they may are counted, and stay', async () => {
    await queue('a');
    await database.sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'it is broken'`;
    expect(await deleteReplacedJobs(database.sql)).toBe(0);
    expect(await countJobs(database.sql)).toMatchObject([{ state: 'given_up', count: 1 }]);
  });

  it('leave no turns behind once these have come', async () => {
    await queueMany('a', 10);
    await take(10);
    await forgetTurns(database.sql);
    expect(await database.sql`select from job_turns`).toHaveLength(1);
  });

  it('find their turn by indexes, however many wait', async () => {
    // The first job of its kind makes the kind known.
    await queue('a');
    await database.sql`insert into graphile_worker._private_jobs (task_id, payload, run_at, max_attempts)
      select (select min(id) from graphile_worker._private_tasks), '{}', '2000-01-01Z'::timestamptz + n * interval '1 microsecond', 25
      from generate_series(1, 20000) n`;
    await database.sql`insert into job_turns select ${ORGANIZATIONS.a}::uuid, 0, n from generate_series(1, 20000) n`;
    await database.sql`analyze graphile_worker._private_jobs, job_turns`;
    const costs: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const before = await blocksRead();
      await queue('a');
      costs.push((await blocksRead()) - before);
    }
    // Another session may tell of its earlier reads in between.
    expect(Math.min(...costs)).toBeLessThan(200);
  });
});

/** Blocks of the two tables and their indexes that were looked at so far. */
async function blocksRead(): Promise<number> {
  await database.sql`select pg_stat_force_next_flush()`;
  const [row] = await database.sql<
    { blocks: bigint }[]
  >`select sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0))::int8 as blocks
    from pg_statio_all_tables where relname in ('_private_jobs', 'job_turns')`;
  return Number(row?.blocks);
}
