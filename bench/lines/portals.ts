import { setTimeout as wait } from 'node:timers/promises';
import { calendarDate } from '../../src/domain/values/calendar-date.ts';
import { BANKS, onboard, type PortalConnection } from '../../test/support/banks/portal-connection.ts';
import { findBrowser, readWorkerUsage, type WorkerUsage } from '../../test/support/processes/process-usage.ts';
import { startChild } from '../../test/support/processes/start-child.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import { type Figure, measurementOf } from '../measurement.ts';
import type { BareConfig, BareQuestion, BareReply } from '../portals/bare-process.ts';
import { type Comparison, compareWithTruth } from '../portals/compare-with-truth.ts';
import { type PortalWorld, withPortalWorld } from '../portals/portal-world.ts';

const NAME = 'portals';
/** Of the full size; fewer where fewer rows are asked for. */
const CONNECTIONS = 50;
const ROWS_PER_CONNECTION = 20_000;
/** Enough of the reference, which takes as long for each as the product does. */
const BARE_VISITS = 12;
/** As many syncs as a worker runs at the same time by itself. */
const TOGETHER = 4;
const LOOK_EVERY_MS = 500;
const GIVE_UP_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** What the definitions of the demo banks ask for. */
const HISTORY_DAYS = 120;
const REFERENCE = 'bare Playwright script, one look';

export const portals: Line = {
  name: NAME,
  about: 'connections synced through the browser pool, twice: memory, speed, and processor time against a bare script',
  async measure(world) {
    if (process.platform !== 'linux') {
      world.progress(`${NAME}: left out, because only Linux tells what processes share`);
      return [];
    }
    const count = Math.min(CONNECTIONS, Math.max(1, Math.floor(world.options.rows / ROWS_PER_CONNECTION)));
    const measured = await withPortalWorld(world, (place) => measureSyncs(world, place, count));
    const size = { rows: measured.again.compared.rows, seed: world.options.seed };
    return listFigures(measured).map((figure) => measurementOf(figure, size));
  },
};

/** One sync of every connection. */
interface Pass {
  readonly name: 'first' | 'again';
  readonly count: number;
  readonly wallMs: number;
  readonly cpuMs: { readonly worker: number; readonly browser: number };
  readonly peak: WorkerUsage;
  readonly compared: Comparison;
}

interface Measured {
  readonly first: Pass;
  readonly again: Pass;
  readonly bare: BareReply & { readonly count: number };
}

function listFigures({ first, again, bare }: Measured): Figure[] {
  const { peak } = totalMb(first.peak) > totalMb(again.peak) ? first : again;
  const perMinute = ({ count, wallMs }: { readonly count: number; readonly wallMs: number }) =>
    (count / wallMs) * 60_000;
  const cpuOf = ({ cpuMs, count }: Pass) => (cpuMs.worker + cpuMs.browser) / count / 1_000;
  return [
    {
      name: `${NAME}.memory`,
      unit: 'MB',
      values: [totalMb(peak)],
      target: { of: 'value', atMost: 1_500 },
      note: `${describePeak(peak)}, ${first.count} connections.`,
    },
    {
      name: `${NAME}.first`,
      unit: 'syncs/min',
      values: [perMinute(first)],
      reference: { name: REFERENCE, values: [perMinute(bare)] },
      counted: first.compared,
      note: describeTime(first),
    },
    {
      name: `${NAME}.first.cpu`,
      unit: 's/sync',
      values: [cpuOf(first)],
      reference: { name: REFERENCE, values: [bare.cpuMs / bare.count / 1_000] },
      note: 'Of the worker and of the browser with all its processes.',
    },
    {
      name: `${NAME}.again`,
      unit: 'syncs/min',
      values: [perMinute(again)],
      counted: again.compared,
      note: describeTime(again),
    },
  ];
}

