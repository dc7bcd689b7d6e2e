import { constants, openAsBlob } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Schemas } from '@causeway/client';
import { type Command, Option } from 'commander';
import { systemErrorCode } from '../../infra/system-error.ts';
import { CommandRefused } from '../outcome.ts';
import { forTerminal } from '../terminal/line-output.ts';
import { addUnsaidOptions, readKnowledge, type UnsaidOptions } from './knowledge-options.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from './remote-options.ts';

const FORMATS = ['bai2', 'camt052', 'camt053', 'camt054', 'mt940', 'mt942', 'ofx', 'qfx', 'qif', 'csv'] as const;

interface UploadOptions extends RemoteOptions, UnsaidOptions {
  readonly connection: string;
  readonly account?: string;
  readonly format?: (typeof FORMATS)[number];
  readonly json?: boolean;
}

/** `causeway upload`: hands bank files in, one after the other. */
export function addUploadCommand(program: Command): void {
  const command = addServerOptions(
    program.command('upload <files...>').description('hand bank files in for a connection'),
  )
    .requiredOption('--connection <id>', 'connection that the files are for')
    .option('--account <id>', 'account that every statement must be of');
  addUnsaidOptions(command)
    .addOption(new Option('--format <format>', 'format that the files must have').choices(FORMATS))
    .option('--json', 'print one line of JSON for each file')
    .action(upload);
}

async function upload(paths: readonly string[], options: UploadOptions): Promise<void> {
  const client = createRemoteClient(options);
  const { accountId, accountNumber, currency, dateOrder, csvProfile } = await readKnowledge(options);
  const said = Object.fromEntries(
    Object.entries({ format: options.format, accountId, accountNumber, currency, dateOrder, csvProfile }).filter(
      ([, value]) => value != null,
    ),
  );
  let failures = 0;
  for (const { path, file } of await openFiles(paths)) {
    const body = { ...said, file };
    const run = await withRemoteErrors(
      () => client.uploadConnectionFile({ connectionId: options.connection, body }),
      accountId === undefined ? '--connection' : '--connection and --account',
    );
    if (run.status !== 'succeeded') failures += 1;
    process.stdout.write(options.json ? `${JSON.stringify(run)}\n` : presentRun(path, run));
  }
  if (failures > 0)
    throw new CommandRefused(
      paths.length === 1
        ? 'The file was not taken in whole. See: causeway quarantine list'
        : `${failures} of ${paths.length} files ${failures === 1 ? 'was' : 'were'} not taken in whole. See: causeway quarantine list`,
    );
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'this user may not read it',
};

/** All files are looked at before the first is handed in, so that a wrong name leaves nothing half done. */
async function openFiles(paths: readonly string[]): Promise<{ readonly path: string; readonly file: File }[]> {
  const files: { path: string; file: File }[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    try {
      const isFolder = (await stat(path)).isDirectory();
      await access(path, constants.R_OK);
      if (isFolder) problems.push(`${forTerminal(path)}: ${REASONS.EISDIR}.`);
      else files.push({ path, file: new File([await openAsBlob(path)], basename(path)) });
    } catch (cause) {
      const code = systemErrorCode(cause);
      if (code === null) throw cause;
      problems.push(`${forTerminal(path)}: ${REASONS[code] ?? `it cannot be read (${code})`}.`);
    }
  }
  if (problems.length > 0) throw new CommandRefused([...problems, 'Nothing was handed in.'].join('\n'));
  return files;
}

/** One line for a file; a second one for what kept it, or a part of it, out. */
function presentRun(path: string, { status, counts, file, error }: Schemas['SyncRun']): string {
  const { added, modified, removed } = counts;
  const head = `${forTerminal(path)}  ${file?.format ?? 'unknown format'}  ${status}  ${added} added  ${modified} modified  ${removed} removed\n`;
  return error === null ? head : `${head}  ${forTerminal(error.message)}\n`;
}
