import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../api/app.ts';
import { createConnectCheck, createEmbeddingLookup } from '../api/callers/connect-check.ts';
import { createKeyCheck } from '../api/callers/key-check.ts';
import { loadContract } from '../api/contract/contract.ts';
import { createCursorKeys } from '../api/cursor-keys.ts';
import { createKeyedActs } from '../api/idempotency.ts';
import { createFailedKeys } from '../api/limits/failed-keys.ts';
import { createRateLimiter } from '../api/limits/rate-limiter.ts';
import type { WorkloadFigures } from '../api/limits/workload.ts';
import type { Operation } from '../api/operation.ts';
import { operations } from '../api/operations.ts';
import type { ApiParts } from '../api/parts.ts';
import { shareLook } from '../api/streams/shared-look.ts';
import { createSharedReads } from '../api/streams/shared-reads.ts';
import { createTenantParts } from '../api/tenant-parts.ts';
import { webOperations } from '../api/web-operations.ts';
import { fileConnector } from '../connectors/files/connector.ts';
import type { StreamRestore } from '../domain/cursors/stream-cursor.ts';
import { mergeKnowledge } from '../domain/files/file-knowledge.ts';
import { askForWriting } from '../infra/database/ask-database.ts';
import type { Sql } from '../infra/database.ts';
import { findUrlProblem } from '../infra/outbound/url-problem.ts';
import { previewFile } from '../ingest/files/preview-file.ts';
import { openSourceHttp } from '../ingest/session/source-http.ts';
import { findAccount } from '../store/accounts/accounts.ts';
import { startRunWaiter } from '../store/connections/run-waiter.ts';
import { EVENT_CHANNEL } from '../store/events/events.ts';
import { findFileSettings } from '../store/files/file-settings.ts';
import { lendRequests } from '../store/keys/rate-windows.ts';
import { startTenantBell } from '../store/tenant-bell.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import { listStreamRestores } from '../store/tenants/whole-database.ts';
import { STREAM_CHANNEL } from '../store/transactions/transaction-writes.ts';
import { VERSION } from '../version.ts';
import { openConsole } from './console-parts.ts';
import type { Installation, Running } from './installation.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONTRACT = join(ROOT, 'openapi', 'causeway.yaml');
const WEB_CONTRACT = join(ROOT, 'openapi', 'web.yaml');
/** What `npm run build` makes. */
const PAGES = join(ROOT, 'apps', 'console', 'dist');
/** An upload answers when its run has ended; the largest files take a worker about this long. */
const UPLOAD_WAIT_MS = 600_000;
/** How long a repeated request waits for the first try before it is told to come again. */
const REPEAT_WAIT_MS = 5_000;
/** How long one look at the database answers all who ask whether the service is ready; they need no key. */
const READY_SHARE_MS = 1_000;
/** A simulated bank answers at once; a request of the API must not wait for one that does not. */
const BANK_CONTROL_TIMEOUT_MS = 10_000;
/** How long requests under way may take to end when the service stops. */
const CLOSE_BOUND_MS = 3_000;

/** A restore comes into an installation that nothing runs on, so what there is at the start stays all there is. */
async function readRestores(sql: Sql): Promise<(tenant: Tenant) => readonly StreamRestore[]> {
  const keyOf = ({ organizationId, environment }: Tenant) => `${organizationId} ${environment}`;
  const restores = Map.groupBy(await listStreamRestores(sql), keyOf);
  return restores.size === 0 ? () => [] : (tenant) => restores.get(keyOf(tenant)) ?? [];
}

