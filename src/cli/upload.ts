import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { Schemas } from '@causeway/client';
import { type Command, Option } from 'commander';
import { systemErrorCode } from '../infra/system-error.ts';
import { addUnsaidOptions, readKnowledge, type UnsaidOptions } from './knowledge-options.ts';
import { forTerminal } from './line-output.ts';
import { CommandRefused } from './outcome.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from './remote.ts';

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
  for (const path of paths) {
    const file = await openFile(path);
    const body = { ...said, file };
    const run = await withRemoteErrors(() => client.uploadConnectionFile({ connectionId: options.connection, body }));
    if (run.status !== 'succeeded') failures += 1;
    process.stdout.write(options.json ? `${JSON.stringify(run)}\n` : presentRun(path, run));
  }
  if (failures > 0)
    throw new CommandRefused(
      `${failures} of ${paths.length} files were not taken in whole. See: causeway quarantine list`,
    );
}

async function openFile(path: string): Promise<File> {
  try {
    const blob = await openAsBlob(path);
    return new File([blob], basename(path));
  } catch (cause) {
    throw new CommandRefused(`${path} cannot be read (${systemErrorCode(cause) ?? 'no such file'}).`, { cause });
  }
}

/** One line for a file; a second one for what kept it, or a part of it, out. */
function presentRun(path: string, { status, counts, file, error }: Schemas['SyncRun']): string {
  const { added, modified, removed } = counts;
  const head = `${forTerminal(path)}  ${file?.format ?? 'unknown format'}  ${status}  ${added} added  ${modified} modified  ${removed} removed\n`;
  return error === null ? head : `${head}  ${forTerminal(error.message)}\n`;
}
