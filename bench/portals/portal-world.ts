import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '@causeway/client';
import { startDemoBankProcess } from '../../src/cli/quickstart/demo-bank-process.ts';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import { readConfig } from '../../src/config.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { openDatabase, type Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { type Installation, openInstallation, type Running } from '../../src/main.ts';
import { ROOT } from '../../test/support/root.ts';
import { type ProductProcess, startProductServer, startProductWorker } from '../harness/product-server.ts';
import type { World } from '../harness/world.ts';

const KEY_LIFETIME_MS = 86_400_000;
const DATABASE = 'bench_portals';

/** Demo bank, API and worker in processes of their own, on a database that holds nothing else. */
export interface PortalWorld {
  readonly bankUrl: string;
  /** Holds `bank`, where the demo bank keeps what outlives it. */
  readonly folder: string;
  readonly worker: ProductProcess;
  /** Asks the API with a key of a test environment. */
  readonly client: Client;
  readonly sql: Sql;
}

/** Starts everything with the settings that the product has by itself, and ends it whatever the work did. */
export async function withPortalWorld<T>(world: World, work: (portals: PortalWorld) => Promise<T>): Promise<T> {
  const server = world.settings.DATABASE_URL ?? '';
  const folder = mkdtempSync(join(world.folder, 'portals-'));
  const running: Running[] = [];
  await onServer(server, (sql) => sql`create database ${sql(DATABASE)}`);
  running.push({ stop: () => onServer(server, (sql) => sql`drop database ${sql(DATABASE)} with (force)`) });
  try {
    const dataDir = join(folder, 'data');
    const bankDir = join(folder, 'bank');
    mkdirSync(dataDir);
    const bank = await startDemoBankProcess({ stateDir: bankDir, wantedUrl: 'http://127.0.0.1:0' });
    running.push(bank);
    const settings = {
      DATABASE_URL: new URL(`/${DATABASE}`, server).href,
      CAUSEWAY_DATA_DIR: dataDir,
      CAUSEWAY_DEMO_BANK_URL: bank.url,
    };
    const installation = await openInstallation(readConfig(settings, ROOT), silentLog, { attach: false });
    running.push({ stop: installation.close });
    const api = await startProductServer({ worker: false, settings });
    running.push(api);
    const worker = await startProductWorker(settings);
    running.push(worker);
    const client = createClient({ baseUrl: api.url, apiKey: await createTestKey(installation) });
    return await work({ bankUrl: bank.url, folder, worker, client, sql: installation.sql });
  } finally {
    for (const each of running.reverse()) await each.stop();
  }
}

async function createTestKey({ commands }: Installation): Promise<string> {
  const { id: organizationId } = await createOrganization(commands, 'Bench portals');
  const request = { organizationId, environment: 'test', name: 'bench', scopes: SCOPES, lifetimeMs: KEY_LIFETIME_MS };
  const made = await createApiKey(commands, { ...request, environment: 'test' });
  if (!made.ok) throw new Error(`the key was refused: ${made.refusal.code}`);
  return made.value.text;
}

async function onServer(url: string, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = openDatabase({ url, maxConnections: 1, applicationName: 'bench', log: silentLog });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
