import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type DemoBankOptions, startDemoBank } from '@causeway/demo-bank';
import { expect, inject } from 'vitest';
import { LITTLE_WORK } from '../../../apps/demo-bank/src/testing/running-bank.ts';
import { createApiKey } from '../../../src/commands/keys/create-api-key.ts';
import { createOrganization } from '../../../src/commands/people/create-organization.ts';
import { readConfig } from '../../../src/config.ts';
import { SCOPES, type Scope } from '../../../src/domain/access/scope.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import { CARRIED } from '../../../src/infra/browser/browser-launcher.ts';
import { sweepRunFolders } from '../../../src/infra/browser/run-folder.ts';
import { placeCarriedChromium } from '../../../src/infra/browser/testing/test-browser.ts';
import { type Log, silentLog } from '../../../src/infra/log.ts';
import { type Installation, openInstallation, openMetrics, startApi, startSyncing } from '../../../src/main.ts';
import { type Caller, createCaller } from '../calls/caller.ts';
import { createTestDatabase, type TestDatabase } from '../database/test-database.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

/** The whole product on a database, a port and a folder of its own. */
export interface RunningSystem {
  readonly installation: Installation;
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly apiUrl: string;
  /** Where the metrics are served; null unless the settings ask for them. */
  readonly metricsUrl: string | null;
  readonly bankUrl: string;
  /** A new organization with a key of either environment that may do everything. */
  createOrganization(): Promise<TestOrganization>;
  createKey(organizationId: string, environment: Environment, scopes?: readonly Scope[]): Promise<string>;
  callerWith(key: string): Caller;
  stop(): Promise<void>;
}

export interface TestOrganization {
  readonly id: string;
  readonly test: Caller;
  readonly live: Caller;
}

/** The companies of a file are its own, and the same whichever files ran before it. */
function seedOfFile(): string {
  return `${inject('bankSeed')} ${relative(ROOT, expect.getState().testPath ?? '')}`;
}

/** Starts API, worker and demo bank in this process. `settings` are environment variables; `database` is dropped at the end. */
export async function startSystem(
  options: {
    readonly worker?: boolean;
    readonly settings?: Readonly<Record<string, string>>;
    readonly database?: TestDatabase;
    /** Data folder to work with, removed at the end; a new one when left out. */
    readonly dataDir?: string;
    /** Where the bank's messages go; nowhere when left out. */
    readonly delivery?: DemoBankOptions['delivery'];
    /** What the bank draws its companies from; the run's own seed, for this file, when left out. */
    readonly bankSeed?: string;
    /** Where the service's lines go; nowhere when left out. */
    readonly log?: Log;
  } = {},
): Promise<RunningSystem> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'causeway-system-')));
  const database = options.database ?? (await createTestDatabase());
  const { delivery } = options;
  const bank = await startDemoBank({
    ...{ port: 0, stateDir: join(dataDir, 'bank'), log: silentLog, now: () => new Date(), passwordWork: LITTLE_WORK },
    ...(delivery === undefined ? {} : { delivery }),
    seed: options.bankSeed ?? seedOfFile(),
  });
  const config = readConfig(
    {
      DATABASE_URL: database.url,
      CAUSEWAY_DATA_DIR: dataDir,
      CAUSEWAY_PORT: '0',
      CAUSEWAY_DEMO_BANK_URL: bank.url,
      // Often enough for what a test waits for; a look takes eight queries, and systems stand idle for most of their time.
      CAUSEWAY_SCHEDULE_INTERVAL_MS: '300',
      // No worker dies here, and one that was held up for some seconds with the whole machine has not.
      CAUSEWAY_LEASE_TTL_MS: '15000',
      // Tests refuse more keys in a minute than any honest client does.
      CAUSEWAY_FAILED_KEY_LIMIT: '0',
      // A machine that is busy with other tests is late without being overloaded.
      CAUSEWAY_MAX_DELAY_MS: '60000',
      ...options.settings,
    },
    ROOT,
  );
  if (config.browser.path === CARRIED) await placeCarriedChromium(join(dataDir, 'browser'));
  const counted = await openMetrics(config);
  const log = options.log ?? silentLog;
  const installation = await openInstallation(config, log, { attach: false, metrics: counted?.metrics });
  const worker = options.worker === false ? null : await startSyncing(installation);
  const api = await startApi(installation);
  const metrics =
    (await counted?.serve({
      sql: installation.sessions.service,
      pool: installation.sessions.tenants,
      log,
      workloadFigures: api.workloadFigures,
      ...(worker ?? {}),
    })) ?? null;
  const { commands } = installation;
  const createKey: RunningSystem['createKey'] = async (organizationId, environment, scopes = SCOPES) => {
    const created = await createApiKey(commands, {
      organizationId,
      environment,
      name: 'test',
      scopes,
      lifetimeMs: 86_400_000,
    });
    if (!created.ok) throw new Error(created.refusal.message);
    return created.value.text;
  };
  const callerWith = (key: string) => createCaller(api.url, key);
  return {
    installation,
    database,
    dataDir,
    apiUrl: api.url,
    metricsUrl: metrics === null ? null : `http://127.0.0.1:${metrics.port}/metrics`,
    bankUrl: bank.url,
    createKey,
    callerWith,
    createOrganization: async () => {
      const { id } = await createOrganization(commands, 'Test organization');
      return { id, test: callerWith(await createKey(id, 'test')), live: callerWith(await createKey(id, 'live')) };
    },
    stop: async () => {
      await api.stop();
      await metrics?.stop();
      await worker?.stop();
      await installation.close();
      await bank.close();
      await database.drop();
      // Processes of a test that were killed leave folders elsewhere, which only their run folders name.
      await sweepRunFolders(join(dataDir, 'browser', 'runs'));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
