import { readFile } from 'node:fs/promises';
import type { Client, Schemas } from '@causeway/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { systemErrorCode } from '../../infra/system-error.ts';
import { CommandRefused } from '../outcome.ts';
import { forTerminal } from '../terminal/line-output.ts';
import { addKnowledgeOptions, type KnowledgeOptions, readKnowledge } from './knowledge-options.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from './remote-options.ts';

type FileSource = Schemas['FileSource'];

interface JsonOption {
  readonly json?: boolean;
}

interface AddOptions extends RemoteOptions, KnowledgeOptions, JsonOption {
  readonly connection: string;
  readonly pattern?: string;
  readonly moveTo?: string;
  readonly delete?: boolean;
  readonly every?: number;
  readonly settle?: number;
}

interface LoginOptions {
  readonly passwordFile?: string;
  readonly keyFile?: string;
  readonly passphraseFile?: string;
}

interface SftpOptions extends AddOptions, LoginOptions {
  readonly hostKey: string;
  readonly port?: number;
}

interface ChangeOptions extends RemoteOptions, LoginOptions, JsonOption {
  readonly hostKey?: string;
  readonly every?: number;
  readonly pause?: boolean;
  readonly resume?: boolean;
}

/** `causeway sources add-folder|add-sftp|list|change|poll|remove`. */
export function addSourcesCommands(program: Command): void {
  const sources = program.command('sources').description('folders and SFTP servers that bank files are fetched from');
  addCommonOptions(sources.command('add-folder <path>').description('watch a folder below CAUSEWAY_FILE_ROOT')).action(
    addFolder,
  );
  addLoginOptions(
    addCommonOptions(sources.command('add-sftp <user@host> <path>').description('fetch from an SFTP server'))
      .requiredOption('--host-key <fingerprint>', 'host key of the server, as ssh-keygen -lf prints it')
      .option('--port <port>', 'port of the server', readWhole),
  ).action(addSftp);
  addServerOptions(sources.command('list').description('list the sources and how their last look ended'))
    .option('--connection <id>', 'only this connection')
    .option('--json', 'print JSON')
    .action(list);
  addLoginOptions(
    addServerOptions(sources.command('change <id>').description('pause, resume, or replace the login of a source')),
  )
    .option('--host-key <fingerprint>', 'new host key of the server')
    .option('--every <seconds>', 'time between two looks', readWhole)
    .addOption(new Option('--pause', 'look no more for now').conflicts('resume'))
    .option('--resume', 'look again')
    .option('--json', 'print JSON')
    .action(change);
  addServerOptions(sources.command('poll <id>').description('look at a source now'))
    .option('--json', 'print JSON')
    .action(async (id: string, options: RemoteOptions & JsonOption) =>
      show(options, (client) => client.pollFileSource({ fileSourceId: id })),
    );
  addServerOptions(sources.command('remove <id>').description('forget a source and its login')).action(remove);
}

function addCommonOptions(command: Command): Command {
  return addKnowledgeOptions(addServerOptions(command))
    .requiredOption('--connection <id>', 'connection that the files are for')
    .option('--pattern <pattern>', 'only names that fit, such as *.xml')
    .addOption(new Option('--move-to <folder>', 'move what was taken to this folder below').conflicts('delete'))
    .option('--delete', 'delete what was taken')
    .option('--every <seconds>', 'time between two looks', readWhole)
    .option('--settle <seconds>', 'how long a file must stay the same', readWhole)
    .option('--json', 'print JSON');
}

function addLoginOptions(command: Command): Command {
  return command
    .option('--password-file <file>', 'file with the password')
    .option('--key-file <file>', 'file with the private key')
    .option('--passphrase-file <file>', 'file with the passphrase of the private key');
}

async function addFolder(path: string, options: AddOptions): Promise<void> {
  const common = await commonFields(options);
  await show(options, (client) => client.createFileSource({ body: { kind: 'folder', path, ...common } }));
}

