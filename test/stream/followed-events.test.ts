import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCursorKeys } from '../../src/api/cursor-keys.ts';
import { type EventRequest, findEventStart, followEvents } from '../../src/api/streams/live-events.ts';
import { type EventPlace, encodeEventCursor } from '../../src/domain/cursors/event-cursor.ts';
import { eventIdOf } from '../../src/domain/values/id.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { settleEventEra } from '../../src/store/events/event-era.ts';
import { type EventRow, insertEvents } from '../../src/store/events/events.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { type HeldTransaction, holdTransaction } from '../support/database/held-transaction.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { createCommandParts } from '../support/records/command-parts.ts';
import { createTenant } from '../support/records/ledger.ts';

const DAY_MS = 86_400_000;
const MOST_HELD = 6;

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts> & Parameters<typeof followEvents>[2];
let tenant: Tenant;
let clock: { nowMs: number };

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: MOST_HELD + 4 });
  const commands = createCommandParts(database.sql);
  clock = commands.clock;
  parts = {
    ...commands,
    cursorKeys: await createCursorKeys(1, async (purpose) => new TextEncoder().encode(purpose)),
    shareRead: (_key, read) => read(),
    listenToEvents: () => {
      throw new Error('nobody listens here');
    },
  };
});
afterAll(() => database.drop());
beforeEach(async () => {
  tenant = await createTenant(parts);
});

const requestOf = (asking: Tenant, filter: Partial<EventRequest> = {}): EventRequest => ({
  principal: { ...asking, caller: { kind: 'key', id: 'key', label: 'key' }, scopes: new Set() },
  type: null,
  connectionId: null,
  ...filter,
});

function newEvent(data: Record<string, unknown> = {}, type: EventRow['type'] = 'account.updated'): EventRow {
  return { id: parts.newId(), type, createdAt: instantFromMs(parts.nowMs()), data };
}

interface Message {
  readonly cursor: string;
  readonly event: string;
  readonly id: string;
}

/** A reader that can stop after any message and come back with its cursor. */
async function openReader(cursor?: string, filter: Partial<EventRequest> = {}) {
  const request = requestOf(tenant, filter);
  const start = await findEventStart(cursor, request, parts);
  if ('refused' in start) throw new Error(start.message);
  const source = followEvents(start, request, parts);
  return {
    cursor: () => source.cursor(),
    async readOnce(): Promise<{ readonly messages: readonly Message[]; readonly hasMore: boolean }> {
      const batch = await source.readNext();
      if ('refused' in batch) throw new Error(batch.message);
      const blocks = batch.messages.toString().split('\n\n').slice(0, -1);
      return { hasMore: batch.hasMore, messages: blocks.map(readMessage) };
    },
    /** Ids of all events that there are by now. */
    async readAll(): Promise<string[]> {
      const ids: string[] = [];
      for (;;) {
        const { messages, hasMore } = await this.readOnce();
        ids.push(...messages.map(({ id }) => id));
        if (!hasMore) return ids;
      }
    },
  };
}

function readMessage(block: string): Message {
  const [, cursor = '', event = '', data = '{}'] = /^id: (\S+)\nevent: (\S+)\ndata: (.*)$/.exec(block) ?? [];
  return { cursor, event, id: JSON.parse(data).id };
}

async function write(events: readonly EventRow[]): Promise<string[]> {
  await insertEvents(database.sql, tenant, events);
  return events.map(({ id }) => eventIdOf(id));
}

const refusalOf = async (cursor: string, asking: Tenant = tenant) => {
  const start = await findEventStart(cursor, requestOf(asking), parts);
  return 'refused' in start ? start.code : 'accepted';
};

