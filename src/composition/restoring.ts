import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CheckedBackup, restoreBackup } from '../backup/restore-backup.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { SETTINGS } from '../config/settings.ts';
import type { Config } from '../config.ts';
import { askDatabase } from '../infra/database/ask-database.ts';
import { openDatabase } from '../infra/database.ts';
import { startEmbeddedPostgres } from '../infra/embedded-postgres/start.ts';
import type { EvidenceStore } from '../infra/evidence-store.ts';
import { openEvidenceStore } from '../infra/evidence-store.ts';
import { loadGraphileWorker } from '../infra/graphile-worker.ts';
import type { Log } from '../infra/log.ts';
import { migrate } from '../infra/migrations.ts';
import { VERSION } from '../version.ts';
import { openMasterKeys } from './master-keys.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Names of settings whose values belong into no backup. */
const SECRET_SETTING = /SECRET|PASSWORD|TOKEN|DATABASE_URL|KEY(?!_NUMBER)/;

/** Writes a backup of an installation that may be running. Throws BackupError. */
export function backUp(
  installation: { readonly config: Config; readonly databaseUrl: string; readonly evidence: EvidenceStore },
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly folder: string; readonly withMasterKey: boolean },
) {
  const { config, databaseUrl, evidence } = installation;
  const parts = {
    ...{ databaseUrl, evidence, version: VERSION },
    settings: listOpenSettings(environment),
    masterKeyFile: options.withMasterKey ? join(config.dataDir, 'master.key') : null,
  };
  return writeBackup(parts, options.folder);
}

/** Settings that differ from the default, without any that is secret. */
function listOpenSettings(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, { fallback }] of Object.entries(SETTINGS)) {
    const value = environment[name]?.trim() ?? '';
    if (value !== '' && value !== fallback && !SECRET_SETTING.test(name)) set[name] = value;
  }
  return set;
}

/** Fills the empty installation that the settings name. Throws BackupError; then it is as empty as it was. */
export async function restore(config: Config, log: Log, backup: CheckedBackup): Promise<void> {
  const server =
    config.databaseUrl === null
      ? await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log })
      : null;
  const databaseUrl = server?.url ?? config.databaseUrl ?? '';
  const sql = openDatabase({ url: databaseUrl, maxConnections: 2, applicationName: 'causeway restore', log });
  try {
    await askDatabase(sql);
    await restoreBackup(backup, {
      databaseUrl,
      migrationsDir: MIGRATIONS,
      dataDir: config.dataDir,
      evidence: await openEvidenceStore({ dir: join(config.dataDir, 'evidence') }),
      migrate: async (through) => {
        await migrate({ sql, dir: MIGRATIONS, log, ...(through === null ? {} : { through }) });
        await loadGraphileWorker().runMigrations({ connectionString: databaseUrl });
      },
      openMasterKeys: async () => {
        const hasFile = await access(join(config.dataDir, 'master.key')).then(
          () => true,
          () => false,
        );
        // Opening would make a key file where there is none, and with it hide that the right one is missing.
        return config.masterKey === null && !hasFile ? null : openMasterKeys(config).keyRing;
      },
    });
  } finally {
    await sql.end({ timeout: 5 });
    await server?.stop();
  }
}
