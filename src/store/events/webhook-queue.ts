import type { Environment } from '../../domain/environment.ts';
import { type Instant, instantFromMs } from '../../domain/values/instant.ts';
import type { Db, Sql, Transaction } from '../../infra/database.ts';

/** Channel on which new work for a receiver is told, with organization and registration. */
export const DELIVERY_CHANNEL = 'causeway_deliveries';

/** A registration, as a sender names it. */
export interface ReceiverKey {
  readonly organizationId: string;
  readonly webhookId: string;
}

/** A delivery that a sender has for a while, with all that the request takes. */
export interface ClaimedDelivery extends ReceiverKey {
  readonly deliveryId: string;
  /** When it was due, exactly as the queue has it: its place there. */
  readonly dueAt: string;
  readonly environment: Environment;
  /** Which attempt this is, from 1. */
  readonly number: number;
  /** Failed attempts before this one. */
  readonly failures: number;
  readonly isLastChance: boolean;
  readonly eventId: string;
  readonly eventType: string;
  readonly eventData: unknown;
  readonly eventCreatedAt: Instant;
  readonly url: string;
  readonly secret: Uint8Array;
  /** Null, also when its time is over. */
  readonly previousSecret: Uint8Array | null;
  readonly secretVersion: number;
  /** Whether the receiver's latest attempt has failed. */
  readonly isFailing: boolean;
}

/**
 * Takes due deliveries of active registrations, the oldest first, up to the wanted number of each. What another sender has is
 * passed over; what it does not bring to an end within `leaseMs` can be taken again.
 */
export async function claimDeliveries(
  sql: Sql,
  wanted: readonly (ReceiverKey & { readonly count: number })[],
  leaseMs: number,
): Promise<ClaimedDelivery[]> {
  if (wanted.length === 0) return [];
  const rows = await sql.begin(async (db) => {
    // Nobody waits for the disk here: a claim that a crash of the server forgets is made again, and what came of it cannot be on the
    // disk without it.
    await switchOff(db, [...PLANS_OF_WHOLE_TABLES, 'synchronous_commit']);
    return takeDue(db, wanted, leaseMs);
  });
  return rows
    .flatMap(({ deliveries, ...receiver }) => deliveries.map((delivery) => joinClaim(receiver, delivery)))
    .sort((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1));
}

/**
 * Rows are found by their keys and written at the place where they were found, one by one. A plan is kept for long, and one that was made
 * while next to nothing waited would read all that waits with every batch.
 */
const PLANS_OF_WHOLE_TABLES = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_material'];

/** Until the end of the transaction. */
async function switchOff(db: Transaction, settings: readonly string[]): Promise<void> {
  await db`select set_config(name, 'off', true) from unnest(${[...settings]}::text[]) as t (name)`;
}

type ClaimedRows = ClaimedReceiver & { readonly deliveries: readonly ClaimedPart[] };

/** A row that another sender has changed since it was picked is not at its place any more, and left to that one. */
async function takeDue(
  db: Transaction,
  wanted: readonly (ReceiverKey & { readonly count: number })[],
  leaseMs: number,
): Promise<readonly ClaimedRows[]> {
  return db<ClaimedRows[]>`with picked as materialized (
      select due.place
      from unnest(${wanted.map(({ organizationId }) => organizationId)}::uuid[],
        ${wanted.map(({ webhookId }) => webhookId)}::uuid[], ${wanted.map(({ count }) => count)}::int[])
        as r (organization_id, webhook_id, count)
      join webhooks w on w.organization_id = r.organization_id and w.id = r.webhook_id and w.active
        and (w.paused_until is null or w.paused_until <= now())
      cross join lateral (select q.ctid as place from webhook_queue q
        where q.organization_id = r.organization_id and q.webhook_id = r.webhook_id and q.due_at <= now()
          and q.leased_until <= now()
        order by q.due_at, q.delivery_id limit r.count for update skip locked) due
    ), claimed as (
      update webhook_queue q
      set attempts_begun = q.attempts_begun + 1, leased_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      from picked where q.ctid = picked.place
      returning q.organization_id, q.webhook_id, q.delivery_id, q.due_at, q.attempts_begun, q.failures, q.is_last_chance,
        q.event_id
    )
    select c.organization_id, c.webhook_id, w.*, c.deliveries
    from (select c.organization_id, c.webhook_id, json_agg(json_build_array(c.delivery_id, c.due_at, c.attempts_begun,
          c.failures, c.is_last_chance, c.event_id, e.type, (extract(epoch from e.created_at) * 1000)::int8, e.data))
          as deliveries
        from claimed c
        cross join lateral (select type, created_at, data from events e
          where e.organization_id = c.organization_id and e.id = c.event_id limit 1) e
        group by c.organization_id, c.webhook_id) c
    cross join lateral (select environment, url, secret, secret_version, failing_since is not null as is_failing,
          case when previous_secret_expires_at > clock_timestamp() then previous_secret end as previous_secret
        from webhooks w where w.organization_id = c.organization_id and w.id = c.webhook_id limit 1) w`;
}

