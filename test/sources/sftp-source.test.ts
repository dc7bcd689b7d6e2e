import { appendFile, chmod, mkdir, readdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FileFeed, openFileFeed } from '../support/banks/file-feed.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { pickLastingPort } from '../support/database/lasting-port.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { startPasswordServer } from './password-server.ts';
import {
  at,
  type FileSource,
  getSource,
  linesWhen,
  numberedFile,
  sourceWhen,
  sourceWhenByItself,
  takenNames,
  untilQuiet,
} from './source-stage.ts';
import { type Line, type SshServer, startLine, startSshServer } from './ssh-server.ts';

let system: RunningSystem;
let caller: Caller;
let entityId: string;
let server: SshServer;
let line: Line;
let folders = 0;

beforeAll(async () => {
  server = await startSshServer();
  line = await startLine(server.port);
  system = await startSystem({ settings: { CAUSEWAY_SFTP_PRIVATE_HOSTS: '127.0.0.1' } });
  caller = (await system.createOrganization()).live;
  entityId = await defaultEntityOf(caller);
});
afterAll(async () => {
  await system?.stop();
  await line?.stop();
  await server?.stop();
});
afterEach(async () => {
  line.release();
  // The line is for the source of one test alone.
  for (const { id } of await caller.all<FileSource>('listFileSources')) await caller.call('deleteFileSource', at(id));
});

interface WatchedServer {
  readonly bank: FileFeed;
  readonly dir: string;
  readonly source: FileSource;
}

/** A folder of its own at the server, fetched from over the line. */
async function watch(changes: Partial<Schemas['FileSourceRequest']> = {}): Promise<WatchedServer> {
  const bank = await openFileFeed(caller, entityId);
  folders += 1;
  const dir = join(server.dir, `bank-${folders}`);
  await mkdir(dir);
  await chmod(dir, 0o777);
  const body = {
    connectionId: bank.connectionId,
    kind: 'sftp',
    path: dir,
    host: '127.0.0.1',
    port: line.port,
    username: server.username,
    hostKeyFingerprint: server.fingerprint,
    ...('password' in changes || 'privateKey' in changes ? {} : { privateKey: server.privateKey }),
    pollSeconds: 1,
    settleSeconds: 0,
    ...changes,
  };
  return { bank, dir, source: await caller.get<FileSource>('createFileSource', { body }) };
}

const put = (dir: string, name: string, content: string) => writeFile(join(dir, name), content);
/** Waits for an error of its own: a server on a busy machine may be too slow for a look, which is told as well and tried again. */
const failing = (id: string, code: string) =>
  sourceWhen(caller, id, ({ error }) => error?.code === code, `the error ${code}`);
const update = (id: string, body: Schemas['FileSourceUpdateRequest']) =>
  caller.get<FileSource>('updateFileSource', { ...at(id), body });

const LARGE_ROWS = 2_000;

/** A BAI2 file of about a megabyte: few rows with long texts, because what is tested is their way here. */
const largeFile = (seed: number) => {
  const rows = Array.from(
    { length: LARGE_ROWS },
    (_, index) => `16,451,${100 + index},0,,,PURCHASE ${seed} NUMBER ${index} ${'AT LENGTH '.repeat(45)}END/`,
  );
  const head = ['01,BANK,CLIENT,261121,0600,1,80,1,2/', '02,CLIENT,BANK,1,261120,2359,USD,2/', '03,55500,USD,,,,/'];
  const tail = [`49,0,${rows.length + 2}/`, `98,0,1,${rows.length + 4}/`, `99,0,1,${rows.length + 6}/`, ''];
  return [...head, ...rows, ...tail].join('\n');
};

