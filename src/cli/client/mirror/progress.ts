import type { Writable } from 'node:stream';
import type { AccountVerdict, MirrorProgress } from '@causeway/client/mirror';

/** Tells how a mirror goes: one line that changes on a terminal, lines of JSON for a program. */
export interface MirrorProgressView {
  report(progress: MirrorProgress): void;
  account(verdict: AccountVerdict): void;
  wait(wait: { readonly delayMs: number; readonly cause: unknown }): void;
  /** Ends the line, so that something else can be printed. */
  end(): void;
}

const TITLES = { bootstrapping: 'Reading history', catchingUp: 'Catching up', current: 'Up to date' } as const;

/**
 * For people a line on the terminal that is written over; with `machine` JSON lines there instead. What is waited for is told in any case.
 */
export function createMirrorProgress(
  people: Writable & { readonly isTTY?: boolean },
  machine: Writable | null,
): MirrorProgressView {
  let shown = '';
  let stored = 0;
  let accounts = 0;
  const show = (text: string) => {
    if (!people.isTTY || machine !== null || text === shown) return;
    people.write(`\r${text.padEnd(shown.length)}`);
    shown = text;
  };
  const end = () => {
    if (shown !== '') people.write('\n');
    shown = '';
  };
  return {
    report: (progress) => {
      const { phase, upserts, removals } = progress;
      show(`${TITLES[phase]}: ${upserts} rows written, ${removals} deleted`);
      // A poll that found nothing is no news.
      if (upserts + removals > stored) machine?.write(`${JSON.stringify(progress)}\n`);
      stored = upserts + removals;
    },
    account: () => {
      accounts += 1;
      show(`Comparing: ${accounts} accounts`);
    },
    wait: ({ delayMs, cause }) => {
      end();
      const reason = cause instanceof Error ? cause.message : String(cause);
      people.write(`${reason}. Trying again in ${(delayMs / 1_000).toFixed(1)} s.\n`);
    },
    end,
  };
}
