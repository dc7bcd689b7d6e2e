import { parseArgs } from 'node:util';
import { startOwnServer } from '../../test/support/database/own-server.ts';
import { startSystem } from '../../test/support/system/running-system.ts';
import { type FuzzOptions, fuzz, listUnmet, type Tally } from './fuzz.ts';
import { createWorld, WITHOUT_LIMITS } from './world.ts';

const USAGE = `Usage: npm run fuzz:contract -- [--requests 20000] [--seed S] [--operation ID ...]

Sends that many requests, made from the contract, to a server of its own: right ones, nearly right ones and hostile ones.
Every answer is held against the contract, and nothing that is refused may change what is stored. Prints how often each
operation gave which answer; exits with 1 and a line for curl when an answer is wrong.`;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  say(`Seed ${options.seed}.`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const { database } = await startOwnServer();
  const system = await startSystem({
    worker: false,
    database,
    settings: WITHOUT_LIMITS,
    bankSeed: String(options.seed),
  });
  try {
    const result = await fuzz(await createWorld(system), { ...options, say, signal: stop.signal });
    say(renderTally(result.tally));
    const unmet = listUnmet(result.tally);
    say(`\nDocumented, and not met this time (${unmet.length}):\n${unmet.map((name) => `  ${name}`).join('\n')}`);
    if (result.outcome === 'passed') {
      say(`\n${result.requests} requests, every answer as the contract says.`);
      return stop.signal.aborted ? 130 : 0;
    }
    say(`\nSeed ${options.seed}, ${result.report}`);
    return 1;
  } finally {
    await system.stop();
  }
}

function readOptions(): FuzzOptions | null {
  const options = {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    operation: { type: 'string', multiple: true },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const [requests, seed] = [Number(values.requests), Number(values.seed)];
    if (!(Number.isSafeInteger(requests) && requests > 0 && Number.isSafeInteger(seed))) return null;
    return { requests, seed, ...(values.operation === undefined ? {} : { only: values.operation }) };
  } catch {
    return null;
  }
}

function renderTally(tally: Tally): string {
  return [...tally]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([operation, answers]) => {
      const counts = [...answers].sort().map(([answer, count]) => `${answer}: ${count}`);
      return `${operation.padEnd(28)} ${counts.join(', ')}`;
    })
    .join('\n');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
