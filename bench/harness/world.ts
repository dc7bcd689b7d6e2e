import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCursorKeys } from '../../src/api/cursor-keys.ts';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { readConfig } from '../../src/config.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { type CursorKeys, encodeStreamCursor } from '../../src/domain/cursors/stream-cursor.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/infra/embedded-postgres/start.ts';
import { silentLog } from '../../src/infra/log.ts';
import { type Installation, openInstallation } from '../../src/main.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { aborted } from '../../test/support/abort.ts';
import { ROOT } from '../../test/support/root.ts';
import type { Organization } from '../organization/organization.ts';
import { seedOrganization } from '../organization/seed-organization.ts';
import type { Pass } from '../pass.ts';
import { type ProductServer, startProductServer, stopProductServers } from './product-server.ts';

const KEY_LIFETIME_MS = 86_400_000;
/** What is measured is how fast the product can be, not how fast it lets one client be; requests are counted all the same. */
const WITHOUT_LIMITS = {
  CAUSEWAY_RATE_LIMIT_PER_KEY: '1000000',
  CAUSEWAY_RATE_LIMIT_PER_ORGANIZATION: '1000000',
  CAUSEWAY_FAILED_KEY_LIMIT: '0',
  CAUSEWAY_MAX_REQUESTS_PER_KEY: '0',
  CAUSEWAY_MAX_STREAMS_PER_KEY: '0',
  CAUSEWAY_MAX_DELAY_MS: '60000',
};

/** What a run measures on. Everything is made when the first line needs it. */
export interface World {
  readonly options: Pass;
  /** For files of the run; gone after it. */
  readonly folder: string;
  readonly installation: Installation;
  progress(text: string): void;
  organization(): Promise<Organization>;
  /** Settings with which a process of the product works on this world's database. */
  readonly settings: Readonly<Record<string, string>>;
  /** The API of the product in its own process, shared by the lines. */
  api(): Promise<ProductServer>;
  createKey(tenant: Tenant): Promise<string>;
  /** A cursor as the server hands it out at that position, to a client that has caught up there. */
  cursorAt(tenant: Tenant, position: bigint): string;
}

interface Opened extends World {
  close(): Promise<void>;
}

/** Opens the world, gives it to the work, and clears it away whatever the work did, also when the signal fires meanwhile. */
export async function withWorld<T>(
  options: Pass,
  progress: (text: string) => void,
  signal: AbortSignal,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-'));
  // The database server's own user has to pass through a folder that root made.
  chmodSync(folder, 0o711);
  try {
    const world = await openWorld(options, folder, progress);
    try {
      return await Promise.race([work(world), aborted(signal)]);
    } finally {
      await world.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function openWorld(options: Pass, folder: string, progress: (text: string) => void): Promise<Opened> {
  const home = options.dataDir ?? folder;
  const dataDir = join(home, 'data');
  mkdirSync(dataDir, { recursive: true });
  const server = await startEmbeddedPostgres({ dataDir: join(home, 'postgres'), log: silentLog });
  try {
    const settings = { DATABASE_URL: server.url, CAUSEWAY_DATA_DIR: dataDir, ...WITHOUT_LIMITS };
    const config = readConfig(settings, ROOT);
    const installation = await openInstallation(config, silentLog, { attach: false });
    const cursorKeys = await createCursorKeys(config.cursorKeyNumber, installation.purposeKey);
    return assemble({ options, folder, home, settings, installation, cursorKeys, server, progress });
  } catch (cause) {
    await server.stop();
    throw cause;
  }
}

function assemble(parts: {
  readonly options: Pass;
  readonly folder: string;
  readonly home: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly installation: Installation;
  readonly cursorKeys: CursorKeys;
  readonly server: EmbeddedPostgres;
  progress(text: string): void;
}): Opened {
  const { options, folder, home, settings, installation, cursorKeys, server, progress } = parts;
  let organization: Promise<Organization> | null = null;
  let api: Promise<ProductServer> | null = null;
  return {
    options,
    folder,
    settings,
    installation,
    progress,
    organization: () => {
      organization ??= findOrSeed(installation, home, options, progress);
      return organization;
    },
    api: () => {
      api ??= startProductServer({ worker: false, settings });
      return api;
    },
    createKey: async ({ organizationId, environment }) => {
      const request = { organizationId, environment, name: 'bench', scopes: SCOPES, lifetimeMs: KEY_LIFETIME_MS };
      const made = await createApiKey(installation.commands, request);
      if (!made.ok) throw new Error(`the key was refused: ${made.refusal.code}`);
      return made.value.text;
    },
    cursorAt: (tenant, position) => {
      const scope = { ...tenant, accountId: null, connectionId: null };
      return encodeStreamCursor({ position, since: position, issuedAtMs: Date.now() }, scope, cursorKeys);
    },
    close: async () => {
      await stopProductServers();
      await installation.close();
      await server.stop();
    },
  };
}

/** The organization that lies in the folder from an earlier run, if it is the one asked for; a new one in an empty folder. */
async function findOrSeed(
  installation: Installation,
  home: string,
  { rows, seed }: Pass,
  progress: (text: string) => void,
): Promise<Organization> {
  const file = join(home, 'organization.json');
  if (existsSync(file)) {
    // Written by this function.
    const { head, ...found } = JSON.parse(readFileSync(file, 'utf8')) as Omit<Organization, 'head'> & { head: string };
    if (found.rows === rows && found.seed === seed) return { ...found, head: BigInt(head) };
    throw new Error(
      `${home} holds an organization of ${found.rows} rows with seed ${found.seed}. Ask for these, or name another folder with --data.`,
    );
  }
  progress(`seeding an organization of ${rows.toLocaleString('en-US')} transactions`);
  const organization = await seedOrganization(installation, { rows, seed }, progress);
  writeFileSync(file, `${JSON.stringify({ ...organization, head: organization.head.toString() })}\n`);
  return organization;
}
