import { join } from 'node:path';
import type { Schemas } from '@causeway/client';
import { CausewayError } from '@causeway/client';
import { FAULTS } from '../../src/domain/connection/connection-fault.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { LaneMirror } from './compare.ts';
import { type Lane, putLogin, readConnection } from './lane.ts';
import { findLeftBehind } from './left-behind.ts';
import { expectedOf, MOMENTS, mostLogins, type PlannedRun } from './plan.ts';
import { answerTooLate, comesAtMoment, eventually, mend, prepare, strikeNow } from './strikes.ts';

/** What one run came to. */
export interface RunResult {
  readonly name: string;
  /** What was not as it must be; empty where everything was. */
  readonly faults: readonly string[];
  readonly wallMs: number;
}

/** Days that go by before each run, so that there is something to lose; a month brings a document. */
const DAYS = 1;
const DAYS_TO_NEXT_DOCUMENT = 32;

/** How long it is waited for what a session leaves to go; on a machine that is held up, the moments that it takes are long. */
const CLEAN_WITHIN_MS = 30_000;

/** Makes one run on a connection that works, and leaves it working. */
export async function makeRun(
  world: ChaosWorld,
  { lane, mirror, alone }: { readonly lane: Lane; readonly mirror: LaneMirror; readonly alone: boolean },
  planned: PlannedRun,
): Promise<RunResult> {
  const begunAtMs = performance.now();
  const faults: string[] = [];
  try {
    await strikeAndLook(world, lane, planned, faults);
    await mend(world, lane);
    await recover(lane, planned, faults);
    faults.push(...(await mirror.catchUp(lane)), ...(await mirror.compare(lane, world.folder)));
    if (alone) await lookForLeftovers(world, faults);
  } catch (cause) {
    faults.push(cause instanceof Error ? cause.message : String(cause));
    await mend(world, lane);
  }
  return { name: planned.name, faults, wallMs: performance.now() - begunAtMs };
}

async function strikeAndLook(world: ChaosWorld, lane: Lane, planned: PlannedRun, faults: string[]): Promise<void> {
  const { strike, moment, bank } = planned;
  const loginsBefore = countLogins(world, planned);
  await prepare(world, lane, strike);
  const struck = comesAtMoment(planned)
    ? world.line.strike(bank, MOMENTS[moment], 1, () => strikeNow(world, lane, strike))
    : Promise.resolve();
  // Whoever waits for the end of the run hears of it.
  struck.catch(() => undefined);
  const days = moment === 'document' ? DAYS_TO_NEXT_DOCUMENT : DAYS;
  const { syncRunIds } = await lane.client.advanceSandboxClock({ body: { days } });
  if (strike === 'expiredCode') await answerTooLate(world, lane);
  const run = await whenEnded(lane, syncRunIds);
  if (world.line.isArmed(bank)) faults.push(`the visit never came to ${moment}`);
  else await struck;
  const logins = countLogins(world, planned) - loginsBefore;
  if (logins > mostLogins(planned)) faults.push(`the bank was handed a login ${logins} times`);
  await checkOutcome(lane, planned, run, faults);
  if (expectedOf(planned)?.status === 'reauthRequired') await checkRest(world, lane, planned, faults);
}

async function checkOutcome(lane: Lane, planned: PlannedRun, run: Schemas['SyncRun'], faults: string[]): Promise<void> {
  const expected = expectedOf(planned);
  const code = expected?.code ?? null;
  const actor = code === null ? null : FAULTS[code].actor;
  const { status, errorCode } = await readConnection(lane);
  const is = (what: string, seen: unknown, wanted: unknown) => {
    if (seen !== wanted) faults.push(`${what} is ${String(seen)} and must be ${String(wanted)}`);
  };
  is('status', status, expected?.status ?? 'active');
  is('errorCode', errorCode, code);
  is('error.code of the run', run.error?.code ?? null, code);
  is('error.actionRequiredBy of the run', run.error?.actionRequiredBy ?? null, actor);
  if (code === null) is('status of the run', run.status, 'succeeded');
  const health = await lane.client.getConnectionHealth({ connectionId: lane.connectionId });
  is('lastError of the health', health.lastError?.code ?? null, code);
}