describe('an SFTP server', () => {
  it('signs in with a key and takes every file once, also after a rename and a copy', async () => {
    const { bank, dir, source } = await watch();
    expect(source.location).toBe(`${server.username}@127.0.0.1:${line.port}${dir}`);
    await put(dir, 'one.bai', numberedFile(1));
    await put(dir, 'writing.bai.filepart', numberedFile(2));
    await linesWhen(caller, bank, ['-10.01 posted PURCHASE 1']);
    await rename(join(dir, 'one.bai'), join(dir, 'renamed.bai'));
    await put(dir, 'copy.bai', numberedFile(1));
    await rename(join(dir, 'writing.bai.filepart'), join(dir, 'writing.bai'));
    await linesWhen(caller, bank, ['-10.01 posted PURCHASE 1', '-10.02 posted PURCHASE 2']);
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 4, 'all names known');
    await untilQuiet(caller, source.id);
    expect(await takenNames(caller, bank)).toEqual(['one.bai', 'writing.bai']);
    // Nothing was moved or deleted at the bank.
    expect((await readdir(dir)).sort()).toEqual(['copy.bai', 'renamed.bai', 'writing.bai']);
  });

  it('signs in with a key that has a passphrase, and not with a wrong one', async () => {
    const { bank, dir, source } = await watch({ privateKey: server.lockedKey, passphrase: 'wrong' });
    await put(dir, 'a.bai', numberedFile(3));
    const refused = await failing(source.id, 'loginRejected');
    expect(refused).toMatchObject({ status: 'stopped' });
    expect(JSON.stringify(refused)).not.toContain('PRIVATE KEY');
    await update(source.id, { privateKey: server.lockedKey, passphrase: server.passphrase });
    await linesWhen(caller, bank, ['-10.03 posted PURCHASE 3']);
  });

  it('signs in with a password (at the server of ssh2: OpenSSH would ask for that of an account of this machine)', async () => {
    const dir = join(server.dir, 'by-password');
    await mkdir(dir);
    await put(dir, 'a.bai', numberedFile(11));
    const other = await startPasswordServer(dir);
    try {
      const { port, username, fingerprint, password } = other;
      const changes = { path: dir, port, username, hostKeyFingerprint: fingerprint };
      const { bank, source } = await watch({ ...changes, password: `${password}!` });
      const refused = await failing(source.id, 'loginRejected');
      expect(refused).toMatchObject({ status: 'stopped' });
      const updated = await update(source.id, { password });
      await linesWhen(caller, bank, ['-10.11 posted PURCHASE 11']);
      for (const shown of [refused, updated, await getSource(caller, source.id)])
        expect(JSON.stringify(shown)).not.toContain(password.slice(0, 5));
      // A wrong one is tried once: banks lock users who are refused again and again.
      expect(other.tried.get(`${password}!`)).toBe(1);
    } finally {
      await other.stop();
    }
  });

  it.each(['move', 'delete'] as const)('clears files away only where that is asked for: %s', async (afterTaking) => {
    const { bank, dir } = await watch({ afterTaking, ...(afterTaking === 'move' ? { moveTo: 'done' } : {}) });
    await put(dir, 'a.bai', numberedFile(4));
    await linesWhen(caller, bank, ['-10.04 posted PURCHASE 4']);
    const left = () => readdir(dir);
    await eventually(left, (names) => names.every((name) => name === 'done'), 'clearing');
    if (afterTaking === 'move')
      expect(await readdir(join(dir, 'done'))).toEqual([expect.stringMatching(/^[0-9a-f]{12}-a\.bai$/)]);
  });

  it('is never asked for what a link leads to', async () => {
    const { bank, dir, source } = await watch();
    await put(server.dir, `outside-${folders}.bai`, numberedFile(5));
    await symlink(join(server.dir, `outside-${folders}.bai`), join(dir, 'link.bai'));
    await put(dir, 'own.bai', numberedFile(6));
    await linesWhen(caller, bank, ['-10.06 posted PURCHASE 6']);
    await untilQuiet(caller, source.id);
    expect(await takenNames(caller, bank)).toEqual(['own.bai']);
  });

  it('with 10,000 files is listed in bounded time, and what is new is taken', async () => {
    const { bank, dir, source } = await watch({ pollSeconds: 3600 });
    await sourceWhenByItself(caller, source.id, ({ lastSuccessAt }) => lastSuccessAt !== null, 'the first look');
    const time = new Date('2026-11-20T06:00:00Z');
    for (let start = 0; start < 10_000; start += 500)
      await Promise.all(
        Array.from({ length: 500 }, async (_, index) => {
          const path = join(dir, `statement-${start + index}.bai`);
          await writeFile(path, numberedFile((start + index) % 10));
          await utimes(path, time, time);
        }),
      );
    // As if all but the last twenty had been taken before.
    await system.database
      .sql`insert into source_files (organization_id, source_id, name, size_bytes, modified_at_ms, state,
        seen_at, sha256)
      select organization_id, id, 'statement-' || n || '.bai', ${String(numberedFile(0).length)}::bigint,
        ${String(time.getTime())}::bigint, 'taken', now(), repeat('0', 64)
      from file_sources, generate_series(0, 9979) n where id = ${source.id}`;
    await caller.get('pollFileSource', at(source.id));
    const look = () => getSource(caller, source.id);
    await eventually(look, ({ files }) => files.taken === 10_000, 'all files taken');
    expect(await takenNames(caller, bank)).toHaveLength(10);
  });
});

