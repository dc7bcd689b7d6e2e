import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pickLastingPort } from '../../../test/support/database/lasting-port.ts';
import { silentLog } from '../log.ts';
import { findPlatformPackage, listMissingLinks } from './binaries.ts';
import { findLivePostmaster, waitUntil } from './postmaster.ts';
import { identifyProcess } from './process-identity.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';

const isRoot = process.geteuid?.() === 0;
const startModule = new URL('./start.ts', import.meta.url).href;
const NOBODY = 65_534;
/** For what comes soon, and later on a machine that stalls. */
const PATIENCE_MS = 90_000;

/** A data directory whose server has been stopped in order: a copy of it spares a test the making of a cluster. */
let stopped: string;
let folder: string;
let dataDir: string;
let started: EmbeddedPostgres[];
let children: ChildProcess[];
let servers: Server[];

beforeAll(async () => {
  stopped = mkdtempSync(join(tmpdir(), 'causeway-postgres-'));
  chmodSync(stopped, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: stopped, log: silentLog, settings: { fsync: 'off' } });
  await server.stop();
});
afterAll(() => rmSync(stopped, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-postgres-'));
  chmodSync(folder, 0o755);
  dataDir = join(folder, 'postgres');
  started = [];
  children = [];
  servers = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers) server.close();
  const left = existsSync(join(dataDir, 'cluster')) ? findLivePostmaster(dataDir) : null;
  if (left !== null) process.kill(left.pid, 'SIGQUIT');
  if (left !== null) await waitUntil(() => identifyProcess(left.pid) === null, PATIENCE_MS);
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, ...options });
  started.push(server);
  return server;
}

/** Puts a cluster of an earlier start where the next one looks, as if restored: without its port and its log. */
function placeCluster(): void {
  mkdirSync(dataDir);
  for (const part of ['cluster', 'superuser-password'])
    cpSync(join(stopped, part), join(dataDir, part), { recursive: true, preserveTimestamps: true });
}

/** As if an earlier start had used this port. */
function recordPort(port: number): void {
  writeFileSync(join(dataDir, 'port'), `${port}\n`);
}

