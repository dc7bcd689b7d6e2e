import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import { buildApp } from './api/app.ts';
import { loadContract } from './api/contract/contract.ts';
import { createCursorKeys } from './api/cursor-keys.ts';
import { createKeyCheck, createKeyRecheck } from './api/key-check.ts';
import type { Operation } from './api/operation.ts';
import { operations } from './api/operations.ts';
import type { ApiParts } from './api/parts.ts';
import { createSharedReads } from './api/shared-reads.ts';
import { openBrowsers } from './browsers.ts';
import type { CommandParts } from './commands/parts.ts';
import type { Config } from './config.ts';
import { fileConnector } from './connectors/files/connector.ts';
import { findConnector } from './connectors/registry.ts';
import { mergeKnowledge } from './domain/file-knowledge.ts';
import { createIdGenerator } from './domain/id.ts';
import { instantFromMs } from './domain/instant.ts';
import { openDatabase, type Sql } from './infra/database.ts';
import { startEmbeddedPostgres } from './infra/embedded-postgres/start.ts';
import { type EvidenceStore, EvidenceTooLargeError, openEvidenceStore } from './infra/evidence-store.ts';
import { envKeyProvider, fileKeyProvider } from './infra/key-provider.ts';
import type { Log } from './infra/log.ts';
import { migrate } from './infra/migrations.ts';
import { computeTotp, normaliseTotpSeed } from './infra/totp.ts';
import { createVault } from './infra/vault.ts';
import type { SourceParts } from './ingest/file-source/parts.ts';
import { previewFile } from './ingest/preview-file.ts';
import { QuietReadings } from './ingest/quiet-readings.ts';
import { openSourceHttp } from './ingest/source-http.ts';
import { createJobHandlers } from './jobs/handlers.ts';
import { startSchedule } from './jobs/schedule.ts';
import { startWorker } from './jobs/worker.ts';
import { openSourceFolder } from './open-source-folder.ts';
import { findAccount } from './store/accounts.ts';
import { findFileSettings } from './store/file-settings.ts';
import { loadInstitutions } from './store/institutions.ts';
import { startRunWaiter } from './store/run-waiter.ts';
import { createSealedCredentials, type SealedCredentials } from './store/sealed-credentials.ts';
import { startStreamBell } from './store/stream-bell.ts';
import { findTenantNow } from './store/tenant-clock.ts';
import { VERSION } from './version.ts';

export { startInbound } from './inbound.ts';
export { tryRecipe } from './recipe-trial.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CONTRACT = join(ROOT, 'openapi', 'causeway.yaml');
const MIGRATIONS = join(ROOT, 'migrations');
/** An upload answers when its run has ended; the largest files take a worker about this long. */
const UPLOAD_WAIT_MS = 600_000;
/** A simulated bank answers at once; a request of the API must not wait for one that does not. */
const BANK_CONTROL_TIMEOUT_MS = 10_000;
/** How long requests under way may take to end when the service stops. */
const CLOSE_BOUND_MS = 3_000;

