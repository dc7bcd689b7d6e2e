import type { TransactionEvent } from '@causeway/client';
import type { Command } from 'commander';
import { createLineOutput, forTerminal } from '../terminal/line-output.ts';
import { untilStopped } from '../terminal/stop-signal.ts';
import {
  addRemoteOptions,
  createRemoteClient,
  type RemoteOptions,
  readSelection,
  withRemoteErrors,
} from './remote-options.ts';

interface TailOptions extends RemoteOptions {
  readonly fromBeginning?: boolean;
  readonly json?: boolean;
}

/** `causeway tail`: the change stream in the terminal, live. */
export function addTailCommand(program: Command): void {
  addRemoteOptions(program.command('tail').description('show changes of transactions as they come, until Ctrl-C'))
    .option('--from-beginning', 'show everything there is first')
    .option('--json', 'print each event as a line of JSON')
    .action(tail);
}

async function tail(options: TailOptions): Promise<void> {
  const client = createRemoteClient(options);
  const stop = new AbortController();
  void untilStopped().then(() => stop.abort());
  const environment = client.environment === null ? '' : ` of the ${client.environment} environment`;
  process.stderr.write(`Changes of transactions${environment} at ${client.baseUrl}, as they come. Ctrl-C ends.\n`);
  const output = createLineOutput(process.stdout);
  const present = options.json ? JSON.stringify : presentEvent;
  await withRemoteErrors(async () => {
    const input = { ...readSelection(options), limit: 500, follow: 'live' as const };
    const start = options.fromBeginning ? { ...input, from: 'beginning' as const } : input;
    const onReconnect = ({ delayMs }: { readonly delayMs: number }) => {
      process.stderr.write(`The stream broke off. Trying again in ${(delayMs / 1_000).toFixed(1)} s.\n`);
    };
    try {
      for await (const event of client.stream.events(start, { signal: stop.signal, onReconnect }))
        if (!(await output.line(present(event)))) return;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  });
}

/** One change on one line; a removal has only ids. */
export function presentEvent(event: TransactionEvent): string {
  const head = `${event.eventAt}  ${event.type.padEnd(8)}`;
  if (event.type === 'removed') return `${head}  ${event.transactionId}  ${event.reason}`;
  const { id, amount = '', currency = '', status = '', postedDate, description = '' } = event.transaction;
  const money = `${amount.padStart(14)} ${currency}`;
  return `${head}  ${id}  ${money}  ${status.padEnd(7)}  ${postedDate ?? '–'.padEnd(10)}  ${forTerminal(description)}`;
}