async function query(server: { url: string }, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(server.url, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

/** Starts the database in a process of its own and answers that process and what the database said of itself. */
async function startInChild(how: { uid?: number; env?: Record<string, string>; options?: object } = {}): Promise<{
  child: ChildProcess;
  server: { url: string; pid: number; port: number };
}> {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(startModule)});
    const log = { debug() {}, info() {}, warn() {}, error() {}, child() { return log; } };
    const options = ${JSON.stringify({ dataDir, ...how.options })};
    try {
      const server = await startEmbeddedPostgres({ log, ...options });
      process.stdout.write(JSON.stringify({ url: server.url, pid: server.pid, port: server.port }) + '\\n');
      process.stdin.on('end', () => server.stop()).resume();
    } catch (error) {
      process.stdout.write(JSON.stringify({ error: error.message, code: error.code }) + '\\n');
    }`;
  const identity = how.uid === undefined ? {} : { uid: how.uid, gid: how.uid };
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...identity,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...how.env },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const line = await new Promise<string>((resolve) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text);
    });
    child.once('exit', () => resolve(text));
  });
  const answer: unknown = JSON.parse(line);
  if (typeof answer !== 'object' || answer === null || 'error' in answer) throw new Error(line);
  return { child, server: answer as { url: string; pid: number; port: number } }; // written by the script above
}

function copyPackage(to: string): string {
  cpSync(findPlatformPackage(), to, { recursive: true, verbatimSymlinks: true });
  return to;
}

function ownerOf(pid: number): number {
  return statSync(`/proc/${pid}`).uid;
}

describe('a first start', () => {
  it('makes a durable UTF-8 cluster that listens on the loopback address with a password only', async () => {
    const server = await start();
    const [row] = await query(
      server,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
        current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
        (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale,
        current_database() as name`,
    );
    expect(row).toEqual({
      encoding: 'UTF8',
      fsync: 'on',
      commit: 'on',
      checksums: 'on',
      addresses: '127.0.0.1',
      sockets: '',
      locale: 'b C.UTF-8',
      name: 'causeway',
    });
    expect(server.version).toMatch(/^18\./);
    expect(statSync(join(dataDir, 'superuser-password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'cluster')).mode & 0o777).toBe(0o700);
    const intruder = new URL(server.url);
    intruder.password = 'guess';
    await expect(query({ url: intruder.href }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('removes what an interrupted first start left', async () => {
    mkdirSync(join(dataDir, 'cluster.initialising-abc', 'base'), { recursive: true });
    const server = await start({ settings: { fsync: 'off' } });
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readdirSync(dataDir).filter((name) => name.includes('initialising'))).toEqual([]);
  });

  it('works below a path longer than a Unix socket may have', async () => {
    dataDir = join(folder, 'a'.repeat(100), 'b'.repeat(100), 'postgres');
    const server = await start({ settings: { fsync: 'off' } });
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('keeps statements and their values out of its log', async () => {
    const server = await start({ settings: { fsync: 'off' } });
    await query(server, 'create table t (x text primary key)');
    await query(server, "insert into t values ('canary-7781')");
    await expect(query(server, "insert into t values ('canary-7781')")).rejects.toMatchObject({ code: '23505' });
    await expect(query(server, "select 'canary-7781'::int")).rejects.toMatchObject({ code: '22P02' });
    await server.stop();
    const log = readFileSync(join(dataDir, 'server.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('canary-7781');
  });
});

describe('a later start', () => {
  beforeEach(placeCluster);

  it('keeps data, port and password', async () => {
    // One that no other program is given while the server is down.
    recordPort(await pickLastingPort());
    const first = await start();
    await query(first, 'create table t (x int)');
    await query(first, 'insert into t values (1)');
    await first.stop();
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second, 'select x from t')).toEqual([{ x: 1 }]);
  });

  it('recovers what was committed before the server was killed', async () => {
    const first = await start();
    await query(first, 'create table t (x int)');
    await query(first, 'insert into t values (1)');
    process.kill(first.pid, 'SIGKILL');
    expect((await first.exited).signal).toBe('SIGKILL');
    const second = await start();
    expect(await query(second, 'select x from t')).toEqual([{ x: 1 }]);
  });

  it('is started again on its port by itself when that is asked for', async () => {
    recordPort(await pickLastingPort());
    const server = await start({ revive: true });
    await query(server, 'create table t as select 1 as x');
    const before = server.pid;
    process.kill(before, 'SIGKILL');
    expect(await waitUntil(() => server.pid !== before, PATIENCE_MS)).toBe(true);
    expect(await query(server, 'select x from t')).toEqual([{ x: 1 }]);
    await server.stop();
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('can be stopped while it is being started again', async () => {
    const server = await start({ revive: true, settings: { fsync: 'off' } });
    const ended = identifyProcess(server.pid);
    process.kill(server.pid, 'SIGKILL');
    expect(await waitUntil(() => identifyProcess(server.pid) !== ended, PATIENCE_MS)).toBe(true);
    await server.stop();
    await server.exited;
    expect(identifyProcess(server.pid)).toBe(null);
  });

  it('is not held up by a lock file whose process id now belongs to a stranger', async () => {
    const first = await start({ settings: { fsync: 'off' } });
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    const stranger = spawn('sleep', ['60'], isRoot ? { uid: ownerOfCluster(), cwd: '/' } : { cwd: '/' });
    children.push(stranger);
    writeFileSync(pidFile, [String(stranger.pid), ...lines.slice(1)].join('\n'));
    const second = await start();
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBe(null);
  });

  it('takes another port when the recorded one is busy, and records it', async () => {
    const busy = await occupy();
    recordPort(busy);
    const server = await start({ settings: { fsync: 'off' } });
    expect(server.port).not.toBe(busy);
    expect(readFileSync(join(dataDir, 'port'), 'utf8')).toBe(`${server.port}\n`);
  });

  it('refuses a port given by name when it is busy', async () => {
    const port = await occupy();
    await expect(start({ port, settings: { fsync: 'off' } })).rejects.toMatchObject({ code: 'port-busy', port });
  });

  it('refuses a cluster of another version and one that is no cluster', async () => {
    const first = await start({ settings: { fsync: 'off' } });
    await first.stop();
    writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toMatchObject({ code: 'version-mismatch' });
    rmSync(join(dataDir, 'cluster', 'PG_VERSION'));
    await expect(start()).rejects.toMatchObject({ code: 'bad-data-directory' });
  });

  it('says which file is missing when the password is gone', async () => {
    const first = await start({ settings: { fsync: 'off' } });
    await first.stop();
    rmSync(join(dataDir, 'superuser-password'));
    await expect(start()).rejects.toMatchObject({ code: 'password-missing' });
  });
});

describe('a second start on the same data directory', () => {
  beforeEach(placeCluster);

  it('is refused with the process that runs it, also in this process', async () => {
    const { child } = await startInChild({ options: { settings: { fsync: 'off' } } });
    await expect(start()).rejects.toMatchObject({ code: 'already-running', pid: child.pid });
    child.stdin?.end();
    await new Promise((resolve) => child.once('exit', resolve));
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'already-running', pid: process.pid });
  });

  it('attaches when asked to, and leaves the server running', async () => {
    const { server } = await startInChild({ options: { settings: { fsync: 'off' } } });
    const attached = await start({ attachIfRunning: true });
    expect(attached).toMatchObject({ url: server.url, pid: server.pid, port: server.port, attached: true });
    await attached.stop();
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a server whose supervisor was killed', () => {
  beforeEach(placeCluster);

  it('shuts down by itself where the kernel can be asked to', async () => {
    const { child, server } = await startInChild({ options: { settings: { fsync: 'off' } } });
    child.kill('SIGKILL');
    expect(await waitUntil(() => identifyProcess(server.pid) === null, PATIENCE_MS)).toBe(true);
  });

  it('is stopped in order by the next start elsewhere', async () => {
    // Without setpriv on the path the kernel is not asked.
    const { child, server } = await startInChild({ env: { PATH: '/nonexistent' } });
    await query(server, 'create table t (x int)');
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(identifyProcess(server.pid)).not.toBe(null);
    const next = await start();
    expect(next.pid).not.toBe(server.pid);
    expect(identifyProcess(server.pid)).toBe(null);
    expect(await query(next, 'select count(*)::int as n from t')).toEqual([{ n: 0 }]);
    expect(readFileSync(join(dataDir, 'server.log'), 'utf8')).not.toContain('automatic recovery');
  });
});

describe('the programs', () => {
  it('get their library links when the install script did not run', async () => {
    const packageDir = copyPackage(join(folder, 'package'));
    removeLinks(packageDir);
    expect(listMissingLinks(packageDir).length).toBeGreaterThan(5);
    const server = await start({ packageDir, settings: { fsync: 'off' } });
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(listMissingLinks(packageDir)).toEqual([]);
  });

  it('are reported when they cannot run here', async () => {
    const packageDir = join(folder, 'package');
    mkdirSync(join(packageDir, 'native', 'bin'), { recursive: true });
    writeFileSync(join(packageDir, 'native', 'bin', 'postgres'), '#!/bin/sh\necho broken >&2\nexit 1\n', {
      mode: 0o755,
    });
    await expect(start({ packageDir })).rejects.toMatchObject({ code: 'binaries-unusable' });
  });

  it('refuse settings that belong to the supervisor', async () => {
    await expect(start({ settings: { listen_addresses: '*' } })).rejects.toMatchObject({ code: 'bad-setting' });
  });
});

describe.runIf(isRoot)('started by root', () => {
  it('runs as an unprivileged user', async () => {
    const server = await start({ settings: { fsync: 'off' } });
    expect(ownerOf(server.pid)).not.toBe(0);
    expect(statSync(join(dataDir, 'cluster')).uid).toBe(ownerOf(server.pid));
    expect(statSync(join(dataDir, 'superuser-password')).uid).toBe(0);
  });

  it('works when only root may enter the folder that holds project and data', async () => {
    chmodSync(folder, 0o700);
    const open = mkdtempSync(join(tmpdir(), 'causeway-programs-'));
    chmodSync(open, 0o755);
    const packageDir = copyPackage(join(folder, 'package'));
    removeLinks(packageDir);
    try {
      const options = { packageDir, systemCopyParent: join(open, 'causeway') };
      const first = await start(options);
      expect(ownerOf(first.pid)).not.toBe(0);
      await query(first, 'create table t (x int)');
      await first.stop();
      const second = await start(options);
      await query(second, "alter system set work_mem = '5MB'");
      await query(second, 'select pg_reload_conf()');
      expect(await query(second, 'select count(*)::int as n from t')).toEqual([{ n: 0 }]);
      await second.stop();
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    } finally {
      rmSync(open, { recursive: true, force: true });
    }
  });

  it('takes over a cluster that was restored as root', async () => {
    const first = await start({ settings: { fsync: 'off' } });
    await first.stop();
    const restored = join(folder, 'restored');
    cpSync(dataDir, restored, { recursive: true });
    expect(statSync(join(restored, 'cluster')).uid).toBe(0);
    dataDir = restored;
    const second = await start();
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('leaves an ordinary user to run it as themselves, without rights on the installed package', async () => {
    const packageDir = copyPackage(join(folder, 'package'));
    removeLinks(packageDir);
    mkdirSync(dataDir);
    chownSync(dataDir, NOBODY, NOBODY);
    const { server } = await startInChild({ uid: NOBODY, options: { packageDir } });
    expect(ownerOf(server.pid)).toBe(NOBODY);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(listMissingLinks(packageDir).length).toBeGreaterThan(5);
  });

  it('refuses an ordinary user the cluster of another', async () => {
    const server = await start({ settings: { fsync: 'off' } });
    await server.stop();
    await expect(startInChild({ uid: NOBODY })).rejects.toThrow('owned-by-another-user');
  });
});

function ownerOfCluster(): number {
  return statSync(join(dataDir, 'cluster')).uid;
}

function removeLinks(packageDir: string): void {
  const lib = join(packageDir, 'native', 'lib');
  for (const entry of readdirSync(lib, { withFileTypes: true }))
    if (entry.isSymbolicLink()) rmSync(join(lib, entry.name));
}

async function occupy(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
