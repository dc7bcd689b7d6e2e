import { describe, expect, it } from 'vitest';
import type { Line } from '../../bench/line.ts';
import { parseOptions, renderUsage } from '../../bench/options.ts';

const LINES: readonly Line[] = ['stream.page500', 'stream.idle', 'freshness'].map((name) => ({
  name,
  about: `about ${name}`,
  measure: () => Promise.resolve([]),
}));

function namesOf(args: readonly string[]): readonly string[] {
  const parsed = parseOptions(args, LINES);
  if (parsed.kind !== 'run') throw new Error('the options were refused');
  return parsed.options.lines.map(({ name }) => name);
}

describe('the options of a bench', () => {
  it('select lines by their beginning, in the order of the list', () => {
    expect(namesOf([])).toEqual(['stream.page500', 'stream.idle', 'freshness']);
    expect(namesOf(['--only', 'stream'])).toEqual(['stream.page500', 'stream.idle']);
    expect(namesOf(['--only', 'fresh', '--only', 'stream.idle'])).toEqual(['stream.idle', 'freshness']);
  });

  it.each([
    [['--only', 'ingest'], '--only ingest: no line begins so; there are stream.page500, stream.idle, freshness.'],
    [['--rows', '10'], '--rows must be a whole number from 3000 to 100000000, not "10".'],
    [['--rounds', '1.5'], '--rounds must be a whole number from 1 to 1000, not "1.5".'],
    [['--seconds', '0'], '--seconds must be a number from 0.1 to 600, not "0".'],
    [['--write-docs', '--only', 'stream'], 'cannot be combined with --only'],
    [['--fast'], "Unknown option '--fast'"],
    [['stream'], "Unexpected argument 'stream'"],
  ])('refuse %j', (args, problem) => {
    expect(parseOptions(args, LINES)).toEqual({ kind: 'unusable', problem: expect.stringContaining(problem) });
  });

  it('are listed with every line', () => {
    expect(parseOptions(['--help'], LINES)).toEqual({ kind: 'help' });
    const usage = renderUsage(LINES);
    for (const { name, about } of LINES) expect(usage).toMatch(new RegExp(`${name} +${about}`));
  });
});
