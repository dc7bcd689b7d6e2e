import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/infra/embedded-postgres/start.ts';
import { silentLog } from '../../src/infra/log.ts';
import { seededChoices } from '../../test/support/choices.ts';
import { makeChaos } from './chaos.ts';
import { type ChaosSettings, readChaosSettings, USAGE } from './options.ts';
import { chooseRuns, listRuns } from './plan.ts';
import { renderRun } from './report.ts';

/** Nothing here has to survive the loss of power. */
const SERVER_SETTINGS = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

class Interrupted extends Error {}

/**
 * `npm run chaos`: visits to demo banks in a real browser, each struck by something. Exits with 0 when everything was as it must be, with 1 when
 * anything was not, with 2 for options that are not known, with 130 after Ctrl-C.
 */
async function main(): Promise<number> {
  const settings = readChaosSettings(process.argv.slice(2));
  if (settings === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  if (settings.list) {
    for (const { name } of listRuns()) say(name);
    return 0;
  }
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Interrupted('interrupted'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  const folder = mkdtempSync(join(tmpdir(), 'causeway-chaos-'));
  // The database server's own user has to pass through a folder that root made.
  chmodSync(folder, 0o711);
  try {
    return await makeOnOwnServer(settings, folder, stop.signal);
  } catch (cause) {
    if (!(cause instanceof Interrupted)) throw cause;
    say('Stopped; everything has been cleared away.');
    return 130;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function makeOnOwnServer(settings: ChaosSettings, folder: string, signal: AbortSignal): Promise<number> {
  const { seed, count, only, browserPath } = settings;
  const runs = only === null ? chooseRuns(count, seededChoices(seed)) : listRuns().filter(({ name }) => name === only);
  say(only === null ? `Seed ${seed}: ${runs.length} of ${listRuns().length} runs.` : `${runs.length} run.`);
  const dataDir = join(folder, 'postgres');
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, settings: SERVER_SETTINGS });
  try {
    const place = join(folder, 'world');
    mkdirSync(place);
    const onRun = (result: Parameters<typeof renderRun>[0]) => say(renderRun(result));
    const options = { runs, databaseUrl: server.url, folder: place, browserPath, signal, onRun };
    const { results, leftBehind } = await makeChaos(options);
    for (const each of leftBehind) say(`LEFT BEHIND ${each}`);
    const failed = results.filter(({ faults }) => faults.length > 0);
    for (const { name } of failed) say(`Repeat it alone: npm run chaos -- --only ${name}`);
    const isGood = failed.length === 0 && leftBehind.length === 0;
    say(isGood ? `${results.length} runs, and everything was as it must be.` : `${failed.length} runs failed.`);
    return isGood ? 0 : 1;
  } finally {
    await server.stop();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await main();
