import { setTimeout as delay } from 'node:timers/promises';
import { type Instant, instantFromMs } from '../domain/values/instant.ts';
import { DISABLE_AFTER_MS, FAILURE_GAP_MS } from '../domain/webhooks/webhook-schedule.ts';
import type { Db, Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import type { Metrics } from '../infra/metrics/metrics.ts';
import { announceEvents } from '../store/events/events.ts';
import {
  type FailingReceiver,
  type ReceiverNews,
  recordAttempts,
  updateReceivers,
} from '../store/events/webhook-queue.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import type { AttemptEnd } from './attempt.ts';

export interface LogParts {
  readonly sql: Sql;
  readonly log: Log;
  /** Left out where nothing is counted. */
  readonly metrics?: Metrics | undefined;
  nowMs(): number;
  newId(): string;
  now(tenant: Tenant): Promise<Instant>;
}

/** An end of an attempt, and whether the receiver was failing before it. */
export type LoggedEnd = AttemptEnd & { readonly wasFailing: boolean };

/** Writes down what came of attempts: those that end while one write is under way go into the next one together. */
export interface AttemptLog {
  write(end: LoggedEnd): void;
  /** Ends that are not written yet. */
  readonly size: number;
  /** Resolves when everything is written, or cannot be: what is lost then is attempted again. */
  drain(): Promise<void>;
}

/** Ends in one write. */
const BATCH = 500;
/** Ends that come within this time are written together; nobody waits for them. */
const LINGER_MS = 20;
/** Wait before a write is tried again while the database is away. */
const RETRY_MS = 500;

/**
 * While the database is away attempts are kept and tried again, until `stopping`; what is lost then is sent twice, and receivers know it by
 * its id.
 */
export function createAttemptLog(parts: LogParts, stopping: AbortSignal): AttemptLog {
  const waiting: LoggedEnd[] = [];
  let writing: Promise<void> | null = null;
  const writeAll = async () => {
    while (waiting.length > 0) {
      if (waiting.length < BATCH && !stopping.aborted) await delay(LINGER_MS);
      const batch = takeBatch(waiting);
      try {
        await writeEnds(parts, batch);
        waiting.splice(0, batch.length);
      } catch (cause) {
        parts.log.warn({ err: cause, attempts: batch.length }, 'attempts of deliveries could not be written');
        if (stopping.aborted) return;
        // Being stopped ends the wait early, which is no fault.
        await delay(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  };
  const begin = () => {
    writing ??= writeAll().finally(() => {
      writing = null;
      // What came between the last look and now.
      if (waiting.length > 0 && !stopping.aborted) begin();
    });
  };
  return {
    write: (end) => {
      countEnd(parts.metrics, end);
      waiting.push(end);
      begin();
    },
    get size() {
      return waiting.length;
    },
    drain: async () => {
      while (writing !== null) await writing;
    },
  };
}

function countEnd(metrics: Metrics | undefined, { ended }: LoggedEnd): void {
  const { isTaken, responseStatus, retryInMs, durationMs } = ended;
  metrics?.webhookAttempted(isTaken ? 'taken' : responseStatus === null ? 'failed' : 'refused', durationMs);
  if (isTaken) metrics?.deliveryEnded('succeeded');
  else if (retryInMs === null) metrics?.deliveryEnded('failed');
}

/** The first ends, each of another delivery: two of one, as a retry on request can make, are written one after the other. */
function takeBatch(waiting: readonly LoggedEnd[]): readonly LoggedEnd[] {
  const deliveries = new Set<string>();
  for (const { ended } of waiting) {
    if (deliveries.size === BATCH || deliveries.has(ended.deliveryId)) break;
    deliveries.add(ended.deliveryId);
  }
  return waiting.slice(0, deliveries.size);
}

async function writeEnds(parts: LogParts, ends: readonly LoggedEnd[]): Promise<void> {
  const attempts = ends.map(({ ended }) => ended);
  const news = listNews(ends);
  const disabled = await parts.sql.begin(async (db) => {
    const limits = { disableAfterMs: DISABLE_AFTER_MS, gapMs: FAILURE_GAP_MS };
    const failing = await updateReceivers(db, news, limits, instantFromMs(parts.nowMs()));
    await recordAttempts(db, attempts);
    for (const receiver of failing) await announceDisabled(db, parts, receiver);
    return failing;
  });
  for (const { webhookId } of disabled)
    parts.log.warn({ webhookId }, 'a webhook is switched off: its receiver has failed for five days');
}

/** A receiver that goes on succeeding is no news. */
function listNews(ends: readonly LoggedEnd[]): ReceiverNews[] {
  const byReceiver = Map.groupBy(ends, ({ ended }) => `${ended.organizationId} ${ended.webhookId}`);
  return [...byReceiver.values()].flatMap((own): ReceiverNews[] => {
    const [first] = own;
    const hasFailed = own.some(({ ended }) => !ended.isTaken);
    if (first === undefined || (!hasFailed && !own.some(({ wasFailing }) => wasFailing))) return [];
    const { organizationId, webhookId } = first.ended;
    const hasSucceeded = own.some(({ ended }) => ended.isTaken);
    const pauses = own.flatMap(({ pauseMs }) => pauseMs ?? []);
    const pauseMs = pauses.length === 0 ? null : Math.max(...pauses);
    return [{ organizationId, webhookId, hasSucceeded, hasFailed, pauseMs }];
  });
}

async function announceDisabled(db: Db, parts: LogParts, receiver: FailingReceiver): Promise<void> {
  const { organizationId, environment, webhookId, url, failingSince } = receiver;
  const tenant = { organizationId, environment };
  const data = { webhookId, url, failingSince };
  const event = { id: parts.newId(), type: 'webhook.disabled', createdAt: await parts.now(tenant), data } as const;
  await announceEvents(db, tenant, [event]);
}