/** What deliveries to one receiver have in common. It comes once for all of them: they are many, and each value costs time. */
type ClaimedReceiver = Pick<
  ClaimedDelivery,
  'organizationId' | 'webhookId' | 'environment' | 'url' | 'secret' | 'previousSecret' | 'secretVersion' | 'isFailing'
>;
type ClaimedPart = readonly [
  deliveryId: string,
  dueAt: string,
  number: number,
  failures: number,
  isLastChance: boolean,
  eventId: string,
  eventType: string,
  eventCreatedMs: number,
  eventData: unknown,
];

function joinClaim(receiver: ClaimedReceiver, part: ClaimedPart): ClaimedDelivery {
  const [deliveryId, dueAt, number, failures, isLastChance, eventId, eventType, eventCreatedMs, eventData] = part;
  return {
    organizationId: receiver.organizationId,
    webhookId: receiver.webhookId,
    environment: receiver.environment,
    url: receiver.url,
    secret: receiver.secret,
    previousSecret: receiver.previousSecret,
    secretVersion: receiver.secretVersion,
    isFailing: receiver.isFailing,
    eventCreatedAt: instantFromMs(eventCreatedMs),
    ...{ deliveryId, dueAt, number, failures, isLastChance, eventId, eventType, eventData },
  };
}

/** Gives deliveries back that were not attempted. */
export async function returnDeliveries(
  db: Db,
  claimed: readonly Pick<ClaimedDelivery, 'organizationId' | 'webhookId' | 'deliveryId' | 'dueAt' | 'number'>[],
): Promise<void> {
  if (claimed.length === 0) return;
  await db`update webhook_queue q set leased_until = '-infinity'
    from unnest(${claimed.map(({ organizationId }) => organizationId)}::uuid[],
      ${claimed.map(({ webhookId }) => webhookId)}::uuid[], ${claimed.map(({ dueAt }) => dueAt)}::text[]::timestamptz[],
      ${claimed.map(({ deliveryId }) => deliveryId)}::uuid[], ${claimed.map(({ number }) => number)}::int[])
      as c (organization_id, webhook_id, due_at, id, number)
    where q.organization_id = c.organization_id and q.webhook_id = c.webhook_id and q.due_at = c.due_at
      and q.delivery_id = c.id and q.attempts_begun = c.number`;
}

/** An attempt that is over. */
export interface EndedAttempt extends ReceiverKey {
  readonly deliveryId: string;
  /** As it was claimed. */
  readonly dueAt: string;
  readonly number: number;
  readonly attemptedAt: Instant;
  readonly url: string;
  readonly responseStatus: number | null;
  readonly responseBody: string | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly isTaken: boolean;
  /** Wait before the next attempt; null when none follows. */
  readonly retryInMs: number | null;
}

/** Most attempts that are kept of one delivery: the latest, should somebody have asked for more. */
const MAX_ATTEMPTS = 50;
/** Writes of the same attempts before it is given up: each is undone by somebody who changes one of them at that very moment. */
const MAX_WRITES = 5;

/**
 * Writes attempts and what they mean for their deliveries. A success always counts. A failure counts when no later attempt
 * was begun meanwhile; a sender that was taken for dead changes nothing. What was deleted meanwhile is left out, and what is
 * written twice counts once. Throws when others come between each time; what was written then is right, and it can be called again.
 */
