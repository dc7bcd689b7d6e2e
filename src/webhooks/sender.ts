import { setTimeout as delay } from 'node:timers/promises';
import { inSpan } from '../infra/tracing/span.ts';
import { findNextSignalMs } from '../store/connections/connection-signals.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  DELIVERY_CHANNEL,
  listWaitingReceivers,
  returnDeliveries,
} from '../store/events/webhook-queue.ts';
import { type AttemptEnd, type AttemptParts, attemptDelivery } from './attempt.ts';
import { type AttemptLog, createAttemptLog, type LogParts } from './attempt-log.ts';
import { Receivers, type Sending, type SendingLimits } from './receivers.ts';
import { releaseSignals } from './release-signals.ts';
import { createSigningKeyring, type OpenSecret } from './signing-keyring.ts';

export interface SenderParts extends LogParts, Omit<AttemptParts, 'keysOf'> {
  readonly openSecret: OpenSecret;
  /** After this time a delivery that a sender has taken is given to another; longer than an attempt takes. */
  readonly leaseMs: number;
  /** Retries and announcements that fell due are looked for this often; what is new is told at once. */
  readonly lookEveryMs: number;
  readonly limits?: SendingLimits;
}

/** Sends what is due until it is stopped. Any number of processes may have one. */
export interface WebhookSender {
  /** Ends what is under way if it does not end soon, and gives back what was not sent. */
  stop(): Promise<void>;
}

/** Wait before the database is asked again after it could not answer. */
const RETRY_MS = 500;
/** An answer that takes longer is slow. */
const SLOW_MS = 1_000;
/** Attempts that wait to be written down; beyond that nothing new is sent. */
const MAX_UNWRITTEN = 1_000;
/** How long attempts under way may take to end when the sender stops. */
const CLOSE_BOUND_MS = 3_000;

/** Starts sending. Rejects when the database cannot be listened to. */
export async function startWebhookSender(parts: SenderParts): Promise<WebhookSender> {
  const sender = new Sender(parts);
  const { sql } = parts;
  const subscription = await sql.listen(
    DELIVERY_CHANNEL,
    (told) => sender.tell(told),
    // What was told while the connection was away is found by looking.
    () => sender.look(),
  );
  const running = sender.run();
  return {
    stop: async () => {
      await subscription.unlisten();
      await sender.stop();
      await running;
    },
  };
}

