import { setTimeout as wait } from 'node:timers/promises';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import { createWebhook } from '../../src/commands/webhooks/create-webhook.ts';
import { eventIdOf } from '../../src/domain/values/id.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { type EventRow, insertEvents } from '../../src/store/events/events.ts';
import { DELIVERY_CHANNEL } from '../../src/store/events/webhook-queue.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { type Choices, seededChoices } from '../../test/support/choices.ts';
import { type StartedChild, startChild } from '../../test/support/processes/start-child.ts';
import { startProductWorker } from '../harness/product-server.ts';
import { runRounds } from '../harness/rounds.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import type { ReceiverQuestion, ReceiverReply } from '../load/receiving.ts';
import { measurementOf, quantile } from '../measurement.ts';

const NAME = 'webhooks';
/** Organizations with one receiver each; an event goes to one of them. */
const RECEIVERS = 4;
/** Events that one commit announces where throughput is measured. */
const COMMIT_EVENTS = 50;
/** Requests of the reference under way at the same time: as many as the product has to these receivers. */
const WIDTH = RECEIVERS * 16;
/** Deliveries in a second that the first round reckons with. */
const FIRST_PACE = 500;
/** Events in a second where latency is measured, each in a commit of its own. */
const PACE = 200;
/** What has not come by then is lost. */
const GIVE_UP_MS = 30_000;

type Receiver = StartedChild<{ readonly url: string }, ReceiverQuestion, ReceiverReply>;

interface Place {
  readonly tenant: Tenant;
  readonly path: string;
  readonly secret: string;
}

interface Stage {
  readonly world: World;
  readonly receiver: Receiver;
  readonly places: readonly Place[];
  readonly counted: { lost: number; doubled: number };
  /** Deliveries in a second, as they were last. */
  pace: number;
}

export const webhooks: Line = {
  name: NAME,
  about: 'events, from their commit to the written attempt, against a bare loop of posts to the same receiver',
  async measure(world) {
    const receiver: Receiver = await startChild(new URL('../load/webhook-receiver.ts', import.meta.url), {});
    const worker = await startProductWorker({ ...world.settings, CAUSEWAY_WEBHOOK_LOOPBACK: 'true' });
    const places = await createPlaces(world, receiver.hello.url);
    const stage: Stage = { world, receiver, places, counted: { lost: 0, doubled: 0 }, pace: FIRST_PACE };
    const loop = await startChild<null, { readonly durationMs: number }, number>(
      new URL('../references/post-loop.ts', import.meta.url),
      { url: `${receiver.hello.url}/floor`, width: WIDTH, body: JSON.stringify(newEvent(world)) },
    );
    const noting = await startChild<null, { readonly count: number }, number>(
      new URL('../references/noted-posts.ts', import.meta.url),
      {
        databaseUrl: world.installation.databaseUrl,
        ...{ url: `${receiver.hello.url}/floor`, width: WIDTH, body: JSON.stringify(newEvent(world)) },
      },
    );
    try {
      const deliveries = { name: 'deliveries', run: (durationMs: number) => deliver(stage, durationMs) };
      const posts = {
        name: 'bare loop of posts',
        run: async (durationMs: number) => {
          const count = await loop.ask({ durationMs });
          await receiver.ask({ count, timeoutMs: GIVE_UP_MS, secrets: null });
          return (count * 1_000) / durationMs;
        },
      };
      const noted = {
        name: 'posts from a table, signed and noted',
        run: async (durationMs: number) => {
          const count = Math.ceil((stage.pace * durationMs) / 1_000);
          const perSecond = await noting.ask({ count });
          await receiver.ask({ count, timeoutMs: GIVE_UP_MS, secrets: null });
          return perSecond;
        },
      };
      const { rounds, seconds, seed } = world.options;
      const valuesOf = await runRounds(
        [deliveries, posts, noted],
        { rounds, durationMs: seconds * 1_000 },
        world.progress,
      );
      const throughput = {
        ...{ name: NAME, unit: 'deliveries/s', values: valuesOf(deliveries), counted: stage.counted },
        reference: { name: posts.name, values: valuesOf(posts) },
        target: { of: 'ratio', atLeast: 0.35 },
      } as const;
      const againstNoted = {
        ...{ name: `${NAME}.noted`, unit: 'deliveries/s', values: valuesOf(deliveries) },
        reference: { name: noted.name, values: valuesOf(noted) },
      };
      const delays = await measureDelays(stage);
      return [throughput, againstNoted, ...delays].map((figure) => measurementOf(figure, { rows: 0, seed }));
    } finally {
      await loop.stop();
      await noting.stop();
      await worker.stop();
      await receiver.stop();
      for (const { tenant } of places)
        await world.installation.sql`delete from webhook_deliveries where organization_id = ${tenant.organizationId}`;
      for (const { tenant } of places)
        await world.installation.sql`delete from organizations where id = ${tenant.organizationId}`;
    }
  },
};

async function createPlaces({ installation }: World, url: string): Promise<Place[]> {
  const { commands } = installation;
  const places: Place[] = [];
  for (let index = 0; index < RECEIVERS; index += 1) {
    const { id: organizationId } = await createOrganization(commands, 'Bench webhooks');
    const tenant: Tenant = { organizationId, environment: 'live' };
    const path = `/hooks/${index}`;
    const given = { url: url + path, events: ['account.updated'] };
    const created = await createWebhook({ ...commands, findUrlProblem: () => null }, tenant, given);
    if (!created.ok) throw new Error(created.refusal.message);
    places.push({ tenant, path, secret: created.value.secret });
  }
  return places;
}

