import type { SessionStep } from '../connectors/contract.ts';
import type { Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import { insertSyncRunSteps } from '../store/connections/sync-run-steps.ts';

/** Collects what a session did. */
export interface Timeline {
  readonly note: (step: SessionStep) => void;
  readonly steps: readonly SessionStep[];
}

/** A session that goes round in circles must not fill the memory; its beginning and its end tell enough. */
const MOST_STEPS = 2_000;
const MOST_SCREENSHOTS = 5;

/** Bounded: of very many steps those in the middle are left out, and of pictures the latest are kept. */
export function createTimeline(): Timeline {
  const steps: SessionStep[] = [];
  return {
    steps,
    note: (step) => {
      if (steps.length >= MOST_STEPS) steps.splice(MOST_STEPS / 2, 1);
      steps.push(step);
      // The last picture is that of the failure which ended the session.
      const shown = steps.filter(({ screenshot }) => screenshot !== null);
      const [oldest] = shown;
      if (shown.length > MOST_SCREENSHOTS && oldest !== undefined)
        steps[steps.indexOf(oldest)] = { ...oldest, screenshot: null };
    },
  };
}

/** Keeps the timeline of a session with its run. It explains and proves nothing, so that it cannot be kept fails no run. */
export async function keepTimeline(
  parts: {
    readonly sql: Sql;
    readonly log: Log;
    newId(): string;
    storeEvidence(bytes: Uint8Array): Promise<{ readonly sha256: string }>;
  },
  run: { readonly organizationId: string; readonly id: string },
  { steps }: Pick<Timeline, 'steps'>,
): Promise<void> {
  if (steps.length === 0) return;
  try {
    const rows = [];
    for (const { screenshot, ...step } of steps) {
      const screenshotSha256 = screenshot === null ? null : (await parts.storeEvidence(screenshot)).sha256;
      rows.push({ ...step, id: parts.newId(), screenshotSha256 });
    }
    await insertSyncRunSteps(parts.sql, run.organizationId, run.id, rows);
  } catch (cause) {
    parts.log.warn({ err: cause, organizationId: run.organizationId, runId: run.id }, 'a timeline was not kept');
  }
}
