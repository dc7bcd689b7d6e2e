import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileConnector } from '../connectors/files/connector.ts';
import { findConnector } from '../connectors/registry.ts';
import { TOTP_STEP_MS } from '../domain/connection/totp-step.ts';
import { EvidenceTooLargeError } from '../infra/evidence-store.ts';
import { computeTotp, normaliseTotpSeed } from '../infra/totp.ts';
import { QuietReadings } from '../ingest/accounts/quiet-readings.ts';
import type { SourceParts } from '../ingest/file-source/parts.ts';
import { openSourceHttp } from '../ingest/session/source-http.ts';
import { createJobHandlers } from '../jobs/handlers.ts';
import { startSchedule } from '../jobs/schedule.ts';
import { startSearchIndexer } from '../jobs/search-indexer.ts';
import { startWorker } from '../jobs/worker.ts';
import { enqueueJob } from '../store/jobs.ts';
import { type Browsers, openBrowsers } from './browsers.ts';
import type { Installation, Running } from './installation.ts';
import { openSourceFolder } from './open-source-folder.ts';
import { startSending } from './webhook-sending.ts';

/** Time between two looks for changes that cannot be found quickly yet. */
const SEARCH_INTERVAL_MS = 2_000;

/** Starts working off syncs, keeping the schedule and sending webhooks. */
export async function startSyncing(
  installation: Installation,
): Promise<Running & { browserStats(): ReturnType<Browsers['stats']> }> {
  const browsers = openBrowsers(installation.config, installation.log, { headed: false });
  const { config, log, sessions, credentials, evidence } = installation;
  const commands = { ...installation.commands, sql: sessions.service };
  const parts: Omit<SourceParts, 'sql'> = {
    log,
    metrics: installation.metrics,
    institutions: commands.institutions,
    fileConnector,
    quietReadings: new QuietReadings(),
    codes: {
      nowMs: commands.nowMs,
      receives: [...(config.mail === null ? [] : ['email' as const]), ...(config.sms === null ? [] : ['sms' as const])],
      seal: credentials.seal,
      open: credentials.open,
      computeTotp: (seed, step) => {
        const normal = normaliseTotpSeed(seed);
        return normal === null ? null : computeTotp(normal, step * TOTP_STEP_MS);
      },
      randomBytes,
      pause: (ms, signal) => delay(ms, undefined, { signal }),
    },
    leaseTtlMs: config.leaseTtlMs,
    newId: commands.newId,
    random: Math.random,
    now: commands.now,
    findConnector,
    openHttp: openSourceHttp,
    openBrowser: (institution, tenant, now) =>
      browsers.open(institution, tenant.environment === 'test' ? { 'causeway-virtual-time': now } : {}),
    readCredentials: credentials.read,
    storeEvidence: (bytes) => evidence.put(bytes, { maxBytes: config.maxUploadBytes }),
    openEvidence: evidence.open,
    nowMs: commands.nowMs,
    openFolder: (tenant, source) => openSourceFolder({ config, credentials }, tenant, source),
    stageFile: (bytes) => evidence.stage(bytes, { maxBytes: config.maxUploadBytes }),
    isTooLarge: (cause) => cause instanceof EvidenceTooLargeError,
  };
  const worker = await startWorker({
    databaseUrl: sessions.serviceUrl,
    concurrency: config.workerConcurrency,
    putBack: (name, payload, key) => enqueueJob(sessions.service, name, payload, { key, againInMs: 0 }),
    handlers: createJobHandlers((tenant) => ({ ...parts, sql: sessions.sqlOf(tenant) })),
    log,
  });
  const schedule = startSchedule(
    {
      ...commands,
      log,
      leaseTtlMs: config.leaseTtlMs,
      removeEvidence: evidence.remove,
      auditRetentionDays: config.auditRetentionDays,
    },
    config.scheduleIntervalMs,
  );
  const indexer = startSearchIndexer({ sql: sessions.service, sqlOf: sessions.sqlOf, log }, SEARCH_INTERVAL_MS);
  const sending = await startSending({ ...installation, sql: sessions.service, commands });
  return {
    browserStats: browsers.stats,
    stop: async () => {
      await schedule.stop();
      await indexer.stop();
      await worker.stop();
      // Last, so that what the syncs under way announce goes out.
      await sending.stop();
      await browsers.close();
    },
  };
}