describe('a server that cannot be trusted or reached', () => {
  it('with another host key is sent no login, by an error of its own', async () => {
    const other = 'SHA256:uNiVztksCsDhcc0u9e8BrqJxVWnQ8Zc5t4sHfKcYJ2E';
    const { bank, dir, source } = await watch({ hostKeyFingerprint: other });
    await put(dir, 'a.bai', numberedFile(7));
    const { error, status, files } = await failing(source.id, 'hostKeyMismatch');
    expect({ status, files }).toEqual({ status: 'active', files: { settling: 0, taken: 0, failed: 0 } });
    for (const text of [other, server.fingerprint, 'No login was sent']) expect(error?.message).toContain(text);
    await update(source.id, { hostKeyFingerprint: server.fingerprint });
    await linesWhen(caller, bank, ['-10.07 posted PURCHASE 7']);
  });

  it('that refuses the login is not asked again before the login is replaced', async () => {
    const { bank, dir, source } = await watch({ password: 'wrong password' });
    await put(dir, 'a.bai', numberedFile(8));
    const refused = await failing(source.id, 'loginRejected');
    expect(refused).toMatchObject({ status: 'stopped', nextPollAt: null });
    const { connections } = line;
    await caller.get('pollFileSource', at(source.id));
    // Another source is polled twice meanwhile.
    const other = await watch();
    await untilQuiet(caller, other.source.id);
    expect((await getSource(caller, source.id)).lastPollAt).toBe(refused.lastPollAt);
    expect(line.connections).toBeGreaterThan(connections);
    await update(source.id, { privateKey: server.privateKey });
    await linesWhen(caller, bank, ['-10.08 posted PURCHASE 8']);
  });

  it('is told by its own error: no such host, nobody there, a private address, no such folder', async () => {
    const failsWith = async (code: string, changes: Partial<Schemas['FileSourceRequest']>) =>
      expect(await failing((await watch(changes)).source.id, code)).toMatchObject({ status: 'active' });
    await failsWith('unreachable', { port: await pickLastingPort() });
    await failsWith('unreachable', { host: 'sftp.bank.invalid' });
    await failsWith('addressRefused', { host: 'localhost' });
    await failsWith('notFound', { path: join(server.dir, 'nowhere') });
  });
});

describe('a transfer', () => {
  it('that is cut leaves nothing, and the file is read whole the next time', async () => {
    const { bank, dir, source } = await watch();
    await untilQuiet(caller, source.id);
    line.trouble = { kind: 'cut', afterBytes: 400_000 };
    await put(dir, 'large.bai', largeFile(1));
    await line.met();
    const cut = await failing(source.id, 'interrupted');
    expect(cut).toMatchObject({ status: 'active', files: { settling: 1, taken: 0 } });
    expect(await bank.accounts()).toEqual([]);
    line.release();
    await caller.get('pollFileSource', at(source.id));
    await sourceWhen(caller, source.id, ({ files, error }) => files.taken === 1 && error === null, 'the file taken');
    const runs = await caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId: bank.connectionId } });
    expect(runs).toHaveLength(1);
    const ended = () => caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId: bank.connectionId } });
    await eventually(ended, ([run]) => run?.status === 'succeeded' && run.counts.added === LARGE_ROWS, 'the run');
  });

  it('of a file that grows meanwhile takes nothing until it is whole', async () => {
    const { bank, dir, source } = await watch();
    await untilQuiet(caller, source.id);
    const whole = largeFile(2);
    line.trouble = { kind: 'hold', afterBytes: 300_000 };
    await put(dir, 'growing.bai', whole.slice(0, 600_000));
    await line.met();
    await appendFile(join(dir, 'growing.bai'), whole.slice(600_000));
    line.release();
    const ended = () => caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId: bank.connectionId } });
    const runs = await eventually(ended, ([run]) => run?.finishedAt != null, 'the run of the whole file');
    expect(runs).toMatchObject([
      { status: 'succeeded', counts: { added: LARGE_ROWS }, file: { sizeBytes: whole.length } },
    ]);
    expect((await getSource(caller, source.id)).files).toEqual({ settling: 0, taken: 1, failed: 0 });
  });

  it('of a file that may not be read is told by name, holds up no other, and comes once it may', async () => {
    const { bank, dir, source } = await watch();
    // Locked from the first moment: a look may come at any time.
    await writeFile(join(dir, 'locked.bai'), numberedFile(9), { mode: 0 });
    await put(dir, 'open.bai', numberedFile(10));
    await linesWhen(caller, bank, ['-10.10 posted PURCHASE 10']);
    const told = await sourceWhen(caller, source.id, ({ files }) => files.failed === 1, 'the failure');
    expect(told.failedFiles).toMatchObject([{ name: 'locked.bai', error: { code: 'permissionDenied' } }]);
    expect(told.status).toBe('active');
    await chmod(join(dir, 'locked.bai'), 0o644);
    await linesWhen(caller, bank, ['-10.09 posted PURCHASE 9', '-10.10 posted PURCHASE 10']);
  });
});
