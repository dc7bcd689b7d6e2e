import { randomBytes } from 'node:crypto';
import type { Client, LoggedEvent, Schemas } from '@causeway/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '../../../version.ts';
import { createSigningKeys } from '../../../webhooks/signature.ts';
import { untilStopped } from '../../terminal/stop-signal.ts';
import { type Moment, readEventTypes, readMoment, resolveMoment } from '../event-options.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from '../remote-options.ts';
import { followEvents } from './follow-events.ts';
import { type ForwardParts, forwardEvent } from './forward-event.ts';
import { createJsonReport, createTextReport, type ListenReport } from './report.ts';

interface ListenOptions extends RemoteOptions {
  readonly forward?: string;
  readonly events?: readonly string[];
  readonly secret?: string;
  readonly replaySince?: Moment;
  readonly json?: boolean;
}

const PAGE = 100;
const SECRET_BYTES = 24;

/** `causeway listen`: events as they come, in the terminal and at a local URL. */
export function addListenCommand(program: Command): void {
  addServerOptions(
    program.command('listen').description('show events as they come, and forward them to a local URL, until Ctrl-C'),
  )
    .option('--forward <url>', 'post each event there, signed like a webhook', readForward)
    .option('--events <types>', 'only these types, separated by commas', readEventTypes)
    .addOption(
      new Option('--secret <secret>', 'secret to sign with, in place of a new one')
        .env('CAUSEWAY_LISTEN_SECRET')
        .argParser(readSecret),
    )
    .option(
      '--replay-since <time>',
      'begin with the events since then: 30m, 2h, 3d, or a time such as 2026-11-21T08:00:00Z',
      readMoment,
    )
    .option('--json', 'print each event and attempt as a line of JSON')
    .action(listen);
}

async function listen(options: ListenOptions): Promise<void> {
  const client = createRemoteClient(options);
  const stop = new AbortController();
  void untilStopped().then(() => stop.abort());
  const report = options.json
    ? createJsonReport(process.stdout, process.stderr)
    : createTextReport(process.stdout, process.stderr);
  const forward = options.forward === undefined ? null : prepareForward(options.forward, options.secret, stop.signal);
  // The log is followed by the time at which events were written, which is real time also where the clock is virtual.
  const sinceMs = options.replaySince === undefined ? null : resolveMoment(options.replaySince, Date.now());
  const onReady = () => introduce(report, client, options.forward, forward);
  const show = async (event: LoggedEvent): Promise<boolean> => {
    if (forward === null) return report.show(event);
    for await (const attempt of forwardEvent(forward.parts, event)) if (!(await report.attempt(attempt))) return false;
    return true;
  };
  try {
    await withRemoteErrors(async () => {
      await checkServer(client, options.events, stop.signal);
      for await (const event of follow(client, { report, onReady, signal: stop.signal }, sinceMs)) {
        if (options.events !== undefined && !options.events.includes(event.type)) continue;
        if (!(await show(event))) return;
      }
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    report.end();
  }
}

/** Has the server say whether it is there, takes the key, and knows the types: a newer one may know more of them than this program. */
async function checkServer(client: Client, types: readonly string[] | undefined, signal: AbortSignal): Promise<void> {
  if (types === undefined) await client.listEvents({ limit: 1 }, { signal });
  for (const type of types ?? [])
    await client.listEvents({ limit: 1, type: type as Schemas['WebhookEventType'] }, { signal }); // The server decides.
}

interface Forward {
  readonly parts: ForwardParts;
  readonly secret: string;
}

function prepareForward(url: string, given: string | undefined, signal: AbortSignal): Forward {
  const secret = given ?? `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  const keys = createSigningKeys(secret);
  return { secret, parts: { url, keys, userAgent: `Causeway-Listen/${VERSION}`, nowMs: Date.now, signal } };
}

function introduce(report: ListenReport, client: Client, url: string | undefined, forward: Forward | null): void {
  const environment = client.environment === null ? '' : ` of the ${client.environment} environment`;
  report.notice(`Events${environment} at ${client.baseUrl}${url === undefined ? '' : ` go to ${url}`}.`);
  if (forward !== null) report.notice(`They are signed with ${forward.secret}`);
}

interface Following {
  readonly report: ListenReport;
  readonly signal: AbortSignal;
  onReady(): void;
}

function follow(client: Client, { report, signal, onReady }: Following, sinceMs: number | null) {
  let isAway = false;
  const onReconnect = () => {
    if (!isAway) report.notice('The server does not answer. Trying again; no event is lost.');
    isAway = true;
  };
  return followEvents(
    {
      onReady,
      listPage: (cursor) => client.listEvents({ limit: PAGE, ...(cursor === null ? {} : { cursor }) }, { signal }),
      async *live() {
        for await (const message of client.events.live({}, { signal, onReconnect })) {
          if (message.type === 'open') isAway = false;
          yield message;
        }
      },
    },
    sinceMs,
  );
}

function readForward(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new InvalidArgumentError('It must be a complete http or https URL.');
  return text;
}

function readSecret(text: string): string {
  if (!/^whsec_(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    throw new InvalidArgumentError('It must have the form whsec_<base64>.');
  return text;
}
