import { parseArgs } from 'node:util';
import { seededChoices } from '../../test/support/choices.ts';
import { readCpuMs } from '../../test/support/processes/process-usage.ts';
import { startProductServer } from '../harness/product-server.ts';
import { type World, withWorld } from '../harness/world.ts';
import { openStreamLoad } from '../load/stream-load.ts';
import { positionAt } from '../organization/organization.ts';
import { sendAtRate } from './arrivals.ts';

const ROWS = 20_000;
const SEED = '1';
const CONNECTIONS = 1_200;
const OVERLOAD = 4;
const PAGE_EVENTS = 500;

/**
 * `node bench/overload/main.ts [--seconds n]`: finds out how many pages of 500 a second one API process serves at most, then sends
 * four times as many requests, to a process that sheds load and to one that does not. Prints a line of JSON for each.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '6' } } });
  const seconds = Number(values.seconds);
  if (!(seconds >= 1 && seconds <= 60)) throw new RangeError('--seconds must be from 1 to 60.');
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(signal)));
  const options = {
    ...{ lines: [], rounds: 1, seconds, rows: ROWS, seed: SEED },
    ...{ dataDir: null, jsonFile: null, writeDocs: false },
  };
  await withWorld(
    options,
    (text) => process.stderr.write(`${text}\n`),
    stop.signal,
    async (world) => {
      await measure(world, 'shedding', {});
      await measure(world, 'not shedding', { CAUSEWAY_MAX_REQUESTS_IN_WORK: '1000000' });
    },
  );
}

async function measure(world: World, name: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const server = await startProductServer({ worker: false, settings: { ...world.settings, ...settings } });
  try {
    const most = await openStreamLoad(world, server, { name });
    const durationMs = world.options.seconds * 1_000;
    await most.run(durationMs / 3);
    const idleCpuMs = readCpuMs(server.pid).own;
    const capacity = await most.run(durationMs);
    const calmCpuMs = readCpuMs(server.pid).own - idleCpuMs;
    most.close();
    const outcome = await sendAtRate({
      url: server.url,
      key: await world.createKey(await world.organization()),
      connections: CONNECTIONS,
      perSecond: capacity * OVERLOAD,
      durationMs,
      nextPath: await pathsOf(world, name),
    });
    const busyCpuMs = readCpuMs(server.pid).own - idleCpuMs - calmCpuMs;
    const sorted = [...outcome.servedMs].sort((a, b) => a - b);
    const quantile = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
    const servedPerSecond = outcome.served / world.options.seconds;
    const line = {
      name,
      capacityPerSecond: Math.round(capacity),
      sentPerSecond: Math.round(outcome.sent / world.options.seconds),
      servedPerSecond: Math.round(servedPerSecond),
      servedOfCapacity: Number((servedPerSecond / capacity).toFixed(2)),
      // On a machine that does other things as well, the processor's time is the better measure.
      servedPerCpuSecondOfCapacity: Number(
        (outcome.servedMs.length / busyCpuMs / ((capacity * world.options.seconds) / calmCpuMs)).toFixed(2),
      ),
      shedPerSecond: Math.round(outcome.shed / world.options.seconds),
      unanswered: outcome.unanswered,
      p50Ms: quantile(0.5),
      p99Ms: quantile(0.99),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } finally {
    await server.stop();
  }
}

async function pathsOf(world: World, name: string): Promise<() => string> {
  const organization = await world.organization();
  const choices = seededChoices(`${world.options.seed}/${name}/overload`);
  const paths = Array.from({ length: 2_000 }, () => {
    const cursor = world.cursorAt(organization, positionAt(organization, choices.real(), choices.real()));
    return `/v1/transactions/sync?limit=${PAGE_EVENTS}&cursor=${cursor}`;
  });
  let next = 0;
  return () => {
    next = (next + 1) % paths.length;
    return paths[next] ?? '';
  };
}

await main();
