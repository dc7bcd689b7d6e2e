import ssh2, { type FileEntry, type SFTPWrapper } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { type PasswordServer, startSftpServer } from '../../../test/sources/password-server.ts';
import { openSftpFolder } from './sftp-folder.ts';
import type { SftpBounds } from './sftp-session.ts';
import { MOST_FILES, type SourceFolder } from './source-folder.ts';

const { STATUS_CODE } = ssh2.utils.sftp;
/** Between two answers of a server that is slow on purpose; every single one comes in time. */
const SLOWLY_MS = 20;
const GENEROUS: SftpBounds = { longestMs: 600_000, leastBytesPerSecond: 1, graceMs: 600_000 };

let server: PasswordServer;
let folder: SourceFolder | null = null;
afterEach(async () => {
  await folder?.close();
  folder = null;
  await server.stop();
});

async function open(
  serve: ((sftp: SFTPWrapper) => void) | null,
  options: { readonly timeoutMs?: number; readonly bounds?: Partial<SftpBounds> } = {},
): Promise<SourceFolder> {
  server = await startSftpServer(serve);
  folder = await openSftpFolder({
    host: '127.0.0.1',
    port: server.port,
    username: server.username,
    hostKeyFingerprint: server.fingerprint,
    login: { password: server.password },
    privateHosts: ['127.0.0.1'],
    path: '/',
    timeoutMs: options.timeoutMs ?? 30_000,
    bounds: { ...GENEROUS, ...options.bounds },
  });
  return folder;
}

const attrs = { mode: 0o100_644, uid: 0, gid: 0, size: 500_000, atime: 0, mtime: 0 };
const named = (filename: string): FileEntry => ({ filename, longname: '', attrs });

/** Answers every look into the folder with these names, and never says that there are no more. */
function listWithoutEnd(sftp: SFTPWrapper, names: () => readonly FileEntry[], afterMs = 0): void {
  sftp.on('OPENDIR', (id) => sftp.handle(id, Buffer.from('folder')));
  sftp.on('READDIR', (id) => void setTimeout(() => sftp.name(id, [...names()]), afterMs));
}

describe('a server that answers and never comes to an end', () => {
  it('is left when it sends a file byte by byte', async () => {
    const serve = (sftp: SFTPWrapper) => {
      sftp.on('OPEN', (id) => sftp.handle(id, Buffer.from('file')));
      sftp.on('READ', (id) => void setTimeout(() => sftp.data(id, Buffer.from('x')), SLOWLY_MS));
    };
    const { open: read } = await open(serve, { bounds: { leastBytesPerSecond: 1_000_000, graceMs: 100 } });
    const take = async () => {
      for await (const chunk of read('a.bai', 500_000)) expect(chunk.length).toBe(1);
    };
    await expect(take()).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/sends a\.bai too slowly: less than 1000000 bytes a second.* ask /),
    });
    await server.left;
  });

  it('is left when all its answers together take too long', async () => {
    const { stat } = await open(
      (sftp) => sftp.on('LSTAT', (id) => void setTimeout(() => sftp.attrs(id, attrs), SLOWLY_MS)),
      { bounds: { longestMs: 300 } },
    );
    const askAgainAndAgain = async () => {
      for (;;) await stat('a.bai');
    };
    await expect(askAgainAndAgain()).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/took more than 0\.3 seconds over its answers in one look\..* ask /),
    });
    await server.left;
  });

  it('is left when it lists nothing again and again', async () => {
    const { list } = await open((sftp) => listWithoutEnd(sftp, () => [], SLOWLY_MS), { bounds: { longestMs: 300 } });
    await expect(list()).rejects.toMatchObject({ code: 'timeout' });
    await server.left;
  });

  it('is left when it does not say whether it has SFTP', async () => {
    await expect(open(null, { timeoutMs: 2_000 })).rejects.toMatchObject({ code: 'timeout' });
    await server.left;
  });
});

