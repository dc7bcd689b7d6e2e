import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import type { BrowserLease, BrowserSessionOptions } from './browser-lease.ts';
import { type BrowserPool, createBrowserPool } from './browser-pool.ts';
import type { BrowserProcess } from './browser-process.ts';
import type { DownloadResult } from './downloads.ts';
import { type FixtureSite, sendHtml, serveFixture } from './testing/fixture-site.ts';
import { createTestLauncher, placeCarriedChromium, sessionFor } from './testing/test-browser.ts';

const NEVER = new AbortController().signal;
let bank: FixtureSite;
let pool: BrowserPool;
let running: BrowserProcess | null = null;

beforeAll(async () => {
  const head = (name: string) => ({
    'content-type': 'text/csv',
    'content-disposition': `attachment; filename="${name}"`,
  });
  bank = await serveFixture({
    '/': '<a href="/file">File</a> <a href="/big">Big</a> <a href="/endless">Endless</a> <a href="/broken">Broken</a> <a href="/page">Page</a> <a href="/cut">Cut</a>',
    '/file': (_, response) => response.writeHead(200, head('rows.csv')).end('a,b\n1,2\n'),
    '/big': (_, response) => response.writeHead(200, head('big.csv')).end(Buffer.alloc(300_000, 'x')),
    '/endless': (_, response) => {
      response.writeHead(200, head('endless.csv'));
      const timer = setInterval(() => response.write(Buffer.alloc(10_000, 'x')), 5);
      response.once('close', () => clearInterval(timer));
    },
    '/broken': (_, response) => {
      response.writeHead(200, { ...head('broken.csv'), 'content-length': '1000' });
      response.write('half');
      setTimeout(() => response.destroy(), 50);
    },
    '/cut': (request) => request.socket.destroy(),
    '/page': (_, response) => sendHtml(response, '<p>no file</p>'),
  });
  const launcher = createTestLauncher();
  pool = createPool(async () => {
    running = await launcher.start();
    return running;
  });
});

afterAll(async () => {
  await pool.close();
  await bank.stop();
});

function createPool(start: () => Promise<BrowserProcess>): BrowserPool {
  const bounds = { maxSessions: 4, maxMemoryBytes: 1024 ** 3, idleMs: 60_000, waitMs: 10_000 };
  return createBrowserPool({ start, ...bounds, log: silentLog });
}

async function withLease<T>(
  work: (lease: BrowserLease) => Promise<T>,
  changes: Partial<BrowserSessionOptions> = {},
  from = pool,
): Promise<T> {
  const result = await from.lease(sessionFor([bank.host], changes), NEVER);
  if (result.kind !== 'leased') throw new Error(result.kind);
  try {
    await result.lease.page.goto(bank.url);
    return await work(result.lease);
  } finally {
    await result.lease.release();
  }
}

async function click(
  lease: BrowserLease,
  name: string,
  texts: string[] = [],
  beginTimeoutMs = 20_000,
): Promise<DownloadResult> {
  return lease.downloads.take(() => lease.page.getByRole('link', { name }).click(), {
    beginTimeoutMs,
    signal: NEVER,
    onBytes: async (bytes) => {
      let text = '';
      for await (const chunk of bytes) text += Buffer.from(chunk).toString('utf8');
      texts.push(text);
    },
  });
}

async function countFiles(): Promise<number> {
  const folders = await readdir(running?.folder.downloads ?? '', { recursive: true, withFileTypes: true });
  return folders.filter((entry) => entry.isFile()).length;
}