class Sender {
  readonly #parts: SenderParts;
  readonly #attemptParts: AttemptParts;
  readonly #receivers: Receivers;
  readonly #attempts: AttemptLog;
  /** Nothing new begins once this fires. */
  readonly #stopping = new AbortController();
  /** What is under way ends once this fires. */
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** Until when an attempt can begin that ends before the lease does. */
  readonly #usableUntilMs = new Map<ClaimedDelivery, number>();
  #claimBell = Promise.withResolvers<void>();
  #lookBell = Promise.withResolvers<void>();

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#receivers = new Receivers(parts.limits);
    this.#attempts = createAttemptLog(parts, this.#stopping.signal);
    this.#attemptParts = { ...parts, keysOf: createSigningKeyring(parts.openSecret) };
  }

  /** Something new for a receiver: organization and registration. */
  tell(told: string): void {
    const [organizationId, webhookId] = told.split(' ');
    if (organizationId === undefined || webhookId === undefined) return;
    this.#receivers.note({ organizationId, webhookId });
    this.#claimBell.resolve();
  }

  look(): void {
    this.#lookBell.resolve();
  }

  async run(): Promise<void> {
    await Promise.all([this.#keepLooking(), this.#keepClaiming()]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the sender stops'));
    this.#claimBell.resolve();
    this.#lookBell.resolve();
    const deadline = setTimeout(() => this.#closing.abort(new Error('the sender stops')), CLOSE_BOUND_MS);
    await Promise.all(this.#underWay);
    clearTimeout(deadline);
    await this.#attempts.drain();
  }

  /** Announces what had to wait, and finds receivers for which something is due. */
  async #keepLooking(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#lookBell = Promise.withResolvers<void>();
      const waitMs = await this.#lookOnce().catch((cause: unknown) => {
        this.#parts.log.warn({ err: cause }, 'due deliveries could not be looked for');
        return RETRY_MS;
      });
      const timer = setTimeout(this.#lookBell.resolve, waitMs);
      await this.#lookBell.promise;
      clearTimeout(timer);
    }
  }

  async #lookOnce(): Promise<number> {
    const { sql, lookEveryMs } = this.#parts;
    await releaseSignals(this.#parts);
    let waitMs = Math.max(0, Math.min(lookEveryMs, (await findNextSignalMs(sql)) ?? lookEveryMs));
    for (const { dueInMs, ...key } of await listWaitingReceivers(sql)) {
      if (dueInMs <= 0) this.#receivers.note(key);
      else waitMs = Math.min(waitMs, dueInMs);
    }
    this.#claimBell.resolve();
    return waitMs;
  }

  async #keepClaiming(): Promise<void> {
    const { sql, leaseMs, answerTimeoutMs, log } = this.#parts;
    while (!this.#stopping.signal.aborted) {
      this.#claimBell = Promise.withResolvers<void>();
      const wanted = this.#attempts.size < MAX_UNWRITTEN ? this.#receivers.takeWanted() : [];
      if (wanted.length === 0) {
        await this.#claimBell.promise;
        continue;
      }
      try {
        const askedMs = performance.now();
        const claimed = await claimDeliveries(sql, wanted, leaseMs);
        for (const delivery of claimed) this.#usableUntilMs.set(delivery, askedMs + leaseMs - answerTimeoutMs);
        this.#receivers.add(wanted, claimed);
        this.#fill();
      } catch (cause) {
        log.warn({ err: cause }, 'deliveries could not be claimed');
        for (const each of wanted) this.#receivers.note(each);
        // Being stopped ends the wait early, which is no fault.
        await delay(RETRY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
    await this.#giveBack();
  }

  async #giveBack(): Promise<void> {
    await returnDeliveries(this.#parts.sql, this.#receivers.clear()).catch((cause: unknown) => {
      this.#parts.log.warn(
        { err: cause },
        'deliveries could not be given back: they are taken up when their lease ends',
      );
    });
  }

  /** Sends as much as there is room for. */
  #fill(): void {
    while (!this.#stopping.signal.aborted) {
      const sending = this.#receivers.next();
      if (sending === null) return;
      const underWay = this.#send(sending).finally(() => {
        this.#underWay.delete(underWay);
        this.#fill();
        if (this.#receivers.isHungry) this.#claimBell.resolve();
      });
      this.#underWay.add(underWay);
    }
  }

  #attempt(delivery: ClaimedDelivery): Promise<AttemptEnd> {
    const attributes = { 'causeway.webhook_id': delivery.webhookId, 'causeway.event_type': delivery.eventType };
    return inSpan('webhook attempt', { kind: 'client', attributes }, async (span) => {
      const end = await attemptDelivery(this.#attemptParts, delivery, this.#closing.signal);
      const { responseStatus, isTaken } = end.ended;
      if (responseStatus !== null) span.set({ 'http.response.status_code': responseStatus });
      if (!isTaken) span.fail(responseStatus === null ? 'no_answer' : String(responseStatus));
      return end;
    });
  }

  async #send(sending: Sending): Promise<void> {
    const { delivery } = sending;
    const usableUntilMs = this.#usableUntilMs.get(delivery) ?? 0;
    this.#usableUntilMs.delete(delivery);
    if (performance.now() > usableUntilMs) {
      // It waited for so long that another sender may take it by now.
      sending.drop();
      return;
    }
    const slow = setTimeout(() => {
      sending.isSlow();
      this.#fill();
    }, SLOW_MS);
    try {
      const end = await this.#attempt(delivery);
      const { isTaken, durationMs } = end.ended;
      sending.end(isTaken ? (durationMs > SLOW_MS ? 'slow' : 'healthy') : 'failing');
      this.#attempts.write({ ...end, wasFailing: delivery.isFailing });
    } catch (cause) {
      sending.end('failing');
      if (this.#closing.signal.aborted) await returnDeliveries(this.#parts.sql, [delivery]).catch(() => undefined);
      else this.#parts.log.error({ err: cause, webhookId: delivery.webhookId }, 'a delivery could not be attempted');
    } finally {
      clearTimeout(slow);
    }
  }
}
