import type { Client, Schemas } from '@causeway/client';
import { type Command, Option } from 'commander';
import { forTerminal } from '../terminal/line-output.ts';
import {
  addRemoteOptions,
  addServerOptions,
  createRemoteClient,
  type RemoteOptions,
  readSelection,
  withRemoteErrors,
} from './remote-options.ts';

type Suggestion = Schemas['Suggestion'];

const STATUSES = ['open', 'accepted', 'rejected', 'superseded', 'all'] as const;

interface ListOptions extends RemoteOptions {
  readonly status: (typeof STATUSES)[number];
  readonly json?: boolean;
}

/** `causeway suggestions list|accept|reject`. */
export function addSuggestionsCommands(program: Command): void {
  const suggestions = program.command('suggestions').description('pairs that may be one, for a person to decide');
  addRemoteOptions(suggestions.command('list').description('list pairs that may be one'))
    .addOption(new Option('--status <status>', 'only this status').choices(STATUSES).default('open'))
    .option('--json', 'print JSON')
    .action(list);
  addServerOptions(suggestions.command('accept <id>').description('make the two one'))
    .option('--json', 'print JSON')
    .action(decideBy((client, suggestionId) => client.acceptSuggestion({ suggestionId })));
  addServerOptions(suggestions.command('reject <id>').description('keep the two apart for good'))
    .option('--json', 'print JSON')
    .action(decideBy((client, suggestionId) => client.rejectSuggestion({ suggestionId })));
}

async function list(options: ListOptions): Promise<void> {
  const client = createRemoteClient(options);
  const status = options.status === 'all' ? {} : { status: options.status };
  const found: Suggestion[] = [];
  await withRemoteErrors(async () => {
    for await (const each of client.iterate.suggestions({ ...readSelection(options), ...status })) found.push(each);
  });
  if (options.json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else process.stdout.write(found.length === 0 ? 'There are none.\n' : found.map(presentSuggestion).join('\n'));
}

function decideBy(decide: (client: Client, id: string) => Promise<Suggestion>) {
  return async (id: string, options: RemoteOptions & { readonly json?: boolean }): Promise<void> => {
    const client = createRemoteClient(options);
    const decided = await withRemoteErrors(() => decide(client, id));
    process.stdout.write(
      options.json ? `${JSON.stringify(decided)}\n` : `Suggestion ${decided.id} is ${decided.status}.\n`,
    );
  };
}

/** One suggestion on a few lines: what was known, what came, and why nobody can tell. */
export function presentSuggestion(suggestion: Suggestion): string {
  const { id, status, kind, reasons, older, newer, olderId, newerId } = suggestion;
  const side = (transaction: Suggestion['older'], transactionId: string) => {
    if (transaction === null) return transactionId;
    const { amount, currency, postedDate, description } = transaction;
    const money = `${amount.padStart(14)} ${currency}`;
    const day = postedDate ?? '–'.padEnd(10);
    return `${transactionId}  ${money}  ${transaction.status.padEnd(7)}  ${day}  ${forTerminal(description)}`;
  };
  return [
    `${id}  ${status}  ${kind}  ${reasons.join(', ')}`,
    `  older  ${side(older, olderId)}`,
    `  newer  ${side(newer, newerId)}`,
    '',
  ].join('\n');
}