async function addSftp(target: string, path: string, options: SftpOptions): Promise<void> {
  const [, username, host] = /^(.+)@([^@]+)$/.exec(target) ?? [];
  if (username === undefined || host === undefined)
    throw new CommandRefused(`${target} must name user and host, as in files@sftp.bank.example.`);
  const body = {
    kind: 'sftp' as const,
    path,
    host,
    username,
    hostKeyFingerprint: options.hostKey,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(await readLogin(options)),
    ...(await commonFields(options)),
  };
  await show(options, (client) => client.createFileSource({ body }));
}

async function commonFields(options: AddOptions) {
  return {
    connectionId: options.connection,
    ...(options.pattern === undefined ? {} : { pattern: options.pattern }),
    ...(options.delete ? { afterTaking: 'delete' as const } : {}),
    ...(options.moveTo === undefined ? {} : { afterTaking: 'move' as const, moveTo: options.moveTo }),
    ...(options.every === undefined ? {} : { pollSeconds: options.every }),
    ...(options.settle === undefined ? {} : { settleSeconds: options.settle }),
    knowledge: await readKnowledge(options),
  };
}

/** Secrets come from files, because arguments stand in the process list. */
async function readLogin({ passwordFile, keyFile, passphraseFile }: LoginOptions) {
  return {
    ...(passwordFile === undefined ? {} : { password: (await readSecret(passwordFile)).replace(/\r?\n$/, '') }),
    ...(keyFile === undefined ? {} : { privateKey: await readSecret(keyFile) }),
    ...(passphraseFile === undefined ? {} : { passphrase: (await readSecret(passphraseFile)).replace(/\r?\n$/, '') }),
  };
}

async function readSecret(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CommandRefused(`${path} cannot be read (${systemErrorCode(cause) ?? 'unknown error'}).`, { cause });
  }
}

async function list(options: RemoteOptions & JsonOption): Promise<void> {
  const client = createRemoteClient(options);
  const filter = options.connection === undefined ? {} : { connectionId: options.connection };
  const found: FileSource[] = [];
  await withRemoteErrors(async () => {
    for await (const each of client.iterate.fileSources(filter)) found.push(each);
  });
  if (options.json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else process.stdout.write(found.length === 0 ? 'There are none.\n' : found.map(presentSource).join(''));
}

async function change(id: string, options: ChangeOptions): Promise<void> {
  const body = {
    ...(await readLogin(options)),
    ...(options.hostKey === undefined ? {} : { hostKeyFingerprint: options.hostKey }),
    ...(options.every === undefined ? {} : { pollSeconds: options.every }),
    ...(options.pause ? { status: 'paused' as const } : {}),
    ...(options.resume ? { status: 'active' as const } : {}),
  };
  await show(options, (client) => client.updateFileSource({ fileSourceId: id, body }));
}

async function remove(id: string, options: RemoteOptions): Promise<void> {
  const client = createRemoteClient(options);
  await withRemoteErrors(() => client.deleteFileSource({ fileSourceId: id }));
  process.stdout.write(`Source ${id} is removed.\n`);
}

async function show(options: RemoteOptions & JsonOption, ask: (client: Client) => Promise<FileSource>): Promise<void> {
  const client = createRemoteClient(options);
  const source = await withRemoteErrors(() => ask(client));
  process.stdout.write(options.json ? `${JSON.stringify(source)}\n` : presentSource(source));
}

/** A source on a few lines: where, how many files, and what is wrong. */
function presentSource({ id, kind, status, location, files, lastSuccessAt, error, failedFiles }: FileSource): string {
  const counts = `${files.taken} taken  ${files.settling} waiting  ${files.failed} failed`;
  const head = `${id}  ${kind}  ${status}  ${forTerminal(location)}\n  ${counts}  last read ${lastSuccessAt ?? 'never'}\n`;
  const trouble = error === null ? '' : `  ${error.code}  ${forTerminal(error.message)}\n`;
  const failed = failedFiles.map((file) => `  ${forTerminal(file.name)}  ${file.error.code}\n`);
  return head + trouble + failed.join('');
}

function readWhole(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
