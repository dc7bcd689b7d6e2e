import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Line } from './line.ts';
import type { Pass } from './pass.ts';

/** How a run is made. */
export interface BenchOptions extends Pass {
  readonly lines: readonly Line[];
  readonly jsonFile: string | null;
  readonly writeDocs: boolean;
}

export type ParsedOptions =
  | { readonly kind: 'run'; readonly options: BenchOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly problem: string };

const OPTIONS = {
  only: { type: 'string', multiple: true },
  json: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '3' },
  rows: { type: 'string', default: '1000000' },
  seed: { type: 'string', default: '1' },
  data: { type: 'string' },
  'write-docs': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** The names of the options, without the dashes; the page of benchmarks describes each. */
export const OPTION_NAMES: readonly string[] = Object.keys(OPTIONS);

/** Reads the command line. Paths are taken from the current folder. */
export function parseOptions(args: readonly string[], lines: readonly Line[]): ParsedOptions {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help) return { kind: 'help' };
    if (values['write-docs'] && values.only !== undefined)
      throw new RangeError('--write-docs writes the page of a whole run, so it cannot be combined with --only.');
    const selected = selectLines(values.only ?? [], lines);
    return {
      kind: 'run',
      options: {
        lines: selected,
        rounds: wholeNumber('rounds', values.rounds, 1, 1_000),
        seconds: decimalNumber('seconds', values.seconds, 0.1, 600),
        rows: wholeNumber('rows', values.rows, 3_000, 100_000_000),
        seed: values.seed,
        dataDir: values.data === undefined ? null : resolve(values.data),
        jsonFile: values.json === undefined ? null : resolve(values.json),
        writeDocs: values['write-docs'],
      },
    };
  } catch (cause) {
    // parseArgs names the option that it does not know; ours name the value.
    if (cause instanceof TypeError || cause instanceof RangeError) return { kind: 'unusable', problem: cause.message };
    throw cause;
  }
}

/** What `--help` prints. */
export function renderUsage(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(({ name }) => name.length));
  return [
    'Usage: npm run bench -- [--only NAME]... [--json FILE] [--rounds 5] [--seconds 3] [--rows 1000000] [--seed 1]',
    '                        [--data FOLDER] [--write-docs] [--help]',
    '',
    'Measures the product against references that run in turn with it on the same machine. NAME is a line or the',
    'beginning of one; without --only everything is measured:',
    '',
    ...lines.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
  ].join('\n');
}

function selectLines(names: readonly string[], lines: readonly Line[]): readonly Line[] {
  const unknown = names.filter((name) => !lines.some((line) => line.name.startsWith(name)));
  if (unknown.length > 0)
    throw new RangeError(
      `--only ${unknown.join(', ')}: no line begins so; there are ${lines.map(({ name }) => name).join(', ')}.`,
    );
  return names.length === 0 ? lines : lines.filter((line) => names.some((name) => line.name.startsWith(name)));
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new RangeError(`--${name} must be a whole number from ${min} to ${max}, not ${JSON.stringify(text)}.`);
}

function decimalNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new RangeError(`--${name} must be a number from ${min} to ${max}, not ${JSON.stringify(text)}.`);
}
