import { createWebhook, type ReceiverParts } from '../../src/commands/webhooks/create-webhook.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { silentLog } from '../../src/infra/log.ts';
import { createOutbound } from '../../src/infra/outbound/outbound.ts';
import { type EventRow, insertEvents } from '../../src/store/events/events.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { type SenderParts, startWebhookSender, type WebhookSender } from '../../src/webhooks/sender.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { createCommandParts } from '../support/records/command-parts.ts';
import { createTenant } from '../support/records/ledger.ts';
import { startReceiver, type TestReceiver } from '../support/system/webhook-receiver.ts';

export interface Registered {
  readonly id: string;
  readonly secret: string;
  readonly tenant: Tenant;
  readonly path: string;
}

/** A database, a receiver and as many senders as a test starts. */
export interface SenderStage {
  readonly database: TestDatabase;
  readonly receiver: TestReceiver;
  readonly parts: ReceiverParts;
  createTenant(environment?: Environment): Promise<Tenant>;
  /** Registers a path of the receiver. */
  register(tenant: Tenant, path: string, events?: readonly string[]): Promise<Registered>;
  /** Writes events of a type that is never held back, in one transaction; returns their ids. */
  announce(tenant: Tenant, count: number): Promise<string[]>;
  newEvent(type?: EventRow['type'], data?: Record<string, unknown>): EventRow;
  startSender(changes?: Partial<SenderParts>): Promise<WebhookSender>;
  /** Has that much time pass for deliveries, registrations and announcements: everything written moves into the past. */
  letTimePass(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startStage(): Promise<SenderStage> {
  const database = await createTestDatabase();
  const receiver = await startReceiver();
  const clock = () => Date.now();
  const parts: ReceiverParts = {
    ...createCommandParts(database.sql),
    nowMs: clock,
    sealCredentials: async (_tenant, _id, plaintext) => new TextEncoder().encode(`sealed ${plaintext}`),
    findUrlProblem: () => null,
  };
  const outbound = createOutbound({ allowLoopback: true });
  const senders: WebhookSender[] = [];
  const newEvent: SenderStage['newEvent'] = (type = 'account.updated', data = { accountId: 'a' }) => ({
    id: parts.newId(),
    type,
    data,
    createdAt: instantFromMs(clock()),
  });
  return {
    database,
    receiver,
    parts,
    newEvent,
    createTenant: (environment = 'live') => createTenant(parts, environment),
    register: async (tenant, path, events = ['account.updated']) => {
      const created = await createWebhook(parts, tenant, { url: receiver.url + path, events });
      if (!created.ok) throw new Error(created.refusal.message);
      return { id: created.value.webhook.id, secret: created.value.secret, tenant, path };
    },
    announce: async (tenant, count) => {
      const events = Array.from({ length: count }, () => newEvent());
      await database.sql.begin((db) => insertEvents(db, tenant, events));
      return events.map(({ id }) => id);
    },
    startSender: async (changes = {}) => {
      const sender = await startWebhookSender({
        sql: database.sql,
        log: silentLog,
        outbound,
        nowMs: clock,
        newId: parts.newId,
        now: parts.now,
        random: () => 0.5,
        openSecret: async (_tenant, _id, sealed) => new TextDecoder().decode(sealed).slice('sealed '.length),
        userAgent: 'Causeway-Webhooks/test',
        answerTimeoutMs: 15_000,
        leaseMs: 60_000,
        lookEveryMs: 50,
        ...changes,
      });
      senders.push(sender);
      return sender;
    },
    letTimePass: (ms) =>
      database.sql.begin(async (db) => {
        const past = db`${ms} * interval '1 millisecond'`;
        await db`update webhook_deliveries set next_attempt_at = next_attempt_at - ${past}`;
        await db`update webhook_queue set due_at = due_at - ${past}, leased_until = leased_until - ${past}`;
        await db`update webhooks set failing_since = failing_since - ${past},
          last_failed_at = last_failed_at - ${past}, paused_until = paused_until - ${past},
          previous_secret_expires_at = previous_secret_expires_at - ${past}`;
        await db`update connection_signals set announced_at = announced_at - ${past}, due_at = due_at - ${past}`;
      }),
    stop: async () => {
      await Promise.all(senders.map((sender) => sender.stop()));
      await outbound.close();
      await receiver.stop();
      await database.drop();
    },
  };
}