describe('a download', () => {
  it('is passed on whole and kept nowhere', async () => {
    await withLease(async (lease) => {
      const texts: string[] = [];
      expect(await click(lease, 'File', texts)).toEqual({ kind: 'done', fileName: 'rows.csv', sizeBytes: 8 });
      expect(await click(lease, 'File', texts)).toMatchObject({ kind: 'done' });
      expect(texts).toEqual(['a,b\n1,2\n', 'a,b\n1,2\n']);
      expect(await countFiles()).toBe(0);
    });
  });

  it.each([{}, { LC_ALL: 'de_DE.ISO-8859-1' }])(
    'is taken below a folder with an umlaut, whatever language the system is set to: %j',
    async (language) => {
      const parent = await mkdtemp(join(tmpdir(), 'causeway-downloads-'));
      const folder = join(parent, 'Ümläut ☕');
      await placeCarriedChromium(folder);
      const abroad = createPool(
        createTestLauncher({ folder, environment: { PATH: process.env.PATH, ...language } }).start,
      );
      try {
        const texts: string[] = [];
        const taken = await withLease((lease) => click(lease, 'File', texts), {}, abroad);
        expect([taken, texts]).toEqual([{ kind: 'done', fileName: 'rows.csv', sizeBytes: 8 }, ['a,b\n1,2\n']]);
      } finally {
        await abroad.close();
        await rm(parent, { recursive: true });
      }
    },
    60_000,
  );

  it('belongs to the session that asked for it', async () => {
    await withLease(async (first) => {
      await withLease(async (second) => {
        const [mine, theirs]: [string[], string[]] = [[], []];
        await Promise.all([click(first, 'File', mine), click(second, 'File', theirs)]);
        expect([mine, theirs]).toEqual([['a,b\n1,2\n'], ['a,b\n1,2\n']]);
      });
    });
  });

  it.each(['Big', 'Endless'])('larger than allowed is ended and passed on in no part: %s', async (name) => {
    await withLease(
      async (lease) => {
        const texts: string[] = [];
        expect(await click(lease, name, texts)).toEqual({ kind: 'tooLarge' });
        expect(texts).toEqual([]);
      },
      { downloads: { maxBytes: 100_000, maxCount: 10, timeoutMs: 10_000 } },
    );
    await expect.poll(countFiles).toBe(0);
  });

  it('that breaks off is passed on in no part', async () => {
    await withLease(async (lease) => {
      const texts: string[] = [];
      expect(await click(lease, 'Broken', texts)).toEqual({ kind: 'broken' });
      expect(texts).toEqual([]);
    });
  });

  it('that takes too long is ended', async () => {
    await withLease(async (lease) => expect(await click(lease, 'Endless')).toEqual({ kind: 'broken' }), {
      downloads: { maxBytes: 1024 ** 3, maxCount: 10, timeoutMs: 100 },
    });
  });

  it('beyond the number allowed is refused', async () => {
    await withLease(
      async (lease) => {
        expect(await click(lease, 'File')).toMatchObject({ kind: 'done' });
        expect(await click(lease, 'File')).toEqual({ kind: 'tooMany' });
      },
      { downloads: { maxBytes: 100_000, maxCount: 1, timeoutMs: 10_000 } },
    );
  });

  it('that nobody asked for leaves nothing behind', async () => {
    await withLease(async (lease) => {
      await lease.page.getByRole('link', { name: 'File' }).click();
      await lease.page.getByRole('link', { name: 'Page' }).click();
      await lease.page.getByText('no file').waitFor();
    });
    await expect.poll(countFiles).toBe(0);
  });

  it('that does not begin is none', async () => {
    await withLease(async (lease) => expect(await click(lease, 'Page', [], 1_000)).toEqual({ kind: 'none' }));
  });

  it.each(['Page', 'Cut'])(
    'is not waited for long where another page has come in its place: %s',
    async (name) => {
      await withLease(async (lease) => expect(await click(lease, name, [], 120_000)).toEqual({ kind: 'none' }));
    },
    60_000,
  );

  it('ends with the run that wanted it', async () => {
    await withLease(async (lease) => {
      const stop = new AbortController();
      const taking = lease.downloads.take(() => lease.page.getByRole('link', { name: 'Endless' }).click(), {
        beginTimeoutMs: 5_000,
        signal: stop.signal,
        onBytes: async () => undefined,
      });
      stop.abort(new Error('stopped'));
      await expect(taking).rejects.toThrow('stopped');
    });
  });
});