/** A database that is up to date, and everything that works on it. Closing it stops what it started. */
export interface Installation {
  readonly config: Config;
  readonly log: Log;
  readonly databaseUrl: string;
  readonly sql: Sql;
  readonly commands: CommandParts;
  readonly credentials: SealedCredentials;
  readonly evidence: EvidenceStore;
  /** A 32-byte key for one purpose, from the master key. */
  deriveKey(purpose: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Opens the database (the embedded one unless `databaseUrl` is set), brings it up to date and puts the parts together.
 * With `attach` it also works beside a running server that holds the embedded database.
 */
export async function openInstallation(
  config: Config,
  log: Log,
  options: { readonly attach: boolean },
): Promise<Installation> {
  const server =
    config.databaseUrl === null
      ? await startEmbeddedPostgres({
          dataDir: join(config.dataDir, 'postgres'),
          log,
          attachIfRunning: options.attach,
          revive: true,
        })
      : null;
  const databaseUrl = server?.url ?? config.databaseUrl ?? '';
  const sql = openDatabase({ url: databaseUrl, maxConnections: config.databasePool, applicationName: 'causeway', log });
  const close = async () => {
    await sql.end({ timeout: 5 });
    await server?.stop();
  };
  try {
    await migrate({ sql, dir: MIGRATIONS, log });
    await runMigrations({ connectionString: databaseUrl });
    return await assemble(config, log, { databaseUrl, sql, close });
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function assemble(
  config: Config,
  log: Log,
  database: { readonly databaseUrl: string; readonly sql: Sql; close(): Promise<void> },
): Promise<Installation> {
  const { sql } = database;
  const keyProvider =
    config.masterKey === null
      ? fileKeyProvider({ dataDir: config.dataDir })
      : envKeyProvider({ value: config.masterKey, name: 'CAUSEWAY_MASTER_KEY' });
  const vault = createVault({ keyProvider });
  // A key object spares the hash of every request the making of one.
  const keyHashKey = createSecretKey(await vault.deriveKey('api key hashes'));
  const newId = createIdGenerator({ nowMs: () => Date.now(), randomBytes });
  const credentials = createSealedCredentials({ sql, vault, now: () => instantFromMs(Date.now()) });
  const commands: CommandParts = {
    sql,
    institutions: await loadInstitutions(config.institutionsDir, { demoBankUrl: config.demoBankUrl }),
    newId,
    nowMs: () => Date.now(),
    now: (tenant) => findTenantNow(sql, tenant, Date.now()),
    sealCredentials: credentials.seal,
    phoneNumbers: config.sms?.numbers ?? [],
    isTotpSeed: (text) => normaliseTotpSeed(text) !== null,
    hashKeySecret: (secret) => createHmac('sha256', keyHashKey).update(secret).digest(),
    randomBytes,
  };
  const evidence = await openEvidenceStore({ dir: join(config.dataDir, 'evidence') });
  return { config, log, ...database, commands, credentials, evidence, deriveKey: vault.deriveKey };
}

/** A part of the service that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

/** Starts the HTTP API; resolves when it listens. Benchmarks serve operations of their own beside it. */
export async function startApi(
  installation: Installation,
  served: readonly Operation<ApiParts>[] = operations,
): Promise<Running & { readonly url: string }> {
  const { config, log, sql, commands, credentials, evidence } = installation;
  const waiter = await startRunWaiter(sql);
  const bell = await startStreamBell(sql);
  const parts: ApiParts = {
    ...commands,
    version: VERSION,
    documentationBaseUrl: config.errorDocsUrl,
    log,
    cursorKeys: await createCursorKeys(config.cursorKeyNumber, installation.deriveKey),
    authenticate: createKeyCheck(commands),
    isReady: async () => {
      await sql`select 1`;
      return true;
    },
    delegatedUser: { ...config.delegatedUser, mailDomain: config.mail?.domain ?? null },
    maxUploadBytes: config.maxUploadBytes,
    uploadWaitMs: UPLOAD_WAIT_MS,
    storedCredentialFields: async (tenant, connectionId) =>
      new Set(
        Object.keys(await credentials.read(tenant, connectionId)) as (keyof Awaited<
          ReturnType<typeof credentials.read>
        >)[],
      ), // Keys of a record by field.
    openBankHttp: (institution, tenant, now) => openSourceHttp(institution, tenant, now, BANK_CONTROL_TIMEOUT_MS),
    readLoginNames: async (tenant, connectionId) => {
      const { bankCustomerId, bankUsername } = await credentials.read(tenant, connectionId);
      return { bankCustomerId, bankUsername };
    },
    stageFile: (bytes) => evidence.stage(bytes, { maxBytes: config.maxUploadBytes }),
    openEvidence: evidence.open,
    watchesFolders: config.fileRoot !== null,
    previewFile: async (tenant, file) => {
      const settings = await findFileSettings(sql, tenant.organizationId, file.connectionId);
      const knowledge = mergeKnowledge(settings, file.knowledge, { accountId: file.fileAccountId });
      const target = knowledge.accountId == null ? null : await findAccount(sql, tenant, knowledge.accountId);
      const stored = { sha256: file.fileSha256, sizeBytes: Number(file.fileSizeBytes) };
      return previewFile({ fileConnector, openEvidence: evidence.open }, stored, knowledge, target);
    },
    waitForRun: waiter.wait,
    listenToStream: bell.listen,
    // Half of the pool at most: a commit that wakes many listeners must not keep requests waiting.
    shareRead: createSharedReads(Math.ceil(config.databasePool / 2)),
    recheckKey: createKeyRecheck(commands),
  };
  const app = buildApp({ parts, contract: loadContract(CONTRACT), operations: served });
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    url,
    stop: async () => {
      // Requests may end in order for a while; a connection that nobody ends any more must not hold up the process.
      const deadline = setTimeout(() => app.server.closeAllConnections(), CLOSE_BOUND_MS);
      await app.close();
      clearTimeout(deadline);
      await waiter.stop();
      await bell.stop();
    },
  };
}

/** Starts working off syncs and keeping the schedule. */
export async function startSyncing(installation: Installation): Promise<Running> {
  const browsers = openBrowsers(installation.config, installation.log, { headed: false });
  const { config, log, sql, commands, credentials, evidence } = installation;
  const parts: SourceParts = {
    sql,
    log,
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
        return normal === null ? null : computeTotp(normal, step);
      },
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
    databaseUrl: installation.databaseUrl,
    concurrency: config.workerConcurrency,
    handlers: createJobHandlers(parts),
    log,
  });
  const schedule = startSchedule(
    { ...commands, log, leaseTtlMs: config.leaseTtlMs, removeEvidence: evidence.remove },
    config.scheduleIntervalMs,
  );
  return {
    stop: async () => {
      await schedule.stop();
      await worker.stop();
      await browsers.close();
    },
  };
}
