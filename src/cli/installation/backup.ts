import type { Command } from 'commander';
import type { BackupManifest } from '../../backup/manifest.ts';
import { noteAct, WHOLE_INSTALLATION } from '../../commands/note-act.ts';
import { readConfig } from '../../config.ts';
import type { AuditAction, AuditDetails } from '../../domain/audit-entry.ts';
import { createLog } from '../../infra/log.ts';
import { backUp, checkBackup, checkContents, type Installation, restore } from '../../main.ts';
import { CommandRefused } from '../outcome.ts';
import { ROOT, withInstallation } from './setting.ts';

/** `causeway backup` and `causeway restore`. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup <folder>')
    .description('write a backup of one moment into a new folder; the service goes on meanwhile')
    .option('--with-master-key', 'put the key file in as well; the backup then opens every secret')
    .option('--json', 'print JSON')
    .action(runBackup);
  program
    .command('restore <folder>')
    .description('fill an empty installation from a backup')
    .option('--check', 'read the whole backup, hold it against its hashes, and restore nothing')
    .option('--json', 'print JSON')
    .action(runRestore);
}

async function runBackup(
  folder: string,
  { withMasterKey = false, json = false }: { readonly withMasterKey?: boolean; readonly json?: boolean },
): Promise<void> {
  const manifest = await withInstallation(async (installation) => {
    if (withMasterKey && installation.masterKeys.kind !== 'file')
      throw new CommandRefused(
        'The master key is a setting and lies in no file. Keep CAUSEWAY_MASTER_KEY yourself, and leave --with-master-key out.',
      );
    const written = await backUp(installation, process.env, { folder, withMasterKey });
    await note(installation, 'installation.back_up', { ...summarise(written), withMasterKey });
    return written;
  });
  if (json) process.stdout.write(`${JSON.stringify(present(manifest))}\n`);
  else process.stdout.write(describe(folder, manifest));
}

function describe(folder: string, manifest: BackupManifest): string {
  const { rows, contents, missing, takenAt, holdsMasterKey } = present(manifest);
  return [
    `Backed up into ${folder}: ${rows} rows and ${contents} files of evidence as of ${takenAt}.`,
    ...(missing.length === 0
      ? []
      : [`${missing.length} files of evidence that rows refer to were not there; the manifest lists them.`]),
    holdsMasterKey
      ? 'It holds the master key: whoever has it can open every bank login. Keep it like a password.'
      : 'The master key is not in it: without the key it opens no secret, and it cannot be restored. Keep the key in another place.',
    '',
  ].join('\n');
}

async function runRestore(
  folder: string,
  { check = false, json = false }: { readonly check?: boolean; readonly json?: boolean },
): Promise<void> {
  const backup = await checkBackup(folder);
  if (check) await checkContents(backup);
  else {
    const config = readConfig(process.env, ROOT);
    await restore(
      config,
      createLog({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, name: 'cli' }),
      backup,
    );
    const details = summarise(backup.manifest);
    await withInstallation((installation) => note(installation, 'installation.restore', details));
  }
  const { manifest } = backup;
  if (json) {
    process.stdout.write(`${JSON.stringify({ restored: !check, ...present(manifest) })}\n`);
    return;
  }
  const { rows, contents, takenAt } = present(manifest);
  process.stdout.write(
    `${check ? 'The backup is whole' : 'Restored'}: ${rows} rows and ${contents} files of evidence as of ${takenAt}.\n`,
  );
  if (!check)
    process.stdout.write('Sessions, invitations and links that were open in it have ended: people sign in again.\n');
  const cursorKey = manifest.settings.CAUSEWAY_CURSOR_KEY_NUMBER;
  if (!check && cursorKey !== undefined)
    process.stdout.write(
      `CAUSEWAY_CURSOR_KEY_NUMBER must not be lower than ${cursorKey}, or the cursors of all clients are refused.\n`,
    );
  const settings = Object.entries(manifest.settings).filter(([name, value]) => process.env[name] !== value);
  if (!check && settings.length > 0)
    process.stdout.write(
      `Settings that were other ones when it was made:\n${settings.map(([name, value]) => `  ${name}=${value}\n`).join('')}`,
    );
}

function note({ sql, commands }: Installation, action: AuditAction, details: AuditDetails): Promise<void> {
  return noteAct(sql, commands, WHOLE_INSTALLATION, { action, targetType: 'installation', targetId: null, details });
}

function summarise(manifest: BackupManifest): { readonly takenAt: string; readonly rows: number } {
  const { takenAt, rows } = present(manifest);
  return { takenAt, rows };
}

/** What is told of a backup. */
function present(manifest: BackupManifest) {
  const { takenAt, causeway, tables, evidence, masterKey, settings } = manifest;
  return {
    takenAt,
    causeway,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    contents: evidence.contents,
    contentBytes: evidence.contentBytes,
    missing: evidence.missing,
    holdsMasterKey: masterKey !== null,
    settings,
  };
}
