import {
  createMirror,
  type Mirror,
  MirrorConflictError,
  MirrorMismatchError,
  type MirrorReport,
  type MirrorTotals,
} from '@causeway/client/mirror';
import { type Command, InvalidArgumentError } from 'commander';
import { CommandRefused } from '../../outcome.ts';
import { untilStopped } from '../../terminal/stop-signal.ts';
import { renderTable } from '../../terminal/table.ts';
import {
  addRemoteOptions,
  createRemoteClient,
  type RemoteOptions,
  readSelection,
  withRemoteErrors,
} from '../remote-options.ts';
import { createMirrorProgress } from './progress.ts';
import { type MirrorTarget, openMirrorStorage, readMirrorTarget } from './target.ts';

interface MirrorOptions extends RemoteOptions {
  readonly to: MirrorTarget;
  readonly schema: string;
  readonly once?: boolean;
  readonly verify?: boolean;
  readonly rebuild?: boolean;
  readonly poll?: number;
  readonly json?: boolean;
}

/** `causeway mirror`: keeps an exact copy of the transactions in a database or file of one's own. */
export function addMirrorCommand(program: Command): void {
  const command = program
    .command('mirror')
    .description('keep an exact copy of all transactions elsewhere, until Ctrl-C')
    .requiredOption('--to <target>', 'sqlite:FILE, jsonl:FILE or postgres://…', readMirrorTarget)
    .option('--schema <name>', 'schema of the copy in PostgreSQL', readSchema, 'causeway_mirror');
  addRemoteOptions(command)
    .option('--once', 'bring the copy up to date and stop')
    .option('--verify', 'bring the copy up to date, prove account by account that it equals the server, and stop')
    .option('--rebuild', 'read everything anew first')
    .option('--poll <seconds>', 'ask this often instead of listening to the live stream', readSeconds)
    .option('--json', 'print lines of JSON')
    .action(mirror);
}

async function mirror(options: MirrorOptions): Promise<void> {
  const client = createRemoteClient(options);
  const storage = await openMirrorStorage(options.to, options.schema);
  const stop = new AbortController();
  void untilStopped().then(() => stop.abort());
  const progress = createMirrorProgress(process.stderr, options.json ? process.stdout : null);
  const copy = createMirror({ client, storage, filter: readSelection(options), onProgress: progress.report });
  try {
    await withRemoteErrors(() => withMirrorErrors(stop.signal, () => run(copy, options, stop.signal, progress)));
  } finally {
    progress.end();
    await storage.close();
  }
}

async function run(
  copy: Mirror,
  options: MirrorOptions,
  signal: AbortSignal,
  progress: ReturnType<typeof createMirrorProgress>,
): Promise<void> {
  const totals = options.rebuild ? await copy.rebuild({ signal }) : null;
  if (options.verify) {
    const report = await copy.verify({ signal, onAccount: progress.account });
    progress.end();
    printReport(report, options.json ?? false);
    if (!report.equal) throw new CommandRefused('The copy is not proved equal. Run again with --rebuild to mend it.');
  } else if (options.once) {
    printTotals(totals ?? (await copy.catchUp({ signal })), options.json ?? false, progress.end);
  } else {
    const mode = options.poll === undefined ? 'live' : 'poll';
    const pollIntervalMs = options.poll === undefined ? undefined : options.poll * 1_000;
    await copy.follow({ signal, mode, pollIntervalMs, onWait: progress.wait });
  }
}

/** What can be expected of a mirror, as sentences. */
async function withMirrorErrors(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (signal.aborted)
      throw new CommandRefused('Stopped. What was stored is good; the next start goes on from there.', { cause });
    if (cause instanceof MirrorConflictError || cause instanceof MirrorMismatchError)
      throw new CommandRefused(cause.message, { cause });
    throw cause;
  }
}

function printTotals(totals: MirrorTotals, json: boolean, endProgress: () => void): void {
  endProgress();
  const { upserts, removals } = totals;
  process.stdout.write(
    json ? `${JSON.stringify(totals)}\n` : `Up to date: ${upserts} rows written, ${removals} rows deleted.\n`,
  );
}

function printReport(report: MirrorReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const rows = report.accounts.map(({ accountId, verdict, server, mirror: own }) => [
    accountId,
    verdict,
    server === null ? '–' : String(server.count),
    String(own.count),
    own.checksum.slice(0, 'sum256:'.length + 12),
  ]);
  const columns = [
    { title: 'ACCOUNT' },
    { title: 'VERDICT' },
    { title: 'SERVER', align: 'right' as const },
    { title: 'COPY', align: 'right' as const },
    { title: 'CHECKSUM' },
  ];
  process.stdout.write(renderTable(columns, rows));
}

function readSchema(text: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(text))
    throw new InvalidArgumentError('It must be of lower-case letters, digits and underscores, at most 63.');
  return text;
}

function readSeconds(text: string): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds < 1) throw new InvalidArgumentError('It must be a whole number of seconds from 1 to 99999.');
  return seconds;
}
