import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhook } from '../../src/commands/webhooks/create-webhook.ts';
import { type DatabaseSessions, openDatabaseSessions } from '../../src/composition/database-sessions.ts';
import type { Db, Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { findNextSignalMs, takeDueSignals } from '../../src/store/connections/connection-signals.ts';
import { findEvent, listEventPage, listEventRange } from '../../src/store/events/events.ts';
import { listFollowedEvents } from '../../src/store/events/followed-events.ts';
import { deleteOldDeliveries, findDelivery, listDeliveries } from '../../src/store/events/webhook-deliveries.ts';
import {
  claimDeliveries,
  type EndedAttempt,
  listWaitingReceivers,
  recordAttempts,
} from '../../src/store/events/webhook-queue.ts';
import { findWebhook, type WebhookRow } from '../../src/store/events/webhooks.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { nodesOf, type Plan, plansInTransaction, plansOf } from '../support/database/query-plans.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { createCommandParts } from '../support/records/command-parts.ts';
import { createTenant } from '../support/records/ledger.ts';

const ROWS = 60_000;
const WAITING = 40_000;
const PAGE = 50;
/** One event in this many is of the rare type and connection. */
const RARE_EVERY = 1_000;
/** Every event has a writer of its own, from here on. */
const FIRST_WRITER = 1_000_000;
const RARE_CONNECTION = '01a1fc6b-0000-7000-8000-000000000001';
const BEGIN = '2026-01-01T00:00:00.000Z';
const LATER = '2026-06-01T00:00:00.000Z';

let database: TestDatabase;
let sessions: DatabaseSessions;
let tenant: Tenant;
let webhook: WebhookRow;

beforeAll(async () => {
  database = await createTestDatabase();
  const parts = createCommandParts(database.sql);
  tenant = await createTenant(parts);
  const given = { url: 'https://receiver.example', events: ['account.updated'] };
  const created = await createWebhook({ ...parts, findUrlProblem: () => null }, tenant, given);
  if (!created.ok) throw new Error(created.refusal.message);
  const found = await findWebhook(database.sql, tenant, created.value.webhook.id);
  if (found === null) throw new Error('the webhook is not there');
  webhook = found;
  const config = { databasePool: 2, databaseRolePassword: null };
  sessions = await openDatabaseSessions({ owner: database.sql, url: database.url, config, log: silentLog });
});
afterAll(async () => {
  await sessions?.close();
  await database.drop();
});

/** Plans of the statements that claim and write, prepared now. */
async function plansOfSending(): Promise<Plan[]> {
  const { organizationId } = tenant;
  const receiver = { organizationId, webhookId: webhook.id };
  const ended: EndedAttempt = {
    ...receiver,
    ...{ deliveryId: RARE_CONNECTION, dueAt: BEGIN, number: 1, attemptedAt: BEGIN, url: 'https://receiver.example' },
    ...{ responseStatus: 204, responseBody: null, durationMs: 1, error: null, isTaken: true, retryInMs: null },
  };
  return [
    ...(await plansInTransaction(sessions.service, (sql) => claimDeliveries(sql, [{ ...receiver, count: PAGE }], 0))),
    ...(await plansInTransaction(sessions.service, (sql) => sql.begin((db) => recordAttempts(db, [ended])))),
  ];
}

const LARGE = /^(events|webhook_deliveries|webhook_queue|connection_signals)$/;

function expectNoScan(plans: readonly Plan[]): void {
  const touched = plans.flatMap(nodesOf).filter((node) => LARGE.test(node['Relation Name'] ?? ''));
  expect(touched.length).toBeGreaterThan(0);
  for (const node of touched) expect(node['Node Type']).toMatch(/^(Index Scan|Index Only Scan|Tid Scan|ModifyTable)$/);
}

/** Index-ordered by either plan, and about as many rows touched as given. */
async function expectIndexed(sql: Sql, run: (db: Db) => Promise<unknown>, rows: number): Promise<void> {
  const { custom, generic } = await plansOf(sql, run);
  expectNoScan([...custom, ...generic]);
  for (const node of [...custom, ...generic].flatMap(nodesOf)) expect(node['Node Type']).not.toMatch(/Sort/);
  for (const node of custom.flatMap(nodesOf)) {
    const { 'Actual Rows': given = 0, 'Actual Loops': loops = 0, 'Rows Removed by Filter': removed = 0 } = node;
    expect((given + removed) * loops, `${node['Node Type']} ${node['Index Name']}`).toBeLessThanOrEqual(rows);
  }
}

describe('sending', () => {
  it('looks rows up one by one, also by plans that were made while nothing waited', async () => {
    expectNoScan(await plansOfSending());
  });
});

describe('with much in the tables', () => {
  beforeAll(async () => {
    const { organizationId, environment } = tenant;
    await database.sql.begin(async (db) => {
      // What is written fits together, so that no reference has to be checked.
      await db`set local session_replication_role = replica`;
      await db`insert into events (organization_id, id, environment, type, data, created_at, written_by)
        select ${organizationId}, uuidv7(n * interval '1 minute' - interval '200 days'), ${environment},
          case when n % ${RARE_EVERY}::int = 1 then 'test' else 'account.updated' end,
          jsonb_build_object('connectionId', case when n % ${RARE_EVERY}::int = 1 then ${RARE_CONNECTION}::text else n::text end),
          ${BEGIN}::timestamptz + n * interval '1 minute', (${FIRST_WRITER}::int + n)::text::xid8
        from generate_series(1, ${ROWS}::int) n`;
      await db`insert into webhook_deliveries (organization_id, id, environment, webhook_id, event_id, event_type, status,
          created_at, next_attempt_at)
        select organization_id, id, environment, ${webhook.id}, id, type, 'pending', created_at, created_at from events`;
      await db`insert into webhook_queue (organization_id, webhook_id, due_at, delivery_id, event_id, attempts_begun,
          failures, is_last_chance)
        select organization_id, webhook_id, next_attempt_at, id, event_id, 0, 0, false from webhook_deliveries
        order by id limit ${WAITING}`;
      await db`insert into connection_signals
        select ${organizationId}, gen_random_uuid(), ${environment}, ${BEGIN}, case when n % ${RARE_EVERY}::int = 1 then ${BEGIN}::timestamptz end, null
        from generate_series(1, ${ROWS}::int) n`;
    });
    for (const table of ['events', 'webhook_deliveries', 'webhook_queue', 'connection_signals'])
      await database.sql.unsafe(`vacuum analyze ${table}`);
  });

  it('sending still does', async () => expectNoScan(await plansOfSending()));

  it('receivers for which something waits cost a few rows each', () =>
    expectIndexed(sessions.service, (db) => listWaitingReceivers(db), 4));

  it('announcements that are due cost nothing for those that are not', async () => {
    await expectIndexed(sessions.service, (db) => findNextSignalMs(db), 1);
    const { custom, generic } = await plansOf(sessions.service, (db) => takeDueSignals(db, PAGE));
    const places = [...custom, ...generic].flatMap(nodesOf).filter((node) => LARGE.test(node['Relation Name'] ?? ''));
    expect(places.map((node) => node['Index Name'])).toContain('connection_signals_due');
    for (const node of places) expect(node['Node Type']).not.toBe('Seq Scan');
  });

  it('a page of events costs what it gives, whatever it is filtered by', async () => {
    const since = BEGIN;
    const [last] = await database.sql<{ id: string }[]>`select id from events order by id offset ${ROWS / 2} limit 1`;
    for (const after of [null, { id: last?.id ?? '' }]) {
      const page = { after, limit: PAGE };
      await expectIndexed(
        sessions.sqlOf(tenant),
        (db) => listEventPage(db, tenant, { type: null, connectionId: null, since }, page),
        PAGE,
      );
      await expectIndexed(
        sessions.sqlOf(tenant),
        (db) => listEventPage(db, tenant, { type: 'test', connectionId: null, since }, page),
        PAGE,
      );
      const filter = { type: null, connectionId: RARE_CONNECTION, since };
      await expectIndexed(sessions.sqlOf(tenant), (db) => listEventPage(db, tenant, filter, page), PAGE);
    }
    await expectIndexed(sessions.sqlOf(tenant), (db) => findEvent(db, tenant, last?.id ?? '', since), 1);
  });

  it('a part of a range of events costs what it gives', async () => {
    const range = { from: BEGIN, to: LATER, types: null, afterId: null };
    await expectIndexed(sessions.sqlOf(tenant), (db) => listEventRange(db, tenant, range, PAGE), PAGE);
  });

  it('what was written since a place costs what it gives', async () => {
    const before = { next: BigInt(FIRST_WRITER + ROWS / 2), open: [BigInt(FIRST_WRITER + PAGE)] };
    const now = { next: BigInt(FIRST_WRITER + 2 * ROWS), open: [] };
    const range = { before, now, type: null, connectionId: null };
    const { custom, generic } = await plansOf(sessions.sqlOf(tenant), (db) =>
      listFollowedEvents(db, tenant, range, PAGE),
    );
    expectNoScan([...custom, ...generic]);
    const touched = custom.flatMap(nodesOf).filter((node) => LARGE.test(node['Relation Name'] ?? ''));
    // One row of the writer that was under way, and as many as make up a page with it.
    expect(
      touched.map((node) => [node['Index Name'], node['Actual Rows'], node['Rows Removed by Filter'] ?? 0]),
    ).toEqual([
      ['events_written', 1, 0],
      ['events_written', PAGE, 0],
    ]);
  });

  it('a page of deliveries, one of them, and those of an event cost what they give', async () => {
    const [last] = await database.sql<
      { id: string }[]
    >`select id from webhook_deliveries order by id offset ${ROWS / 2} limit 1`;
    const id = last?.id ?? '';
    const all = { status: null, eventId: null };
    for (const after of [null, { id }])
      await expectIndexed(
        sessions.sqlOf(tenant),
        (db) => listDeliveries(db, webhook, all, { after, limit: PAGE }),
        PAGE,
      );
    await expectIndexed(sessions.sqlOf(tenant), (db) => findDelivery(db, webhook, id), 1);
    const [one] = await database.sql<{ eventId: string }[]>`select event_id from webhook_deliveries where id = ${id}`;
    const ofEvent = { status: null, eventId: one?.eventId ?? '' };
    const { custom } = await plansOf(sessions.sqlOf(tenant), (db) =>
      listDeliveries(db, webhook, ofEvent, { after: null, limit: PAGE }),
    );
    const touched = custom.flatMap(nodesOf).filter((node) => LARGE.test(node['Relation Name'] ?? ''));
    expect(touched.map((node) => [node['Index Name'], node['Rows Removed by Filter'] ?? 0])).toEqual([
      ['webhook_deliveries_of_event', 0],
    ]);
  });

  it('a purge meets only what is old', () =>
    expectIndexed(
      sessions.service,
      (db) => deleteOldDeliveries(db, tenant.organizationId, RARE_CONNECTION, PAGE),
      PAGE,
    ));
});