/** A login that was refused rests until another one comes: nothing that is asked of the connection hands it over again. */
async function checkRest(world: ChaosWorld, lane: Lane, planned: PlannedRun, faults: string[]): Promise<void> {
  const before = countLogins(world, planned);
  const { client, connectionId } = lane;
  const refusal = await client.syncConnection({ connectionId }).then(
    () => null,
    (cause: unknown) => (cause instanceof CausewayError ? cause.code : String(cause)),
  );
  if (refusal !== 'connection_not_ready') faults.push(`a sync was answered with ${refusal ?? 'a run'}`);
  const { syncRunIds } = await client.advanceSandboxClock({ body: { days: 2 } });
  if (syncRunIds.length > 0) faults.push('a sync fell due while the login rests');
  const logins = countLogins(world, planned) - before;
  if (logins > 0) faults.push(`a login that was refused was handed over again, ${logins} times`);
}

/** By itself where the platform waits a fault out, and with a new login where people have to act. */
async function recover(lane: Lane, planned: PlannedRun, faults: string[]): Promise<void> {
  const { client, connectionId } = lane;
  switch (expectedOf(planned)?.status) {
    case 'errored': {
      const { nextAttemptAt } = await client.getConnectionHealth({ connectionId });
      if (nextAttemptAt === null) throw new Error('an errored connection has no next attempt');
      const { syncRunIds } = await client.advanceSandboxClock({ body: { until: nextAttemptAt } });
      await whenEnded(lane, syncRunIds);
      break;
    }
    case 'reauthRequired':
      await putLogin(lane);
      await eventually('the sync with the new login', async () =>
        (await readConnection(lane)).status === 'reauthRequired' ? undefined : true,
      );
      break;
    case undefined:
      // Nothing was wrong; what was switched under the visit is met by the next one, which finds it mended.
      break;
    default:
  }
  const { status, errorCode } = await readConnection(lane);
  if (status !== 'active' || errorCode !== null)
    faults.push(`after the recovery the connection is ${status} with ${errorCode ?? 'no error'}`);
}

async function lookForLeftovers(world: ChaosWorld, faults: string[]): Promise<void> {
  const look = () => findLeftBehind(join(world.folder, 'data', 'browser'), world.worker().pid);
  const isClean = () => {
    const { processes, folders, ports } = look();
    return processes.length + folders.length + ports.length === 0;
  };
  // A browser whose worker died has two seconds to end by itself, and a session that has ended is closed behind its run.
  await eventually('', async () => isClean() || undefined, CLEAN_WITHIN_MS).catch(() => undefined);
  const { processes, folders, ports } = look();
  for (const each of processes) faults.push(`a browser process was left: ${each}`);
  for (const each of folders) faults.push(`a folder was left: ${each}`);
  for (const each of ports) faults.push(`the worker still listens at ${each}`);
}

async function whenEnded({ client, connectionId }: Lane, ids: readonly string[]): Promise<Schemas['SyncRun']> {
  const [syncRunId] = ids;
  if (syncRunId === undefined || ids.length > 1) throw new Error(`${ids.length} syncs fell due instead of one`);
  return eventually('the end of the run', async () => {
    const run = await client.getSyncRun({ connectionId, syncRunId });
    return run.finishedAt === null ? undefined : run;
  });
}

function countLogins(world: ChaosWorld, { bank }: PlannedRun): number {
  return world.line.requests(bank).filter((line) => LOGINS[bank].test(line)).length;
}

const LOGINS = { harbor: /^POST \/sign-in$/, linden: /^POST \/sign-in$/, ridgeline: /^POST \/sign-in\/password$/ };
