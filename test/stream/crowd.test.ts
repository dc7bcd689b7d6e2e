import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiProcess, startApiProcess } from '../support/processes/api-process.ts';
import { type Listener, listen } from '../support/stream/listener.ts';
import { WrittenStream } from '../support/stream/written-stream.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

const POOL = 6;
const MEGABYTE = 2 ** 20;

let system: RunningSystem;
let stream: WrittenStream;
let api: ApiProcess;
let crowd: Listener[];

beforeEach(async () => {
  crowd = [];
  system = await startSystem({ worker: false });
  stream = await WrittenStream.open(system);
  api = await startApiProcess({
    DATABASE_URL: system.database.url,
    CAUSEWAY_DATA_DIR: system.dataDir,
    CAUSEWAY_DATABASE_POOL: String(POOL),
    CAUSEWAY_MAX_STREAMS_PER_KEY: '0',
  });
});
afterEach(async () => {
  for (const listener of crowd) listener.leave();
  await api?.stop();
  await system?.stop();
});

/** Sessions that the API process holds; those of this process are taken off. */
async function countConnections(): Promise<number> {
  const rows = await system.database.sql`select from pg_stat_activity
    where datname = current_database() and application_name = 'causeway'`;
  return rows.length;
}

const megabytes = (bytes: number | null) => (bytes === null ? 'unknown' : `${Math.round(bytes / MEGABYTE)} MB`);

async function openCrowd(count: number, queryOf: (index: number) => string = () => ''): Promise<void> {
  for (let opened = 0; opened < count; opened += 100)
    crowd.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(100, count - opened) }, (_, index) =>
          listen(api.url, { key: stream.caller.key, query: queryOf(opened + index) }),
        ),
      )),
    );
}

const all = (what: string, holds: (listener: Listener) => boolean) =>
  eventually(
    async () => crowd.filter((listener) => !holds(listener)).length,
    (missing) => missing === 0,
    what,
  );

describe('a thousand idle listeners on one API process', () => {
  it('all get heartbeats, hear of one commit and end with their key, over a handful of database connections', async () => {
    const ownConnections = await countConnections();
    const before = await api.memory();
    await openCrowd(1_000, (index) => (index % 2 === 0 ? '' : `?accountId=${stream.accounts[0].accountId}`));
    await all('streams open', ({ messages }) => messages.length === 1);
    await all('first heartbeats', (listener) => listener.heartbeats() > 0);
    const idle = await api.memory();
    const row = stream.planAdd();
    const start = performance.now();
    await stream.commit(row);
    await all('all told', ({ messages }) => messages.length > 1);
    const tookMs = performance.now() - start;
    for (const { messages } of crowd) {
      expect(messages.map(({ event }) => event)).toEqual(['stream.open', 'added']);
      expect(JSON.parse(messages[1]?.data ?? '')).toMatchObject({ transaction: { id: row.id } });
    }
    const connections = (await countConnections()) - ownConnections;
    console.log(
      `1,000 listeners: ${megabytes(before)} before, ${megabytes(idle)} idle, ${megabytes(await api.memory())} after a commit that all heard of within ${Math.round(tookMs)} ms; ${connections} database connections`,
    );
    // The pool, and one connection that listens for all.
    expect(connections).toBeLessThanOrEqual(POOL + 1);
    await system.database.sql`update api_keys set revoked_at = now() where organization_id = ${stream.organizationId}`;
    await all('all ended', ({ ended }) => ended());
    for (const { messages } of crowd) expect(messages.at(-1)?.data).toContain('"api_key_revoked"');
  });
});

describe('listeners that do not read', () => {
  const ROWS = 6_000;
  const STALLED = 20;
  const RESUMED = 4;

  it('cost no memory and hold nobody up, and miss nothing once they read', async () => {
    await writeMuch();
    const before = await api.memory();
    // Each has a place of its own, so that no two of them could share what the server has read for them.
    for (let index = 0; index < STALLED; index += 1) {
      const { nextCursor } = await stream.page({ from: 'beginning', limit: index + 1 });
      crowd.push(await listen(api.url, { key: stream.caller.key, query: `?cursor=${nextCursor}`, paused: true }));
    }
    const { nextCursor } = await stream.page({ from: 'beginning', limit: 1 });
    const eager = await listen(api.url, { key: stream.caller.key, query: `?cursor=${nextCursor}` });
    const waiting = await listen(api.url, { key: stream.caller.key });
    const told = (listener: Listener, count: number) =>
      eventually(
        async () => listener.messages.length,
        (length) => length === count,
        `${count} messages`,
      );
    try {
      // By the time that one has read everything, the others could have been sent everything, too.
      await told(eager, ROWS);
      await stream.add();
      await told(eager, ROWS + 1);
      await told(waiting, 2);
      const after = await api.memory();
      const bytes = eager.messages.reduce((sum, { data }) => sum + data.length, 0);
      console.log(
        `${STALLED} stalled listeners, ${megabytes(bytes)} ahead of each: ${megabytes(before)} before, ${megabytes(after)} after`,
      );
      if (before !== null && after !== null) expect(after - before).toBeLessThan((STALLED * bytes) / 2);
      // A few of them tell as much as all, and sooner.
      for (const listener of crowd.splice(RESUMED)) listener.leave();
      for (const listener of crowd) listener.resume();
      await all('all caught up', ({ messages }) => JSON.parse(messages.at(-1)?.data ?? '{}').eventId === lastOf(eager));
      for (const [index, { messages }] of crowd.entries())
        expect(messages.slice(1).map(({ data }) => data)).toEqual(
          eager.messages.slice(index + 1).map(({ data }) => data),
        );
    } finally {
      eager.leave();
      waiting.leave();
    }
  });

  const lastOf = ({ messages }: Listener) => JSON.parse(messages.at(-1)?.data ?? '{}').eventId;

  /** Rows with long texts, about five kilobytes each. */
  async function writeMuch(): Promise<void> {
    const content = { rawDescription: 'x'.repeat(2_300) };
    for (let written = 0; written < ROWS; written += 500)
      await stream.commit(...Array.from({ length: 500 }, () => stream.planAdd(undefined, content)));
  }
});
