import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeHost } from '../../numbers/host.ts';
import { publish } from '../../numbers/publish.ts';
import { startEmbeddedPostgres } from '../../src/infra/embedded-postgres/start.ts';
import { silentLog } from '../../src/infra/log.ts';
import { findingOf } from './finding.ts';
import type { ProofOptions } from './proof.ts';
import { prove } from './prove.ts';
import { faultsOf, renderResult, statusLine } from './report.ts';

const USAGE = `Usage: npm run prove -- [--minutes 10] [--seed S] [--writers 4] [--readers 6] [--apis 2] [--keep] [--write-docs]

Writes, reads and kills for that long on a PostgreSQL of its own, then compares every mirror with the server and the
server with the journals of its writers. Exits with 1 and names the seed when anything differs. --write-docs writes the
page of numbers from this run.`;

/** Durability against power loss is not what is proved here, and several pools are open at once. */
const SERVER_SETTINGS = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' };

type Settings = Pick<ProofOptions, 'seed' | 'churnMs' | 'writers' | 'readers' | 'apis'> & {
  readonly keep: boolean;
  readonly writesDocs: boolean;
};

async function main(): Promise<number> {
  const settings = readSettings();
  if (settings === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const { seed } = settings;
  say(`Seed ${seed}. It fixes every choice of every process; how the processes interleave differs from run to run.`);
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Interrupted('interrupted'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  const folder = mkdtempSync(join(tmpdir(), 'causeway-prove-'));
  // The database server's own user has to pass through a folder that root made.
  chmodSync(folder, 0o711);
  try {
    return await proveOnOwnServer(settings, folder, stop.signal);
  } catch (cause) {
    if (cause instanceof Interrupted) {
      say('Stopped; everything has been cleared away.');
      return 130;
    }
    say(`Seed ${seed} failed: ${cause instanceof Error ? cause.message : String(cause)}`);
    return 1;
  } finally {
    if (settings.keep) say(`Journals and mirrors are kept in ${folder}`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function proveOnOwnServer(settings: Settings, folder: string, signal: AbortSignal): Promise<number> {
  const host = describeHost();
  const dataDir = join(folder, 'postgres');
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, settings: SERVER_SETTINGS });
  try {
    const result = await prove({
      ...settings,
      databaseUrl: server.url,
      folder,
      deathRate: 0.004,
      disturbEveryMs: 1_000,
      signal,
      progress: (status) => say(statusLine(status)),
    });
    say(`\n${renderResult(result)}\n`);
    const faults = faultsOf(result);
    const run = { measuredAt: new Date().toISOString(), host, minutes: settings.churnMs / 60_000 };
    if (settings.writesDocs) publish('prove', findingOf(result, run));
    for (const fault of faults) say(`FAILED: ${fault}`);
    say(
      faults.length === 0 ? 'Nothing was lost.' : `Failing seed: ${settings.seed}. Add it to proofs/prove/seeds.json.`,
    );
    return faults.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}

class Interrupted extends Error {}

function readSettings(): Settings | null {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
        writers: { type: 'string', default: '4' },
        readers: { type: 'string', default: '6' },
        apis: { type: 'string', default: '2' },
        keep: { type: 'boolean', default: false },
        'write-docs': { type: 'boolean', default: false },
      },
    });
    const minutes = Number(values.minutes);
    const [writers, readers, apis] = [Number(values.writers), Number(values.readers), Number(values.apis)];
    const usable = [writers, readers, apis].every((count) => Number.isInteger(count) && count >= 1 && count <= 32);
    const writesDocs = values['write-docs'];
    if (!usable || !(minutes > 0 && minutes <= 1_440)) return null;
    return { seed: values.seed, churnMs: minutes * 60_000, writers, readers, apis, keep: values.keep, writesDocs };
  } catch {
    return null;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await main();