async function measureSyncs(world: World, place: PortalWorld, count: number): Promise<Measured> {
  const { client } = place;
  // So the bank stands at the moment that it was asked for last, and not at real time, which goes on.
  await client.advanceSandboxClock({ body: { days: 1 } });
  const connections: PortalConnection[] = [];
  while (connections.length < count)
    connections.push(await onboard(place, BANKS[connections.length % BANKS.length] ?? 'harbor', connections.length));
  world.progress(`${NAME}: ${count} connections at ${BANKS.length} banks`);
  const first = await measurePass(world, place, connections, {
    name: 'first',
    begin: async () => {
      for (const { id } of connections) await client.completeConnectionSetup({ connectionId: id });
    },
  });
  const again = await measurePass(world, place, connections, {
    name: 'again',
    begin: async () => {
      const { syncRunIds } = await client.advanceSandboxClock({ body: { days: 3 } });
      if (syncRunIds.length !== count) throw new Error(`${NAME}: ${syncRunIds.length} of ${count} syncs fell due`);
    },
  });
  const bare = await measureBare(place, connections.slice(0, BARE_VISITS));
  return { first, again, bare };
}

async function measurePass(
  world: World,
  place: PortalWorld,
  connections: readonly PortalConnection[],
  { name, begin }: Pick<Pass, 'name'> & { begin(): Promise<void> },
): Promise<Pass> {
  const { pid } = place.worker;
  const before = await readWorkerUsage(pid);
  const begunAtMs = performance.now();
  await begin();
  let peak = before;
  for (let open = connections.length; open > 0; open = await countOpenRuns(place)) {
    if (performance.now() - begunAtMs > GIVE_UP_MS) throw new Error(`${NAME}: ${open} syncs have not ended in time`);
    await wait(LOOK_EVERY_MS);
    const usage = await readWorkerUsage(pid);
    if (totalMb(usage) > totalMb(peak)) peak = usage;
  }
  const wallMs = performance.now() - begunAtMs;
  const after = await readWorkerUsage(pid);
  await refuseFailures(place);
  const cpuMs = {
    worker: after.workerCpuMs - before.workerCpuMs,
    browser: after.browserCpuMs - before.browserCpuMs,
  };
  world.progress(`${NAME}.${name}: ${(wallMs / 1_000).toFixed(1)} s; ${describePeak(peak)}`);
  const compared = await compareWithTruth(place, connections);
  return { name, count: connections.length, wallMs, cpuMs, peak, compared };
}

/** The same visits by a script without the product, in a browser of the same program that it has to itself. */
async function measureBare(place: PortalWorld, connections: readonly PortalConnection[]): Promise<Measured['bare']> {
  const config: BareConfig = findBrowser(place.worker.pid);
  const { now: virtualTime } = await place.client.getSandboxClock();
  const day = (daysAgo: number) =>
    calendarDate(new Date(Date.parse(virtualTime) - daysAgo * DAY_MS).toISOString().slice(0, 10));
  const window = { from: day(HISTORY_DAYS), to: day(0) };
  const visits = connections.map(({ bank, username, password }) => {
    return { bank, username, password, virtualTime, window, bankUrl: place.bankUrl };
  });
  const script = await startChild<null, BareQuestion, BareReply>(
    new URL('../portals/bare-process.ts', import.meta.url),
    config,
  );
  try {
    return { ...(await script.ask({ visits, together: TOGETHER })), count: visits.length };
  } finally {
    await script.stop();
  }
}

function totalMb({ workerMb, browserMb }: WorkerUsage): number {
  return workerMb + browserMb;
}

async function countOpenRuns({ sql }: PortalWorld): Promise<number> {
  const [row] = await sql<{ count: bigint }[]>`select count(*) from sync_runs where finished_at is null`;
  return Number(row?.count);
}

/** A sync that failed would make the rest look fast. */
async function refuseFailures({ sql }: PortalWorld): Promise<void> {
  const failed = await sql`select error from sync_runs where status <> 'succeeded'`;
  if (failed.length > 0) throw new Error(`${NAME}: ${failed.length} syncs failed: ${JSON.stringify(failed[0])}`);
}

function describePeak({ workerMb, browserMb, browserProcesses }: WorkerUsage): string {
  return `Most at any moment: worker ${workerMb.toFixed(0)} MB and browser ${browserMb.toFixed(0)} MB in ${browserProcesses} processes`;
}

function describeTime({ count, wallMs, cpuMs }: Pass): string {
  const each = (ms: number) => `${(ms / count / 1_000).toFixed(2)} s`;
  return `${count} syncs in ${(wallMs / 1_000).toFixed(0)} s; processor time of each: worker ${each(cpuMs.worker)}, browser ${each(cpuMs.browser)}.`;
}
