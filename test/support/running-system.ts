import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoBankOptions, startDemoBank } from '@causeway/demo-bank';
import { createApiKey } from '../../src/commands/create-api-key.ts';
import { createOrganization } from '../../src/commands/create-organization.ts';
import { readConfig } from '../../src/config.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { SCOPES, type Scope } from '../../src/domain/scope.ts';
import { silentLog } from '../../src/infra/log.ts';
import { type Installation, openInstallation, startApi, startSyncing } from '../../src/main.ts';
import { type Caller, createCaller } from './caller.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** The whole product on a database, a port and a folder of its own. */
export interface RunningSystem {
  readonly installation: Installation;
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly apiUrl: string;
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

/** Starts API, worker and demo bank in this process. `settings` are environment variables; `database` is dropped at the end. */
export async function startSystem(
  options: {
    readonly worker?: boolean;
    readonly settings?: Readonly<Record<string, string>>;
    readonly database?: TestDatabase;
    /** Where the bank's messages go; nowhere when left out. */
    readonly delivery?: DemoBankOptions['delivery'];
  } = {},
): Promise<RunningSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'causeway-system-'));
  const database = options.database ?? (await createTestDatabase());
  const { delivery } = options;
  const bank = await startDemoBank({
    ...{ port: 0, stateDir: join(dataDir, 'bank'), log: silentLog, now: () => new Date() },
    ...(delivery === undefined ? {} : { delivery }),
  });
  const config = readConfig(
    {
      DATABASE_URL: database.url,
      CAUSEWAY_DATA_DIR: dataDir,
      CAUSEWAY_PORT: '0',
      CAUSEWAY_DEMO_BANK_URL: bank.url,
      CAUSEWAY_SCHEDULE_INTERVAL_MS: '100',
      CAUSEWAY_LEASE_TTL_MS: '2000',
      ...options.settings,
    },
    ROOT,
  );
  const installation = await openInstallation(config, silentLog, { attach: false });
  const worker = options.worker === false ? null : await startSyncing(installation);
  const api = await startApi(installation);
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
    bankUrl: bank.url,
    createKey,
    callerWith,
    createOrganization: async () => {
      const { id } = await createOrganization(commands, 'Test organization');
      return { id, test: callerWith(await createKey(id, 'test')), live: callerWith(await createKey(id, 'live')) };
    },
    stop: async () => {
      await api.stop();
      await worker?.stop();
      await installation.close();
      await bank.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
