import type { CommandParts } from '../commands/parts.ts';
import type { Config } from '../config.ts';
import { ANSWER_TIMEOUT_MS } from '../domain/webhooks/webhook-schedule.ts';
import type { Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import type { Metrics } from '../infra/metrics/metrics.ts';
import { createOutbound } from '../infra/outbound/outbound.ts';
import type { SealedCredentials } from '../store/keys/sealed-credentials.ts';
import { VERSION } from '../version.ts';
import { startWebhookSender } from '../webhooks/sender.ts';

/** Retries are due by the second. */
const LOOK_EVERY_MS = 1_000;

/** Starts sending webhooks. Any number of processes may; they share nothing but the database. */
export async function startSending({
  config,
  log,
  metrics,
  sql,
  commands,
  credentials,
}: {
  readonly config: Config;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  readonly sql: Sql;
  readonly commands: CommandParts;
  readonly credentials: Pick<SealedCredentials, 'open'>;
}): Promise<{ stop(): Promise<void> }> {
  const outbound = createOutbound({ allowLoopback: config.webhookLoopback });
  const sender = await startWebhookSender({
    sql,
    log,
    metrics,
    outbound,
    nowMs: commands.nowMs,
    newId: commands.newId,
    now: commands.now,
    random: Math.random,
    openSecret: credentials.open,
    userAgent: `Causeway-Webhooks/${VERSION}`,
    answerTimeoutMs: ANSWER_TIMEOUT_MS,
    leaseMs: config.leaseTtlMs + ANSWER_TIMEOUT_MS,
    lookEveryMs: LOOK_EVERY_MS,
  });
  return {
    stop: async () => {
      await sender.stop();
      await outbound.close();
    },
  };
}
