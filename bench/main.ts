import { writeFileSync } from 'node:fs';
import { describeHost } from '../numbers/host.ts';
import { publish } from '../numbers/publish.ts';
import { type World, withWorld } from './harness/world.ts';
import { LINES } from './lines.ts';
import type { Measurement } from './measurement.ts';
import { type BenchOptions, parseOptions, renderUsage } from './options.ts';
import type { BenchRun } from './report/bench-run.ts';
import { describeMachine } from './report/machine.ts';
import { renderMachine, renderTable } from './report/render.ts';

/**
 * `npm run bench`: measures the selected lines one after the other. Results go to the output, one line of JSON a figure
 * and a table at the end; what it is doing just now goes to the error output. Exits with 1 when a line fails or a change was
 * lost or doubled; a missed target alone is a finding, because a busy machine can miss any.
 */
async function main(): Promise<number> {
  const parsed = parseOptions(process.argv.slice(2), LINES);
  switch (parsed.kind) {
    case 'help':
      process.stdout.write(`${renderUsage(LINES)}\n`);
      return 0;
    case 'unusable':
      process.stderr.write(`${parsed.problem}\n\n${renderUsage(LINES)}\n`);
      return 2;
    case 'run':
      return runAndReport(parsed.options);
  }
}

class Interrupted extends Error {}

async function runAndReport(options: BenchOptions): Promise<number> {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Interrupted());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  try {
    return report(await run(options, stop.signal), options);
  } catch (cause) {
    if (cause instanceof Interrupted) {
      progress('Stopped; everything has been cleared away.');
      return 130;
    }
    progress(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    return 1;
  }
}

async function run(options: BenchOptions, signal: AbortSignal): Promise<BenchRun> {
  const host = describeHost();
  return withWorld(options, progress, signal, async (world) => {
    const machine = await describeMachine(world.installation.sql, host);
    progress(renderMachine(machine));
    const measurements: Measurement[] = [];
    for (const line of options.lines) measurements.push(...(await measureLine(line, world)));
    const { lines, rounds, seconds, rows, seed } = options;
    return {
      measuredAt: new Date().toISOString(),
      machine,
      options: { rounds, seconds, rows, seed, lines: lines.map(({ name }) => name) },
      measurements,
    };
  });
}

async function measureLine(line: BenchOptions['lines'][number], world: World): Promise<readonly Measurement[]> {
  const measurements = await line.measure(world);
  for (const measurement of measurements) process.stdout.write(`${JSON.stringify(measurement)}\n`);
  return measurements;
}

function report(result: BenchRun, { jsonFile, writeDocs }: BenchOptions): number {
  if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify(result, null, 2)}\n`);
  if (writeDocs) publish('bench', result);
  process.stdout.write(`\n${renderMachine(result.machine)}\n\n${renderTable(result.measurements)}\n`);
  return result.measurements.some(({ lost, doubled }) => lost || doubled) ? 1 : 0;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

// What an interrupted line had started ends with this process.
process.exit(await main());
