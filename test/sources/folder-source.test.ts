import { mkdir, mkdtemp, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileFeed, openFileFeed } from '../support/banks/file-feed.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
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

let root: string;
let system: RunningSystem;
let organization: TestOrganization;
let caller: Caller;
let entityId: string;
let folders = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'causeway-folders-'));
  system = await startSystem({ settings: { CAUSEWAY_FILE_ROOT: root } });
  organization = await system.createOrganization();
  caller = organization.live;
  entityId = await defaultEntityOf(caller);
});
afterAll(async () => {
  await system?.stop();
  await rm(root, { recursive: true, force: true });
});

interface WatchedFolder {
  readonly bank: FileFeed;
  readonly dir: string;
  readonly source: FileSource;
}

/** A folder of its own, watched as fast as can be, for a connection of its own. */
async function watch(changes: Partial<Schemas['FileSourceRequest']> = {}): Promise<WatchedFolder> {
  const bank = await openFileFeed(caller, entityId);
  folders += 1;
  const path = `bank-${folders}`;
  const dir = join(root, organization.id, 'live', path);
  await mkdir(dir, { recursive: true });
  const { connectionId } = bank;
  const body = { connectionId, kind: 'folder', path, pollSeconds: 1, settleSeconds: 0, ...changes };
  const source = await caller.get<FileSource>('createFileSource', { body });
  return { bank, dir, source };
}

const untilCleared = (dir: string) =>
  eventually(
    () => readdir(dir),
    (names) => names.every((name) => name === 'done'),
    'clearing',
  );
const put = (dir: string, name: string, content: string) => writeFile(join(dir, name), content);
const refuses = (changes: Record<string, unknown>, connectionId: string) =>
  caller.refusal('createFileSource', { body: { connectionId, kind: 'folder', path: 'x', ...changes } });

