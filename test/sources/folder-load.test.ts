import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileFeed, openFileFeed } from '../support/banks/file-feed.ts';
import type { Caller } from '../support/calls/caller.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/processes/worker-process.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { type FileSource, getSource, numberedFile, sourceWhenByItself, takenNames } from './source-stage.ts';

let root: string;
let system: RunningSystem;
let organization: TestOrganization;
let caller: Caller;
let worker: WorkerProcess | null = null;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'causeway-load-'));
  system = await startSystem({ worker: false, settings: { CAUSEWAY_FILE_ROOT: root } });
  organization = await system.createOrganization();
  caller = organization.live;
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await system?.stop();
  await rm(root, { recursive: true, force: true });
});

async function startWorker(): Promise<WorkerProcess> {
  worker = await startWorkerProcess({
    DATABASE_URL: system.database.url,
    CAUSEWAY_DATA_DIR: system.dataDir,
    CAUSEWAY_FILE_ROOT: root,
    CAUSEWAY_LEASE_TTL_MS: '1000',
    CAUSEWAY_SCHEDULE_INTERVAL_MS: '100',
  });
  return worker;
}

async function watch(path: string): Promise<{ bank: FileFeed; dir: string; source: FileSource }> {
  const bank = await openFileFeed(caller, await defaultEntityOf(caller));
  const dir = join(root, organization.id, 'live', path);
  await mkdir(dir, { recursive: true });
  const body = { connectionId: bank.connectionId, kind: 'folder', path, pollSeconds: 1, settleSeconds: 0 };
  return { bank, dir, source: await caller.get<FileSource>('createFileSource', { body }) };
}

describe('a worker that is killed while it takes files', () => {
  it('loses none and takes none twice', async () => {
    const count = 90;
    const { bank, dir, source } = await watch('killed');
    for (let index = 0; index < count; index += 1) await writeFile(join(dir, `file-${index}.bai`), numberedFile(index));
    for (const taken of [10, 60]) {
      const killed = await startWorker();
      await sourceWhenByItself(caller, source.id, ({ files }) => files.taken >= taken, `${taken} files taken`);
      await killed.end('SIGKILL');
    }
    await startWorker();
    await sourceWhenByItself(caller, source.id, ({ files }) => files.taken === count, 'all files taken');
    const { sql } = system.database;
    const rows = async () => {
      // A run that a dead worker had queued is begun anew by its job, after a minute at the latest.
      await sql`update graphile_worker._private_jobs set run_at = now() where key like 'sync:%' and run_at > now()`;
      return sql<{ status: string }[]>`select status from sync_runs where status <> 'succeeded'`;
    };
    await eventually(rows, (open) => open.length === 0, 'every run ended');
    expect(new Set(await takenNames(caller, bank)).size).toBe(count);
    expect(await takenNames(caller, bank)).toHaveLength(count);
    expect(new Set(await bank.lines()).size).toBe(count);
    expect(await bank.lines()).toHaveLength(count);
  });
});

describe('a folder of 10,000 files', () => {
  it('is taken in bounded time and memory, each content once', async () => {
    const { bank, dir, source } = await watch('large');
    const contents = 25;
    for (let start = 0; start < 10_000; start += 500)
      await Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          writeFile(join(dir, `statement-${start + index}.bai`), numberedFile((start + index) % contents)),
        ),
      );
    await worker?.end('SIGTERM');
    const { pid } = await startWorker();
    await eventually(
      async () => {
        // Looking counts 10,000 rows and starts a process, which would slow down what is looked at.
        await delay(250);
        return { source: await getSource(caller, source.id), highest: await residentMegabytes(pid) };
      },
      ({ source: { files }, highest }) => {
        expect(highest).toBeLessThan(600);
        return files.taken === 10_000;
      },
      '10,000 files taken',
      // Some seconds on an idle machine.
      90_000,
    );
    expect(await bank.lines()).toHaveLength(contents);
    expect(await takenNames(caller, bank)).toHaveLength(contents);
  });
});

async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}

describe('a file that may not be read', () => {
  it('is told by its name, holds up no other, and is taken once it may', async () => {
    await worker?.end('SIGTERM');
    worker = null;
    const dir = join(root, 'as-another-user');
    await mkdir(dir);
    await chmod(root, 0o755);
    await writeFile(join(dir, 'locked.bai'), numberedFile(1), { mode: 0o600 });
    await writeFile(join(dir, 'open.bai'), numberedFile(2));
    // The superuser may read everything, so the folder is read by somebody else where the tests run as one.
    const script = `
      import { openLocalFolder } from ${JSON.stringify(new URL('../../src/infra/source-folder/local-folder.ts', import.meta.url).href)};
      if (process.getuid() === 0) process.seteuid(65534);
      else { const { chmodSync } = await import('node:fs'); chmodSync(${JSON.stringify(join(dir, 'locked.bai'))}, 0); }
      const folder = await openLocalFolder({ root: ${JSON.stringify(root)}, path: 'as-another-user', label: 'x' });
      const seen = [];
      for (const { name, sizeBytes } of (await folder.list()).sort((a, b) => a.name < b.name ? -1 : 1)) {
        try { for await (const chunk of folder.open(name, sizeBytes)) seen.push([name, chunk.length]); }
        catch (error) { seen.push([name, error.code, error.message]); }
      }
      console.log(JSON.stringify(seen));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
      script,
    ]);
    expect(JSON.parse(stdout)).toEqual([
      ['locked.bai', 'permissionDenied', expect.stringContaining('locked.bai cannot be read')],
      ['open.bai', numberedFile(2).length],
    ]);
  });
});
