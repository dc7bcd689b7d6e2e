import { setTimeout as wait } from 'node:timers/promises';
import type { CommandParts } from '../../src/commands/parts.ts';
import { purgeTombstones } from '../../src/commands/purges/purge-tombstones.ts';
import { advanceSandboxClock } from '../../src/commands/sandbox/advance-sandbox-clock.ts';
import { ENVIRONMENTS } from '../../src/domain/environment.ts';
import type { Choices } from '../../test/support/choices.ts';
import type { KeptChild } from '../../test/support/processes/kept-child.ts';
import type { ApiProcesses } from './api-processes.ts';

/** What was done to the proof from outside. */
export interface Disturbances {
  writerKills: number;
  readerKills: number;
  apiKills: number;
  daysPassed: number;
  purged: number;
}

export const NO_DISTURBANCES: Disturbances = { writerKills: 0, readerKills: 0, apiKills: 0, daysPassed: 0, purged: 0 };

/** Most jumps leave cursors valid while their readers are away; a long one, now and then, ends most of them. */
const LONG_JUMPS = 0.1;

export interface DisturbParts {
  readonly choices: Choices;
  readonly commands: CommandParts;
  readonly organizationId: string;
  readonly writers: readonly KeptChild[];
  readonly readers: readonly KeptChild[];
  readonly apis: ApiProcesses;
  readonly apiCount: number;
  /** Mean time between two disturbances. */
  readonly everyMs: number;
}

/** Kills processes, moves virtual time and purges tombstones until the signal, counting into `done`. */
export async function disturb(parts: DisturbParts, done: Disturbances, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await wait(parts.choices.whole(0, parts.everyMs * 2), undefined, { signal: until }).catch(() => undefined);
    if (!until.aborted) await disturbOnce(parts, done);
  }
}

async function disturbOnce(parts: DisturbParts, done: Disturbances): Promise<void> {
  const { choices, commands, organizationId } = parts;
  const kind = choices.real();
  if (kind < 0.2) {
    choices.pick(parts.writers).kill();
    done.writerKills += 1;
  } else if (kind < 0.4) {
    choices.pick(parts.readers).kill();
    done.readerKills += 1;
  } else if (kind < 0.46) {
    parts.apis.kill(choices.whole(0, parts.apiCount - 1));
    done.apiKills += 1;
  } else if (kind < 0.75) {
    const days = choices.chance(LONG_JUMPS) ? choices.whole(60, 95) : choices.whole(1, 15);
    const moved = await advanceSandboxClock(commands, organizationId, { days });
    if (!moved.ok) throw new Error(`the clock was refused: ${moved.refusal.code}`);
    done.daysPassed += days;
  } else {
    for (const environment of ENVIRONMENTS)
      done.purged += await purgeTombstones(commands, { organizationId, environment });
  }
}
