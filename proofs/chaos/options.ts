import { parseArgs } from 'node:util';
import { listRuns } from './plan.ts';

export const USAGE = `Usage: npm run chaos -- [--runs 20] [--seed S] [--only NAME] [--browser PATH] [--list]

Strikes visits to demo banks in a real browser: the bank, the browser or the worker dies, the layout is switched, a password
or a code is wrong. Exits with 1 and names the runs when anything was not as it must be; --list prints the names of all.`;

export interface ChaosSettings {
  readonly count: number;
  readonly seed: string;
  /** The one run to make. */
  readonly only: string | null;
  readonly browserPath: string;
  readonly list: boolean;
}

const OPTIONS = {
  runs: { type: 'string', default: '20' },
  seed: { type: 'string' },
  only: { type: 'string' },
  browser: { type: 'string', default: '' },
  list: { type: 'boolean', default: false },
} as const;

/** The names of the options, without the dashes; the page about chaos describes each. */
export const CHAOS_OPTIONS: readonly string[] = Object.keys(OPTIONS);

/** Reads the command line; null where it cannot be used. */
export function readChaosSettings(args: readonly string[]): ChaosSettings | null {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const count = Number(values.runs);
    const { only = null, seed = String(Date.now() % 1_000_000_000) } = values;
    const isUsable = Number.isInteger(count) && count >= 1 && count <= 100_000;
    if (!isUsable || (only !== null && !listRuns().some(({ name }) => name === only))) return null;
    return { count, seed, only, browserPath: values.browser, list: values.list };
  } catch (cause) {
    // What parseArgs throws for options that it does not know.
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