export async function recordAttempts(db: Transaction, ended: readonly EndedAttempt[]): Promise<void> {
  await switchOff(db, PLANS_OF_WHOLE_TABLES);
  for (let write = 0; write < MAX_WRITES; write += 1) if (await writeAttempts(db, ended)) return;
  throw new Error('deliveries were changed by others each time when their attempts were to be written');
}

/**
 * Whether all was written: a row that somebody has changed since it was found is not at its place any more. Deliveries go before their rows
 * of the queue, and in the order of their ids, so that no two writers wait for each other.
 */
async function writeAttempts(db: Transaction, ended: readonly EndedAttempt[]): Promise<boolean> {
  const [done] = await db<{ isWhole: boolean }[]>`with ended as materialized (
      select * from json_to_recordset(${JSON.stringify(ended.map(renderEnd))}::text::json) as t (o uuid, w uuid, d uuid,
        due timestamptz, n int, taken bool, retry float8, attempt jsonb)
      order by o, w, d
    ), found as materialized (
      select e.n, e.taken, e.attempt, d.place, d.is_logged, d.is_over, q.place as queued_at, q.attempts_begun,
        e.taken or coalesce(q.attempts_begun = e.n, false) as counts,
        case when not e.taken and not q.is_last_chance then clock_timestamp() + e.retry * interval '1 millisecond' end
          as next_at
      from ended e
      cross join lateral (select d.ctid as place, d.next_attempt_at, d.status <> 'pending' as is_over,
          d.attempts @> jsonb_build_array(jsonb_build_object('number', e.n)) as is_logged from webhook_deliveries d
        where d.organization_id = e.o and d.webhook_id = e.w and d.id = e.d limit 1) d
      left join lateral (select q.ctid as place, q.attempts_begun, q.is_last_chance from webhook_queue q
        where q.organization_id = e.o and q.webhook_id = e.w and q.due_at in (e.due, d.next_attempt_at)
          and q.delivery_id = e.d limit 1) q on true
    ), written as (
      update webhook_deliveries d set
        status = case when not f.counts then d.status when f.taken then 'succeeded' when f.next_at is null then 'failed'
          else 'pending' end,
        next_attempt_at = case when f.counts then f.next_at else d.next_attempt_at end,
        attempts_begun = greatest(f.attempts_begun, f.n, d.attempts_begun),
        attempts = case when jsonb_array_length(d.attempts) < ${MAX_ATTEMPTS} then d.attempts else d.attempts - 0 end
          || f.attempt
      from found f where d.ctid = f.place and not f.is_logged
      returning f.counts, f.queued_at, f.next_at
    ), over as (
      select queued_at from written where counts and next_at is null and queued_at is not null
      -- What an earlier write could not take out.
      union all select queued_at from found where is_logged and is_over and queued_at is not null
    ), moved as (
      update webhook_queue q set due_at = w.next_at, failures = q.failures + 1, leased_until = '-infinity'
      from written w where q.ctid = w.queued_at and w.counts and w.next_at is not null
    ), removed as (
      delete from webhook_queue q using over where q.ctid = over.queued_at returning 1
    )
    select (select count(*) from written) = (select count(*) from found where not is_logged)
      and (select count(*) from removed) = (select count(*) from over) as is_whole`;
  return done?.isWhole === true;
}

function renderEnd({ organizationId, webhookId, deliveryId, dueAt, number, ...end }: EndedAttempt) {
  const { attemptedAt, url, responseStatus, responseBody, durationMs, error, isTaken, retryInMs } = end;
  return {
    ...{ o: organizationId, w: webhookId, d: deliveryId, due: dueAt, n: number, taken: isTaken, retry: retryInMs },
    attempt: {
      ...{ number, attemptedAt, url, durationMs },
      // What there is none of takes no room in the log.
      ...(responseStatus === null ? {} : { responseStatus }),
      ...(responseBody === null ? {} : { responseBody }),
      ...(error === null ? {} : { error }),
    },
  };
}

