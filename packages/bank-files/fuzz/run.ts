import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { FUZZ_TARGETS } from './seeds.ts';

/**
 * The fuzz command: `node fuzz/run.ts [--format mt940] [--count 200000] [--seed 1]`. Every format when none is named. Prints a line per format, and
 * the seed of each failure; exit code 1 when there is one.
 */
const { values } = parseArgs({
  options: {
    format: { type: 'string' },
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
  },
});

const targets = FUZZ_TARGETS.filter(({ name }) => values.format === undefined || values.format === name);
if (targets.length === 0) {
  console.error(`no format ${values.format}; choose one of ${FUZZ_TARGETS.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
}

/** Time on the processor: on a busy machine a clock would take waiting for work. */
function readCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

for (const target of targets) {
  const range = { count: Number(values.count), firstSeed: Number(values.seed) };
  const started = performance.now();
  const { inputCount, failures, slowestMs } = fuzz(target, range, readCpuMs);
  const seconds = (performance.now() - started) / 1000;
  // The most that the process ever held, in kilobytes.
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1000);
  console.log(
    `${target.name}: ${inputCount} inputs in ${seconds.toFixed(0)} s, slowest ${slowestMs.toFixed(0)} ms, at most ${peakMb} MB, ${failures.length} failures`,
  );
  for (const { seed, fault } of failures.slice(0, 20)) console.log(`  seed ${seed}: ${fault}`);
  if (failures.length > 0) process.exitCode = 1;
}
