import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandParts } from '../commands/parts.ts';
import type { Config } from '../config.ts';
import type { Actor } from '../domain/audit-entry.ts';
import { createIdGenerator } from '../domain/values/id.ts';
import { instantFromMs } from '../domain/values/instant.ts';
import { askDatabase } from '../infra/database/ask-database.ts';
import { openDatabase, type Sql } from '../infra/database.ts';
import { startEmbeddedPostgres } from '../infra/embedded-postgres/start.ts';
import { type EvidenceStore, openEvidenceStore } from '../infra/evidence-store.ts';
import { loadGraphileWorker } from '../infra/graphile-worker.ts';
import type { Log } from '../infra/log.ts';
import { countEvidence, countFailures } from '../infra/metrics/counted-parts.ts';
import type { Metrics } from '../infra/metrics/metrics.ts';
import { migrate } from '../infra/migrations.ts';
import { normaliseTotpSeed } from '../infra/totp.ts';
import { createVault, type Vault } from '../infra/vault/vault.ts';
import { settleEventEra } from '../store/events/event-era.ts';
import { type InstitutionCatalog, loadInstitutions } from '../store/institutions.ts';
import { readPurposeKey } from '../store/keys/purpose-keys.ts';
import { createSealedCredentials, type SealedCredentials } from '../store/keys/sealed-credentials.ts';
import { findTenantNow } from '../store/tenants/tenant-clock.ts';
import { type DatabaseSessions, openDatabaseSessions } from './database-sessions.ts';
import { type MasterKeys, openMasterKeysOf } from './master-keys.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MIGRATIONS = join(ROOT, 'migrations');
/** Who acts where nobody else does. */
const SERVICE: Actor = { kind: 'system', id: 'service' };

/** A database that is up to date, and everything that works on it. Closing it stops what it started. */
export interface Installation {
  readonly config: Config;
  readonly log: Log;
  /** Counts what the parts do; undefined where nothing is counted. */
  readonly metrics: Metrics | undefined;
  readonly databaseUrl: string;
  /** Sessions of the owner, who sees everything: for commands of those who run the installation. */
  readonly sql: Sql;
  readonly sessions: DatabaseSessions;
  readonly commands: CommandParts;
  readonly credentials: SealedCredentials;
  readonly evidence: EvidenceStore;
  readonly masterKeys: MasterKeys;
  readonly vault: Vault;
  /** A 32-byte key for one purpose, the same in all processes and after a change of the master key. */
  purposeKey(purpose: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Opens the database (the embedded one unless `databaseUrl` is set), brings it up to date and puts the parts together.
 * With `attach` it also works beside a running server that holds the embedded database. `actor` is who does what is done
 * with it, the service itself when left out.
 */
export async function openInstallation(
  config: Config,
  log: Log,
  options: { readonly attach: boolean; readonly actor?: Actor; readonly metrics?: Metrics | undefined },
): Promise<Installation> {
  // First, so that a definition which cannot be used changes nothing in the database.
  const institutions = await loadInstitutions(config.institutionsDir, { demoBankUrl: config.demoBankUrl });
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
  let sessions: DatabaseSessions | null = null;
  const close = async () => {
    await sessions?.close();
    await sql.end({ timeout: 5 });
    await server?.stop();
  };
  try {
    await askDatabase(sql);
    await migrate({ sql, dir: MIGRATIONS, log });
    await loadGraphileWorker().runMigrations({ connectionString: databaseUrl });
    await settleEventEra(sql);
    sessions = await openDatabaseSessions({ owner: sql, url: databaseUrl, config, log });
    return await assemble(
      config,
      log,
      { databaseUrl, sql, sessions, close },
      { actor: SERVICE, institutions, ...options },
    );
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function assemble(
  config: Config,
  log: Log,
  database: Pick<Installation, 'databaseUrl' | 'sql' | 'sessions' | 'close'>,
  {
    actor,
    institutions,
    metrics,
  }: { readonly actor: Actor; readonly institutions: InstitutionCatalog; readonly metrics?: Metrics | undefined },
): Promise<Installation> {
  const { sql, sessions } = database;
  const { sqlOf } = sessions;
  const masterKeys = await openMasterKeysOf(sql, config);
  const vault = countFailures(createVault(masterKeys), metrics);
  const purposeKey = (purpose: string) => readPurposeKey({ sql, vault }, purpose, instantFromMs(Date.now()));
  // A key object spares the hash of every request the making of one.
  // Its purpose is named for the first of what is hashed, and cannot change: nothing stored would be found any more.
  const hashKey = createSecretKey(await purposeKey('api key hashes'));
  const newId = createIdGenerator({ nowMs: () => Date.now(), randomBytes });
  const credentials = createSealedCredentials({ sqlOf, vault, now: () => instantFromMs(Date.now()) });
  const commands: CommandParts = {
    sql,
    sqlOf,
    actor,
    institutions,
    newId,
    nowMs: () => Date.now(),
    now: (tenant) => findTenantNow(sqlOf(tenant), tenant, Date.now()),
    sealCredentials: credentials.seal,
    phoneNumbers: config.sms?.numbers ?? [],
    isTotpSeed: (text) => normaliseTotpSeed(text) !== null,
    hashWithKey: (text) => createHmac('sha256', hashKey).update(text).digest(),
    randomBytes,
  };
  const evidence = countEvidence(await openEvidenceStore({ dir: join(config.dataDir, 'evidence') }), metrics);
  return { config, log, metrics, ...database, commands, credentials, evidence, masterKeys, vault, purposeKey };
}

/** A part of the service that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}