function newEvent({ installation }: World): EventRow {
  const { newId, nowMs } = installation.commands;
  const data = {
    ...{ accountId: newId(), connectionId: newId(), entityId: newId() },
    changedFields: ['currentBalance', 'availableBalance', 'balanceAsOf'],
  };
  return { id: newId(), type: 'account.updated', data, createdAt: instantFromMs(nowMs()) };
}

/**
 * Commits as many events as were delivered in that time before, while the receivers are paused; then lets them go, and waits until
 * all are delivered and written down.
 */
async function deliver(stage: Stage, durationMs: number): Promise<number> {
  const { world, places } = stage;
  const { sql } = world.installation;
  const organizationIds = places.map(({ tenant }) => tenant.organizationId);
  await sql`update webhooks set paused_until = now() + interval '1 hour' where organization_id = any (${organizationIds})`;
  const sent = new Set<string>();
  for (let commit = 0; sent.size < (stage.pace * durationMs) / 1_000; commit += 1) {
    const place = places[commit % places.length];
    if (place === undefined) throw new Error('there are no places');
    const events = Array.from({ length: COMMIT_EVENTS }, () => newEvent(world));
    await insertEvents(sql, place.tenant, events);
    for (const { id } of events) sent.add(eventIdOf(id));
  }
  const begin = performance.now();
  await sql`with let_go as (update webhooks set paused_until = null where organization_id = any (${organizationIds}) returning *)
    select pg_notify(${DELIVERY_CHANNEL}, organization_id || ' ' || id) from let_go`;
  // What is written down as delivered has come.
  while ((await isAnyWaiting(stage)) && performance.now() - begin < GIVE_UP_MS) await wait(25);
  const seconds = (performance.now() - begin) / 1_000;
  const reply = await stage.receiver.ask({ count: sent.size, timeoutMs: GIVE_UP_MS, secrets: secretsOf(places) });
  countReceipts(stage, reply, sent);
  stage.pace = sent.size / seconds;
  return stage.pace;
}

async function isAnyWaiting({ world, places }: Stage): Promise<boolean> {
  const ids = places.map(({ tenant }) => tenant.organizationId);
  const [row] = await world.installation.sql<{ isAny: boolean }[]>`
    select exists (select from unnest(${ids}::uuid[]) as o (id) cross join lateral (
      select from webhook_queue q where q.organization_id = o.id limit 1) q) as is_any`;
  return row?.isAny === true;
}

function secretsOf(places: readonly Place[]): Record<string, string> {
  return Object.fromEntries(places.map(({ path, secret }) => [path, secret]));
}

/** Holds what has come against what was sent. */
function countReceipts({ counted }: Stage, reply: ReceiverReply, sent: ReadonlySet<string>): void {
  if (reply.forged > 0) throw new Error(`${NAME}: ${reply.forged} deliveries were not signed well`);
  const seen = new Set(reply.receipts.map(({ id }) => id).filter((id) => sent.has(id)));
  counted.lost += sent.size - seen.size;
  counted.doubled += reply.receipts.length - seen.size;
}

/** From the return of a commit until the receiver has the whole request. */
async function measureDelays(stage: Stage) {
  const { options, progress } = stage.world;
  const choices = seededChoices(`${options.seed}/${NAME}`);
  const rounds: number[][] = [];
  for (let round = 0; round <= options.rounds; round += 1) {
    const delays = await pace(stage, choices);
    if (round > 0) rounds.push(delays);
    progress(`${NAME}.delay: round ${round} of ${options.rounds}: p99 ${quantile(delays, 0.99).toFixed(1)} ms`);
  }
  const note = `At ${PACE} events a second; the longest of all took ${Math.max(...rounds.flat()).toFixed(0)} ms.`;
  const p99 = {
    ...{ name: `${NAME}.delay`, unit: 'ms p99', values: rounds.map((delays) => quantile(delays, 0.99)) },
    ...({ target: { of: 'value', atMost: 250 }, counted: stage.counted, note } as const),
  };
  const p50 = { name: `${NAME}.delay.p50`, unit: 'ms p50', values: rounds.map((delays) => quantile(delays, 0.5)) };
  return [p99, p50];
}

async function pace(stage: Stage, choices: Choices): Promise<number[]> {
  const { world, places } = stage;
  const committedAtNs = new Map<string, bigint>();
  const count = Math.ceil(world.options.seconds * PACE);
  const begin = performance.now();
  let dueMs = 0;
  for (let index = 0; index < count; index += 1) {
    // At random moments, two hundred in a second on the average.
    dueMs += (choices.real() * 2 * 1_000) / PACE;
    const early = begin + dueMs - performance.now();
    if (early > 0) await wait(early);
    const place = places[choices.whole(0, places.length - 1)];
    if (place === undefined) throw new Error('there are no places');
    const event = newEvent(world);
    await insertEvents(world.installation.sql, place.tenant, [event]);
    committedAtNs.set(eventIdOf(event.id), process.hrtime.bigint());
  }
  const reply = await stage.receiver.ask({ count, timeoutMs: GIVE_UP_MS, secrets: secretsOf(places) });
  countReceipts(stage, reply, new Set(committedAtNs.keys()));
  return reply.receipts.flatMap(({ id, atNs }) => {
    const committed = committedAtNs.get(id);
    return committed === undefined ? [] : [Number(atNs - committed) / 1e6];
  });
}
