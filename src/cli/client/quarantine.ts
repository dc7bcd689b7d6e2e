import type { Client, Schemas } from '@causeway/client';
import { type Command, Option } from 'commander';
import { CommandRefused } from '../outcome.ts';
import { forTerminal } from '../terminal/line-output.ts';
import { addKnowledgeOptions, type KnowledgeOptions, readKnowledge } from './knowledge-options.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from './remote-options.ts';

type QuarantinedFile = Schemas['QuarantinedFile'];

const STATUSES = ['open', 'accepted', 'discarded', 'all'] as const;

interface ListOptions extends RemoteOptions {
  readonly status: (typeof STATUSES)[number];
  readonly json?: boolean;
}

/** `causeway quarantine list|show|accept|discard`. */
export function addQuarantineCommands(program: Command): void {
  const quarantine = program.command('quarantine').description('files that could not be taken in');
  addServerOptions(quarantine.command('list').description('list the files with the reasons'))
    .option('--connection <id>', 'only this connection')
    .addOption(new Option('--status <status>', 'only this status').choices(STATUSES).default('open'))
    .option('--json', 'print JSON')
    .action(list);
  addServerOptions(quarantine.command('show <id>').description('show the problems of a file and what it says'))
    .option('--json', 'print JSON')
    .action(decideBy((client, quarantinedFileId) => client.getQuarantinedFile({ quarantinedFileId }), presentFile));
  addKnowledgeOptions(
    addServerOptions(quarantine.command('accept <id>').description('read a file again with what it does not say')),
  )
    .option('--json', 'print JSON')
    .action(accept);
  addServerOptions(quarantine.command('discard <id>').description('close a file for good'))
    .option('--json', 'print JSON')
    .action(
      decideBy((client, quarantinedFileId) => client.discardQuarantinedFile({ quarantinedFileId }), presentStatus),
    );
}

async function list(options: ListOptions): Promise<void> {
  const client = createRemoteClient(options);
  const filter = {
    ...(options.connection === undefined ? {} : { connectionId: options.connection }),
    ...(options.status === 'all' ? {} : { status: options.status }),
  };
  const found: QuarantinedFile[] = [];
  await withRemoteErrors(async () => {
    for await (const each of client.iterate.quarantinedFiles(filter)) found.push(each);
  });
  if (options.json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else process.stdout.write(found.length === 0 ? 'There are none.\n' : found.map(presentHead).join(''));
}

async function accept(id: string, options: RemoteOptions & KnowledgeOptions & { readonly json?: boolean }) {
  const client = createRemoteClient(options);
  const body = await readKnowledge(options);
  const file = await withRemoteErrors(() => client.acceptQuarantinedFile({ quarantinedFileId: id, body }));
  process.stdout.write(options.json ? `${JSON.stringify(file)}\n` : presentStatus(file));
  if (file.status === 'open')
    throw new CommandRefused(
      `The file was not taken in whole.\n${file.problems.map(presentProblem).join('')}`.trimEnd(),
    );
}

function decideBy(
  decide: (client: Client, id: string) => Promise<QuarantinedFile>,
  present: (file: QuarantinedFile) => string,
) {
  return async (id: string, options: RemoteOptions & { readonly json?: boolean }): Promise<void> => {
    const client = createRemoteClient(options);
    const file = await withRemoteErrors(() => decide(client, id));
    process.stdout.write(options.json ? `${JSON.stringify(file)}\n` : present(file));
  };
}

const presentStatus = ({ id, status }: QuarantinedFile) => `File ${id} is ${status}.\n`;

function presentHead(file: QuarantinedFile): string {
  const { id, status, origin, receivedAt, file: uploaded, problems } = file;
  const name = forTerminal(uploaded.name ?? 'without a name');
  const head = `${id}  ${status}  ${receivedAt}  ${origin}  ${name}  ${uploaded.format ?? 'unknown format'}\n`;
  return head + problems.map(presentProblem).join('');
}

/** Place, reason and what to do, on one line. */
export function presentProblem({ reason, message, line, record, accountNumber }: Schemas['FileProblem']): string {
  const place = line === null ? '' : `line ${line}${record === null ? '' : `, ${record}`}  `;
  const account = accountNumber === null ? '' : `${accountNumber}  `;
  return `  ${reason}  ${place}${account}${forTerminal(message)}\n`;
}

function presentFile(file: QuarantinedFile): string {
  const statements = file.preview?.statements ?? [];
  const body = statements.map((each) => {
    const { accountNumber, currency, from, to, rowCount, credits, debits, closingBalance, rows } = each;
    const account = `${accountNumber ?? 'no account'} ${currency ?? 'no currency'}`;
    const head = `\n${account}  ${from ?? '–'} to ${to ?? '–'}  ${rowCount} entries  +${credits} -${debits}  closing ${closingBalance ?? '–'}\n`;
    const lines = rows.map(
      ({ postedDate, status, amount, description, location }) =>
        `  ${postedDate ?? '–'.padEnd(10)}  ${status.padEnd(7)}  ${amount.padStart(14)}  ${forTerminal(description)}  (${location ?? ''})\n`,
    );
    return head + lines.join('') + (rowCount > rows.length ? `  and ${rowCount - rows.length} more\n` : '');
  });
  const more = file.preview?.isPartial ? '\nThere is more than is shown.\n' : '';
  return presentHead(file) + body.join('') + more;
}
