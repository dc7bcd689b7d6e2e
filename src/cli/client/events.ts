import { CausewayError, type Client, type Schemas } from '@causeway/client';
import type { Command } from 'commander';
import { count } from '../inspect/style.ts';
import { CommandRefused } from '../outcome.ts';
import { type Moment, readEventTypes, readMoment, resolveMoment } from './event-options.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from './remote-options.ts';

interface ReplayOptions extends RemoteOptions {
  readonly from: Moment;
  readonly to?: Moment;
  readonly type?: readonly string[];
  readonly webhook?: string;
  readonly json?: boolean;
}

/** `causeway events replay`. */
export function addEventsCommands(program: Command): void {
  const events = program.command('events').description('what has happened, and what webhooks are told of it');
  addServerOptions(events.command('replay').description('deliver the events of a time to webhooks again'))
    .requiredOption(
      '--from <time>',
      'begin of the time: 30m, 2h or 3d ago, or such as 2026-11-21T08:00:00Z',
      readMoment,
    )
    .option('--to <time>', 'end of the time, now when left out', readMoment)
    .option('--type <types>', 'only these types, separated by commas', readEventTypes)
    .option('--webhook <id>', 'only to this registration')
    .option('--json', 'print JSON')
    .action(replay);
}

async function replay(options: ReplayOptions): Promise<void> {
  const client = createRemoteClient(options);
  const done = await withRemoteErrors(() => replayAll(client, options));
  const text = `${count(done.events, 'event')} read, ${done.deliveries} deliveries queued.`;
  process.stdout.write(`${options.json ? JSON.stringify(done) : text}\n`);
}

interface Replayed {
  readonly events: number;
  readonly deliveries: number;
}

/** Call after call, each a bounded part of the range in the order of its events. */
async function replayAll(client: Client, options: ReplayOptions): Promise<Replayed> {
  let range = readRange(options, await readClock(client, options));
  let sum: Replayed = { events: 0, deliveries: 0 };
  for (;;) {
    const { to, events, deliveries, nextAfterEventId } = await client.replayEvents({ body: range });
    sum = { events: sum.events + events, deliveries: sum.deliveries + deliveries };
    if (nextAfterEventId === null) return sum;
    // The same end for all calls: what happens meanwhile is delivered anyway.
    range = { ...range, to, afterEventId: nextAfterEventId };
    if (process.stderr.isTTY && !options.json) process.stderr.write(`${count(sum.events, 'event')} so far\n`);
  }
}

/** What the clock shows by which events are dated: a test environment has one of its own. */
async function readClock(client: Client, { from, to }: ReplayOptions): Promise<number> {
  const isRelative = 'agoMs' in from || (to !== undefined && 'agoMs' in to);
  if (client.environment !== 'test' || !isRelative) return Date.now();
  try {
    return Date.parse((await client.getSandboxClock()).now);
  } catch (cause) {
    if (cause instanceof CausewayError && cause.code === 'insufficient_scope')
      throw new CommandRefused(NO_CLOCK, { cause });
    throw cause;
  }
}
const NO_CLOCK =
  'In a test environment a time such as 3h is one of its virtual clock, which only a key with the scope sandbox:write may read. Give a whole time, such as 2026-11-21T08:00:00Z.';

function readRange({ from, to, type, webhook }: ReplayOptions, nowMs: number): Schemas['ReplayEventsRequest'] {
  const timeOf = (moment: Moment) => new Date(resolveMoment(moment, nowMs)).toISOString();
  return {
    from: timeOf(from),
    ...(to === undefined ? {} : { to: timeOf(to) }),
    // The server says which types there are.
    ...(type === undefined ? {} : { types: [...type] as Schemas['WebhookEventType'][] }),
    ...(webhook === undefined ? {} : { webhookId: webhook }),
  };
}