describe('a watched folder', () => {
  it('takes every file once, also after a rename, a copy and a touch', async () => {
    const { bank, dir, source } = await watch();
    expect(source).toMatchObject({ status: 'active', location: `${organization.id}/live/${source.path}`, error: null });
    await put(dir, 'one.bai', numberedFile(1));
    await put(dir, 'two.bai', numberedFile(2));
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 2, 'two files taken');
    await linesWhen(caller, bank, ['-10.01 posted PURCHASE 1', '-10.02 posted PURCHASE 2']);
    await rename(join(dir, 'one.bai'), join(dir, 'renamed.bai'));
    await put(dir, 'copy.bai', numberedFile(2));
    await utimes(join(dir, 'two.bai'), new Date(), new Date(Date.now() - 86_400_000));
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 4, 'the new names known');
    await untilQuiet(caller, source.id);
    expect((await takenNames(caller, bank)).sort()).toEqual(['one.bai', 'two.bai']);
    expect(await bank.lines()).toHaveLength(2);
    expect((await readdir(dir)).sort()).toEqual(['copy.bai', 'renamed.bai', 'two.bai']);
  });

  it('takes what was uploaded before no second time, and an uploader gets the run of the folder', async () => {
    const { bank, dir, source } = await watch();
    await bank.take(numberedFile(3));
    await put(dir, 'three.bai', numberedFile(3));
    await put(dir, 'four.bai', numberedFile(4));
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 2, 'both known');
    expect((await bank.upload(numberedFile(4))).status).toBe(200);
    expect(await takenNames(caller, bank)).toEqual(['statement', 'four.bai']);
  });

  it('tells of names that it cannot use, and takes the files beside them', async () => {
    const { bank, dir, source } = await watch();
    await put(dir, 'two\nlines.bai', numberedFile(30));
    for (const byte of [0xfe, 0xff])
      await writeFile(Buffer.concat([Buffer.from(`${dir}/`), Buffer.of(byte), Buffer.from('.bai')]), numberedFile(31));
    await put(dir, 'fine.bai', numberedFile(32));
    const { failedFiles } = await sourceWhen(
      caller,
      source.id,
      (next) => next.files.taken === 1 && next.failedFiles.length === 2,
      'one taken and two told',
    );
    expect(failedFiles.map((file) => [file.name, file.error.code]).sort()).toEqual([
      ['two\nlines.bai', 'pathRefused'],
      ['\ufffd.bai', 'pathRefused'],
    ]);
    expect(failedFiles[0]?.error.message).toContain('Rename the file.');
    expect(await takenNames(caller, bank)).toEqual(['fine.bai']);
    await rename(join(dir, 'two\nlines.bai'), join(dir, 'lines.bai'));
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 2, 'the renamed file taken');
  });

  it('moves a file away whose name is as long as can be', async () => {
    const { dir, source } = await watch({ afterTaking: 'move', moveTo: 'done' });
    await put(dir, `${'n'.repeat(251)}.bai`, numberedFile(33));
    await untilCleared(dir);
    expect(await getSource(caller, source.id)).toMatchObject({ error: null, failedFiles: [], files: { taken: 1 } });
    expect(await readdir(join(dir, 'done'))).toEqual([expect.stringMatching(/^[0-9a-f]{12}-n{238}\.bai$/)]);
  });

  it('leaves files alone that are being written, by name and by growth', async () => {
    const { bank, dir, source } = await watch({ settleSeconds: 3_600 });
    /** Lets an hour go by for what is waited for, look by look. */
    const takenInTime = (count: number, what: string) =>
      eventually(
        async () => {
          await system.database
            .sql`update source_files set seen_at = seen_at - interval '1 hour' where source_id = ${source.id}`;
          await caller.get('pollFileSource', at(source.id));
          return getSource(caller, source.id);
        },
        ({ files }) => files.taken === count,
        what,
      );
    const whole = numberedFile(5);
    for (const name of ['a.bai.part', 'b.tmp', 'c.filepart', '.hidden.bai']) await put(dir, name, whole);
    await put(dir, 'growing.bai', whole.slice(0, 60));
    await sourceWhen(caller, source.id, ({ files }) => files.settling === 1, 'the growing file seen');
    for (let length = 70; length < whole.length; length += 40) {
      await put(dir, 'growing.bai', whole.slice(0, length));
      const { lastPollAt } = await getSource(caller, source.id);
      await sourceWhen(caller, source.id, (next) => next.lastPollAt !== lastPollAt, 'a look while it grows');
      expect((await getSource(caller, source.id)).files.taken).toBe(0);
    }
    await put(dir, 'growing.bai', whole);
    await takenInTime(1, 'the whole file taken');
    await linesWhen(caller, bank, ['-10.05 posted PURCHASE 5']);
    await put(dir, 'a.bai.part', numberedFile(6));
    await rename(join(dir, 'a.bai.part'), join(dir, 'a.bai'));
    await takenInTime(2, 'the renamed file taken');
    expect(await takenNames(caller, bank)).toEqual(['growing.bai', 'a.bai']);
  });

  it('takes changed content under a known name, and only names that fit the pattern', async () => {
    const { bank, dir, source } = await watch({ pattern: 'daily-*.b?i' });
    await put(dir, 'other.bai', numberedFile(7));
    await put(dir, 'DAILY-1.BAI', numberedFile(8));
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 1, 'the first content');
    await put(dir, 'DAILY-1.BAI', numberedFile(900));
    await linesWhen(caller, bank, ['-10.08 posted PURCHASE 8', '-19.00 posted PURCHASE 900']);
    expect(await takenNames(caller, bank)).toEqual(['DAILY-1.BAI', 'DAILY-1.BAI']);
  });

  it.each(['move', 'delete'] as const)('clears files away by its policy: %s', async (afterTaking) => {
    const { bank, dir, source } = await watch({ afterTaking, ...(afterTaking === 'move' ? { moveTo: 'done' } : {}) });
    await put(dir, 'good.bai', numberedFile(9));
    await put(dir, 'bad.bai', 'no bank file');
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 2, 'both taken');
    await untilCleared(dir);
    if (afterTaking === 'move')
      expect((await readdir(join(dir, 'done'))).map((name) => name.replace(/^[0-9a-f]{12}-/, '')).sort()).toEqual([
        'bad.bai',
        'good.bai',
      ]);
    const query = { connectionId: bank.connectionId };
    const [quarantined] = await caller.all<Schemas['QuarantinedFile']>('listQuarantinedFiles', { query });
    expect(quarantined).toMatchObject({ origin: 'folder', fileSourceId: source.id, file: { name: 'bad.bai' } });
    // The same names may come again with other content.
    await put(dir, 'good.bai', numberedFile(10));
    await linesWhen(caller, bank, ['-10.09 posted PURCHASE 9', '-10.10 posted PURCHASE 10']);
    await untilCleared(dir);
  });

  it('gives its files what they do not say', async () => {
    const { bank, dir, source } = await watch({
      knowledge: { accountNumber: '4711', currency: 'EUR', dateOrder: 'DMY' },
    });
    await put(dir, 'export.qif', '!Type:Bank\nD03/04/2026\nT-58.20\nPBlue Bottle\n^\n');
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 1, 'the file taken');
    await linesWhen(caller, bank, ['-58.20 posted Blue Bottle']);
    expect(await bank.transactions()).toMatchObject([{ postedDate: '2026-04-03', currency: 'EUR' }]);
  });

  it('pauses, goes on, is polled by hand and forgets nothing but itself when it is deleted', async () => {
    const { bank, dir, source } = await watch({ pollSeconds: 3600 });
    await sourceWhenByItself(caller, source.id, ({ lastSuccessAt }) => lastSuccessAt !== null, 'the first look');
    await put(dir, 'a.bai', numberedFile(11));
    await caller.get('pollFileSource', at(source.id));
    await sourceWhenByItself(caller, source.id, ({ files }) => files.taken === 1, 'the file taken');
    const paused = await caller.get<FileSource>('updateFileSource', { ...at(source.id), body: { status: 'paused' } });
    expect(paused).toMatchObject({ status: 'paused', nextPollAt: null });
    await put(dir, 'b.bai', numberedFile(12));
    expect(await caller.get('pollFileSource', at(source.id))).toMatchObject({ status: 'paused', nextPollAt: null });
    await caller.get('updateFileSource', { ...at(source.id), body: { status: 'active', pollSeconds: 1 } });
    await sourceWhenByItself(caller, source.id, ({ files }) => files.taken === 2, 'the second file taken');
    await eventually(bank.lines, (lines) => lines.length === 2, 'both files taken in');
    expect(await bank.lines()).toEqual(['-10.11 posted PURCHASE 11', '-10.12 posted PURCHASE 12']);
    expect((await caller.call('deleteFileSource', at(source.id))).status).toBe(204);
    expect(await caller.refusal('getFileSource', at(source.id))).toMatchObject({ code: 'not_found' });
    expect(await bank.lines()).toHaveLength(2);
  });
});

