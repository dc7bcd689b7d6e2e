import { join } from 'node:path';
import { aborted } from '../../test/support/abort.ts';
import { BANKS } from '../../test/support/banks/portal-connection.ts';
import { type ChaosWorld, withChaosWorld } from './chaos-world.ts';
import { LaneMirror } from './compare.ts';
import { createLanes, type Lane, putLogin } from './lane.ts';
import { findLeftBehind } from './left-behind.ts';
import { isShared, type PlannedRun } from './plan.ts';
import { makeRun, type RunResult } from './run.ts';
import { eventually } from './strikes.ts';

export interface ChaosOptions {
  readonly runs: readonly PlannedRun[];
  /** An empty database. */
  readonly databaseUrl: string;
  /** An empty folder, but for a browser that may be laid out where the worker looks for it. */
  readonly folder: string;
  /** As `CAUSEWAY_BROWSER_PATH`. */
  readonly browserPath: string;
  readonly signal: AbortSignal;
  /** Hears of each run when it is over. */
  onRun(result: RunResult): void;
}

interface Stand {
  readonly lane: Lane;
  readonly mirror: LaneMirror;
}

/** The most time that a worker and its browser have to end, and to take their folders away. */
const END_WITHIN_MS = 30_000;

/**
 * Makes all runs: those that strike one visit only side by side, one bank beside the other, then those that strike everything one after the
 * other. Gives their results, and what was left on the machine after the end.
 */
export async function makeChaos(options: ChaosOptions): Promise<{
  readonly results: readonly RunResult[];
  readonly leftBehind: readonly string[];
}> {
  const { runs, databaseUrl, folder, browserPath, signal } = options;
  const banks = BANKS.filter((bank) => runs.some((run) => run.bank === bank));
  let lanes: readonly Lane[] = [];
  const results = await withChaosWorld(
    { databaseUrl, folder, browserPath },
    async (parts) => {
      lanes = await createLanes(parts, banks);
    },
    (world) => Promise.race([work(world, lanes, options), aborted(signal)]),
  );
  const browserDir = join(folder, 'data', 'browser');
  const look = () => findLeftBehind(browserDir, null);
  const isClean = () => look().processes.length + look().folders.length === 0;
  await eventually('', async () => isClean() || undefined, END_WITHIN_MS).catch(() => undefined);
  const { processes, folders } = look();
  return {
    results: [...results].sort((a, b) => order(runs, a) - order(runs, b)),
    leftBehind: [...processes, ...folders],
  };
}

function order(runs: readonly PlannedRun[], { name }: RunResult): number {
  return runs.findIndex((run) => run.name === name);
}

async function work(world: ChaosWorld, lanes: readonly Lane[], { runs, onRun }: ChaosOptions): Promise<RunResult[]> {
  const stands = await Promise.all(lanes.map((lane) => activate(world, lane)));
  const results: RunResult[] = [];
  const make = async (stand: Stand, run: PlannedRun, alone: boolean) => {
    const result = await makeRun(world, { ...stand, alone }, run);
    results.push(result);
    onRun(result);
  };
  await Promise.all(
    stands.map(async (stand) => {
      for (const run of runs) if (run.bank === stand.lane.bank && !isShared(run)) await make(stand, run, false);
    }),
  );
  for (const run of runs.filter(isShared)) {
    const stand = stands.find(({ lane }) => lane.bank === run.bank);
    if (stand !== undefined) await make(stand, run, true);
  }
  return results;
}

/** The first sync of a lane, with which its mirror begins. */
async function activate(world: ChaosWorld, lane: Lane): Promise<Stand> {
  const { client, connectionId } = lane;
  await putLogin(lane);
  await client.completeConnectionSetup({ connectionId });
  await eventually(`the activation at ${lane.bank}`, async () => {
    const { kind, status } = await client.getConnection({ connectionId });
    if (status === 'draft') throw new Error(`the setup at ${lane.bank} failed`);
    return kind === 'ready' || undefined;
  });
  const mirror = new LaneMirror();
  const faults = [...(await mirror.catchUp(lane)), ...(await mirror.compare(lane, world.folder))];
  if (faults.length > 0) throw new Error(`the first sync at ${lane.bank}: ${faults.join('; ')}`);
  return { lane, mirror };
}