describe('a server that lists names without end', () => {
  const MANY = 2_000;
  it.each([
    ['files', (index: number) => `statement-${index}.bai`, MOST_FILES],
    ['the folder itself', () => '.', 2 * MOST_FILES],
  ])('is left after so many of %s', async (_, nameOf, most) => {
    let listed = 0;
    const { list } = await open((sftp) =>
      listWithoutEnd(sftp, () => Array.from({ length: MANY }, () => named(nameOf(listed++)))),
    );
    await expect(list()).rejects.toMatchObject({ code: 'tooManyFiles' });
    await server.left;
    expect(listed).toBeGreaterThan(most);
    expect(listed).toBeLessThanOrEqual(most + 2 * MANY);
  });

  it('is believed up to the most that are taken, whatever else it names', async () => {
    const answers = [
      ['.', '..', ''],
      ...Array.from({ length: MOST_FILES / MANY }, (_, part) =>
        Array.from({ length: MANY }, (__, index) => `${part}-${index}.bai`),
      ),
    ];
    const { list } = await open((sftp) => {
      sftp.on('OPENDIR', (id) => sftp.handle(id, Buffer.from('folder')));
      sftp.on('READDIR', (id) => {
        const names = answers.shift();
        if (names === undefined) sftp.status(id, STATUS_CODE.EOF);
        else sftp.name(id, names.map(named));
      });
    });
    expect(await list()).toHaveLength(MOST_FILES);
  });
});

describe('a server that leaves out what it may', () => {
  const entry = (filename: string, told: object): FileEntry => ({
    filename,
    longname: '',
    attrs: { mode: 0o100_644, ...told } as FileEntry['attrs'], // Only the mode tells a file from a folder.
  });
  const entries = [
    entry('good.bai', { size: 3, atime: 9, mtime: 7 }),
    entry('without-time.bai', { size: 3 }),
    entry('without-size.bai', { atime: 9, mtime: 7 }),
    entry('larger-than-any.bai', { size: 2 ** 63, atime: 9, mtime: 7 }),
  ];

  function serve(sftp: SFTPWrapper): void {
    let isListed = false;
    sftp.on('OPENDIR', (id) => sftp.handle(id, Buffer.from('folder')));
    sftp.on('READDIR', (id) => {
      if (isListed) sftp.status(id, STATUS_CODE.EOF);
      else sftp.name(id, entries);
      isListed = true;
    });
    sftp.on('LSTAT', (id, path) => {
      const found = entries.find(({ filename }) => path === `/${filename}`);
      if (found === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
      else sftp.attrs(id, found.attrs);
    });
    sftp.on('OPEN', (id) => sftp.handle(id, Buffer.from('file')));
    sftp.on('READ', (id, _handle, offset) => {
      if (offset === 0) sftp.data(id, Buffer.from('abc'));
      else sftp.status(id, STATUS_CODE.EOF);
    });
  }

  it('is believed in all that can be kept, and only what has no size is not read', async () => {
    const { list, open: read } = await open(serve);
    const files = await list();
    expect(files).toEqual([
      { name: 'good.bai', sizeBytes: 3, modifiedAtMs: 7_000 },
      { name: 'without-time.bai', sizeBytes: 3, modifiedAtMs: 0 },
      { name: 'without-size.bai', sizeBytes: 0, modifiedAtMs: 7_000 },
      { name: 'larger-than-any.bai', sizeBytes: 0, modifiedAtMs: 7_000 },
    ]);
    const outcomes: string[] = [];
    for (const { name, sizeBytes } of files)
      try {
        for await (const chunk of read(name, sizeBytes)) outcomes.push(Buffer.from(chunk).toString());
      } catch (cause) {
        outcomes.push(cause instanceof Error ? cause.message : '');
      }
    const refusal = (name: string) => expect.stringContaining(`The server tells no size of ${name} `);
    expect(outcomes).toEqual(['abc', 'abc', refusal('without-size.bai'), refusal('larger-than-any.bai')]);
  });
});