describe('whoever follows the event log', () => {
  it('begins with what comes from now on, and gets it by its type and as it is in the log', async () => {
    await write([newEvent()]);
    const reader = await openReader();
    const [id] = await write([newEvent({ accountId: 'a' }, 'account.created')]);
    const { messages } = await reader.readOnce();
    expect(messages).toMatchObject([{ event: 'account.created', id }]);
    expect(await reader.readAll()).toEqual([]);
  });

  it('waits for nobody, and gets what was begun first and committed last', async () => {
    const reader = await openReader();
    const slow = await holdTransaction(database.sql);
    const event = newEvent();
    await slow.step((db) => insertEvents(db, tenant, [event]));
    const quick = await write([newEvent()]);
    expect(await reader.readAll()).toEqual(quick);
    const cursor = reader.cursor();
    const later = await write([newEvent()]);
    expect(await reader.readAll()).toEqual(later);
    await slow.commit();
    expect(await reader.readAll()).toEqual([eventIdOf(event.id)]);
    // Also who was away when it came, and knew only that it was under way.
    expect(await (await openReader(cursor)).readAll()).toEqual([eventIdOf(event.id), ...later]);
  });

  it('gets no event again but those of a transaction in the middle of which they broke off', async () => {
    const reader = await openReader();
    const ids = [];
    for (const count of [1, 3, 1]) ids.push(await write(Array.from({ length: count }, () => newEvent())));
    const { messages } = await reader.readOnce();
    expect(messages.map(({ id }) => id)).toEqual(ids.flat());
    const goOnFrom = async (index: number) => (await openReader(messages[index]?.cursor)).readAll();
    expect(await goOnFrom(0)).toEqual(ids.slice(1).flat());
    expect(await goOnFrom(2)).toEqual(ids.slice(1).flat());
    expect(await goOnFrom(3)).toEqual(ids[2]);
    expect(await goOnFrom(4)).toEqual([]);
  });

  it('sees only what they ask for, with a cursor of any filter', async () => {
    const connectionId = parts.newId();
    const all = await openReader();
    const [, mine, rare] = await write([newEvent(), newEvent({ connectionId }), newEvent({}, 'webhook.disabled')]);
    const start = all.cursor();
    expect(await (await openReader(start, { connectionId })).readAll()).toEqual([mine]);
    const rares = await openReader(start, { type: 'webhook.disabled' });
    expect(await rares.readAll()).toEqual([rare]);
    const [next] = await write([newEvent()]);
    expect(await (await openReader(rares.cursor())).readAll()).toEqual([next]);
  });

  it('loses nothing to writers that commit in any order, wherever the line breaks', async () => {
    const random = createRandom(20_261_122);
    const held: HeldTransaction[] = [];
    const got = new Set<string>();
    const repeats: string[] = [];
    /** The last events that were taken before a break. */
    const breaks: string[] = [];
    let reader = await openReader();
    let cursorBefore = reader.cursor();
    const take = (messages: readonly Message[]) => {
      for (const { id } of messages) {
        if (got.has(id)) repeats.push(id);
        got.add(id);
      }
    };
    for (let step = 0; step < 900; step += 1) {
      const [one] = held.length === 0 ? [] : held.splice(random(held.length), 1);
      const draw = random(20);
      if (held.length < MOST_HELD - 1 && draw < 5) held.push(await holdTransaction(database.sql));
      if (one !== undefined && draw < 14) {
        const count = draw === 13 ? 60 : 1 + random(3);
        const events = Array.from({ length: count }, () => newEvent());
        await one.step((db) => insertEvents(db, tenant, events));
        held.push(one);
      } else if (one !== undefined) await (draw === 14 ? one.rollBack() : one.commit());
      // Seldom enough that a look brings several transactions, and some that were begun since the one before.
      if (random(6) === 0) {
        const { messages } = await reader.readOnce();
        const isBroken = random(2) === 0;
        const taken = isBroken ? messages.slice(0, random(messages.length + 1)) : messages;
        take(taken);
        if (isBroken) breaks.push(...taken.slice(-1).map(({ id }) => id));
        // A broken reader knows the last message that it got, or where it began.
        if (isBroken) reader = await openReader(taken.at(-1)?.cursor ?? cursorBefore);
      }
      cursorBefore = reader.cursor();
    }
    for (const one of held) await one.commit();
    for (;;) {
      const { messages, hasMore } = await reader.readOnce();
      take(messages);
      if (!hasMore) break;
    }
    const rows = await database.sql<{ id: string; writer: string }[]>`select id, written_by::text as writer from events
      where organization_id = ${tenant.organizationId}`;
    const writers = new Map(rows.map(({ id, writer }) => [eventIdOf(id), writer]));
    expect(writers.size).toBeGreaterThan(1_000);
    expect([...got].sort()).toEqual([...writers.keys()].sort());
    // Only what was written together with the last event before a break.
    expect(repeats.length).toBeGreaterThan(0);
    const broken = new Set(breaks.map((id) => writers.get(id)));
    expect(repeats.filter((id) => !broken.has(writers.get(id)))).toEqual([]);
  });
});

describe('a cursor of the event log', () => {
  it('is refused when it is damaged, of another tenant, too old, of the future, or of before a move', async () => {
    const reader = await openReader();
    const cursor = reader.cursor();
    expect(await refusalOf(cursor)).toBe('accepted');
    expect(await refusalOf(`${cursor}A`)).toBe('invalid_cursor');
    expect(await refusalOf('')).toBe('invalid_cursor');
    expect(await refusalOf(cursor, { ...tenant, environment: 'live' })).toBe('invalid_cursor');
    expect(await refusalOf(cursor, await createTenant(parts))).toBe('invalid_cursor');
    const place = await findEventStart(undefined, requestOf(tenant), parts);
    if ('refused' in place) throw new Error(place.message);
    const sealed = (change: Partial<EventPlace>) =>
      encodeEventCursor({ ...place, ...change }, tenant, parts.cursorKeys);
    // Far ahead: the tests of other databases of this server use up numbers of transactions as well.
    const future = { ...place.seen, next: place.seen.next + 1_000_000_000n };
    expect(await refusalOf(sealed({ seen: future }))).toBe('cursor_expired');
    clock.nowMs += 29 * DAY_MS;
    expect(await refusalOf(cursor)).toBe('accepted');
    clock.nowMs += 60_000;
    expect(await refusalOf(cursor)).toBe('cursor_expired');
  });

  it('and every open stream end when the database has come to another server; the log goes on', async () => {
    const reader = await openReader();
    await write([newEvent()]);
    await settleEventEra(database.sql);
    expect(await reader.readAll()).toHaveLength(1);
    await database.sql`update event_era set server = 'another one'`;
    await settleEventEra(database.sql);
    await expect(reader.readOnce()).rejects.toThrow('moved');
    expect(await refusalOf(reader.cursor())).toBe('cursor_expired');
    const anew = await openReader();
    const ids = await write([newEvent()]);
    expect(await anew.readAll()).toEqual(ids);
  });
});

/** Whole numbers below a bound, the same ones each time: a generator of Lehmer. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