describe('trouble with a folder', () => {
  it('that does not exist is told and tried again', async () => {
    const { dir, source, bank } = await watch({ path: 'later' });
    const late = join(root, organization.id, 'live', 'later');
    expect(dir).not.toBe(late);
    const failing = await sourceWhenByItself(caller, source.id, ({ error }) => error !== null, 'the error');
    expect(failing).toMatchObject({
      status: 'active',
      error: { code: 'notFound', message: expect.stringContaining('later') },
    });
    await mkdir(late);
    await put(late, 'a.bai', numberedFile(13));
    await caller.get('pollFileSource', at(source.id));
    await sourceWhenByItself(
      caller,
      source.id,
      ({ files, error }) => files.taken === 1 && error === null,
      'the file taken',
    );
    await linesWhen(caller, bank, ['-10.13 posted PURCHASE 13']);
  });

  it('links are never followed: neither a linked file, nor a linked folder, nor a way out', async () => {
    const { bank, dir, source } = await watch();
    const outside = await mkdtemp(join(tmpdir(), 'causeway-outside-'));
    await put(outside, 'secret.bai', numberedFile(14));
    await symlink(join(outside, 'secret.bai'), join(dir, 'link.bai'));
    await symlink(outside, join(root, organization.id, 'live', 'linked'));
    await put(dir, 'own.bai', numberedFile(15));
    await sourceWhen(caller, source.id, ({ files }) => files.taken === 1, 'the plain file taken');
    const linked = await caller.get<FileSource>('createFileSource', {
      body: { connectionId: bank.connectionId, kind: 'folder', path: 'linked', pollSeconds: 1, settleSeconds: 0 },
    });
    const refused = await sourceWhen(caller, linked.id, ({ error }) => error !== null, 'the refusal');
    expect(refused.error).toMatchObject({ code: 'pathRefused' });
    for (const path of ['../x', 'a/../../x', '/etc', 'a//b', 'a\\..\\b'])
      expect(await refuses({ path }, bank.connectionId)).toMatchObject({ details: [{ field: 'path' }] });
    expect(await takenNames(caller, bank)).toEqual(['own.bai']);
    await rm(outside, { recursive: true });
  });

  it('is refused with the field: what does not go together, and what another organization owns', async () => {
    const { bank } = await watch();
    const field = async (changes: Record<string, unknown>, connectionId = bank.connectionId) =>
      (await refuses(changes, connectionId)).details?.[0]?.field;
    expect(await field({ afterTaking: 'move' })).toBe('moveTo');
    expect(await field({ afterTaking: 'move', moveTo: '../x' })).toBe('moveTo');
    expect(await field({ password: 'x' })).toBe('password');
    expect(await field({ kind: 'sftp' })).toBe('host');
    expect(await field({ knowledge: { csvProfile: { name: 'x' } } })).toBe('knowledge.csvProfile');
    const other = await openFileFeed(organization.test, await defaultEntityOf(organization.test));
    expect(await field({}, other.connectionId)).toBe('connectionId');
  });
});