/** Starts the HTTP API; resolves when it listens. Benchmarks serve operations of their own beside it. */
export async function startApi(
  installation: Installation,
  served: readonly Operation<ApiParts>[] = [...operations, ...webOperations],
): Promise<Running & { readonly url: string; workloadFigures(): WorkloadFigures }> {
  const { config, log, sessions, credentials, evidence } = installation;
  const commands = { ...installation.commands, sql: sessions.service };
  const listening = { url: '' };
  const waiter = await startRunWaiter(sessions.service, sessions.sqlOf);
  const bell = await startTenantBell(sessions.service);
  const parts: ApiParts = {
    ...commands,
    bindTo: createTenantParts((tenant) => ({ ...parts, sql: sessions.sqlOf(tenant) })),
    version: VERSION,
    documentationBaseUrl: () => config.errorDocsUrl ?? `${parts.publicUrl()}/docs/errors`,
    log,
    metrics: installation.metrics,
    cursorKeys: await createCursorKeys(config.cursorKeyNumber, installation.purposeKey),
    keyedActs: createKeyedActs({
      hashKey: await installation.purposeKey('idempotency keys'),
      newId: commands.newId,
      nowMs: commands.nowMs,
      seal: credentials.seal,
      open: credentials.open,
      waitMs: REPEAT_WAIT_MS,
    }),
    authenticate: createKeyCheck(commands),
    authenticateConnect: createConnectCheck(commands),
    findEmbeddingOrigins: createEmbeddingLookup(commands),
    publicUrl: () => config.publicUrl ?? listening.url,
    failedKeys: createFailedKeys(config.rates.failedKeys, commands.nowMs),
    countRequest: createRateLimiter(config.rates, {
      monotonicMs: () => performance.now(),
      lend: (subject, request) => lendRequests(sessions.service, subject, request),
    }),
    isReady: shareLook(
      async () => {
        await askForWriting(sessions.service);
        return true;
      },
      { monotonicMs: () => performance.now(), shareMs: READY_SHARE_MS },
    ),
    delegatedUser: {
      ...config.delegatedUser,
      mailDomain: config.mail?.domain ?? null,
      hasPhoneNumbers: commands.phoneNumbers.length > 0,
    },
    maxUploadBytes: config.maxUploadBytes,
    uploadWaitMs: UPLOAD_WAIT_MS,
    ...readStoredLogins(installation),
    openBankHttp: (institution, tenant, now) => openSourceHttp(institution, tenant, now, BANK_CONTROL_TIMEOUT_MS),
    stageFile: (bytes) => evidence.stage(bytes, { maxBytes: config.maxUploadBytes }),
    openEvidence: evidence.open,
    watchesFolders: config.fileRoot !== null,
    previewFile: previewFileOf(installation),
    findUrlProblem: (url) => findUrlProblem(url, { allowLoopback: config.webhookLoopback }),
    waitForRun: waiter.wait,
    listenToStream: (tenant) => bell.listen(STREAM_CHANNEL, tenant),
    listenToEvents: (tenant) => bell.listen(EVENT_CHANNEL, tenant),
    restoresOf: await readRestores(sessions.service),
    // Half of the pool at most: a commit that wakes many listeners must not keep requests waiting.
    shareRead: createSharedReads(Math.ceil(config.databasePool / 2)),
    ...openConsole(installation, commands),
  };
  const contract = loadContract(CONTRACT, WEB_CONTRACT);
  const { findEmbeddingOrigins } = parts;
  const pages = { dist: PAGES, randomBytes, findEmbeddingOrigins };
  const app = buildApp({ parts, contract, operations: served, bounds: config.http, pages });
  const url = await app.listen({ host: config.host, port: config.port });
  listening.url = url;
  return {
    url,
    workloadFigures: () => app.workloadFigures(),
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

/** What is told of a stored login: which parts there are, and the names in it; never a secret. */
function readStoredLogins({ credentials }: Installation): Pick<ApiParts, 'storedCredentialFields' | 'readLoginNames'> {
  return {
    storedCredentialFields: async (tenant, connectionId) => {
      const stored = await credentials.read(tenant, connectionId);
      return new Set(Object.keys(stored) as (keyof typeof stored)[]); // Keys of a record by field.
    },
    readLoginNames: async (tenant, connectionId) => {
      const { bankCustomerId, bankUsername } = await credentials.read(tenant, connectionId);
      return { bankCustomerId, bankUsername };
    },
  };
}

/** What a file in quarantine would do, by the settings of its connection and what was said of the file. */
function previewFileOf({ sessions, evidence }: Installation): ApiParts['previewFile'] {
  return async (tenant, file) => {
    const sql = sessions.sqlOf(tenant);
    const settings = await findFileSettings(sql, tenant.organizationId, file.connectionId);
    const knowledge = mergeKnowledge(settings, file.knowledge, { accountId: file.fileAccountId });
    const target = knowledge.accountId == null ? null : await findAccount(sql, tenant, knowledge.accountId);
    const stored = { sha256: file.fileSha256, sizeBytes: Number(file.fileSizeBytes) };
    return previewFile({ fileConnector, openEvidence: evidence.open }, stored, knowledge, target);
  };
}