/** What the attempts of one write say about a receiver. */
export interface ReceiverNews extends ReceiverKey {
  readonly hasSucceeded: boolean;
  readonly hasFailed: boolean;
  /** The longest time for which it asked to be left alone. */
  readonly pauseMs: number | null;
}

/** A registration that has failed for too long. */
export interface FailingReceiver extends ReceiverKey {
  readonly environment: Environment;
  readonly url: string;
  readonly failingSince: Instant;
}

/**
 * Writes what is new about receivers; call it before `recordAttempts`, as whoever deletes a registration takes its row first
 * too. Switches those off that have failed for `disableAfterMs` without a success or a gap, and returns them.
 */
export async function updateReceivers(
  db: Db,
  news: readonly ReceiverNews[],
  limits: { readonly disableAfterMs: number; readonly gapMs: number },
  at: Instant,
): Promise<FailingReceiver[]> {
  if (news.length === 0) return [];
  const told = JSON.stringify(news);
  // Taken in order, so that two senders cannot wait for each other.
  await db`select from webhooks w
    join json_to_recordset(${told}::text::json) as n ("organizationId" uuid, "webhookId" uuid)
      on w.organization_id = n."organizationId" and w.id = n."webhookId"
    order by w.organization_id, w.id for no key update of w`;
  const failing = await db<ReceiverKey[]>`with news as (
      select "organizationId" as organization_id, "webhookId" as webhook_id, "hasSucceeded" as has_succeeded,
        "hasFailed" as has_failed, "pauseMs" * interval '1 millisecond' as pause
      from json_to_recordset(${told}::text::json) as n ("organizationId" uuid, "webhookId" uuid, "hasSucceeded" bool,
        "hasFailed" bool, "pauseMs" float8)
    ), told as (
      update webhooks w set
        failing_since = case when not has_failed then null
          when has_succeeded or w.last_failed_at is null
            or w.last_failed_at < clock_timestamp() - ${limits.gapMs} * interval '1 millisecond' then clock_timestamp()
          else w.failing_since end,
        last_failed_at = case when has_failed then clock_timestamp() end,
        paused_until = case when pause is null then w.paused_until
          else greatest(w.paused_until, clock_timestamp() + pause) end
      from news n where w.organization_id = n.organization_id and w.id = n.webhook_id
      returning w.organization_id, w.id, w.active, w.failing_since
    )
    select organization_id, id as webhook_id from told
    where active and failing_since <= clock_timestamp() - ${limits.disableAfterMs} * interval '1 millisecond'`;
  if (failing.length === 0) return [];
  return db<FailingReceiver[]>`update webhooks w set active = false, updated_at = ${at}
    from unnest(${failing.map(({ organizationId }) => organizationId)}::uuid[],
      ${failing.map(({ webhookId }) => webhookId)}::uuid[]) as f (organization_id, id)
    where w.organization_id = f.organization_id and w.id = f.id
    returning w.organization_id, w.id as webhook_id, w.environment, w.url, w.failing_since`;
}

/** Receivers for which something waits, and how long until the first of it is due: negative when it is overdue, or a sender has it. */
export async function listWaitingReceivers(db: Db): Promise<(ReceiverKey & { readonly dueInMs: number })[]> {
  // Steps from one receiver to the next, however much waits for each.
  return db<(ReceiverKey & { dueInMs: number })[]>`with recursive waiting as (
      (select organization_id, webhook_id, due_at from webhook_queue order by organization_id, webhook_id, due_at limit 1)
      union all
      select n.organization_id, n.webhook_id, n.due_at from waiting w cross join lateral (
        select q.organization_id, q.webhook_id, q.due_at from webhook_queue q
        where (q.organization_id, q.webhook_id) > (w.organization_id, w.webhook_id)
        order by q.organization_id, q.webhook_id, q.due_at limit 1) n
    )
    select w.organization_id, w.id as webhook_id,
      extract(epoch from greatest(waiting.due_at, w.paused_until) - clock_timestamp())::float8 * 1000 as due_in_ms
    from waiting join webhooks w on w.organization_id = waiting.organization_id and w.id = waiting.webhook_id
    where w.active`;
}
