import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import type { BrowserLease, BrowserSessionOptions } from './browser-lease.ts';
import { type BrowserPool, createBrowserPool } from './browser-pool.ts';
import { type FixtureSite, sendHtml, serveFixture } from './testing/fixture-site.ts';
import { createTestLauncher, sessionFor } from './testing/test-browser.ts';

const NEVER = new AbortController().signal;
let bank: FixtureSite;
let elsewhere: FixtureSite;
let pool: BrowserPool;

beforeAll(async () => {
  elsewhere = await serveFixture({ '/': '<h1>Elsewhere</h1>' });
  bank = await serveFixture({
    '/': '<h1>Home</h1>',
    '/redirect': (_, response) => response.writeHead(302, { location: elsewhere.url }).end(),
    '/meta': `<meta http-equiv="refresh" content="0;url=${elsewhere.url}">`,
    '/frame': `<iframe src="${elsewhere.url}"></iframe>`,
    '/image': `<img src="${elsewhere.url}/pixel.png">`,
    '/script': `<script src="${elsewhere.url}/x.js"></script>`,
    '/form': `<form method="post" action="${elsewhere.url}"><input name="a" value="b"></form><script>document.forms[0].submit()</script>`,
    '/fetch': `<script>fetch('${elsewhere.url}', { mode: 'no-cors' })</script>`,
    '/beacon': `<script>navigator.sendBeacon('${elsewhere.url}', 'x')</script>`,
    '/socket': `<script>new WebSocket('ws://${elsewhere.host}/')</script>`,
    '/worker': `<script>new Worker(URL.createObjectURL(new Blob(["fetch('${elsewhere.url}',{mode:'no-cors'})"])))</script>`,
    '/prefetch': `<link rel="preconnect" href="${elsewhere.url}"><link rel="prefetch" href="${elsewhere.url}/p">`,
    '/popup': `<script>window.open('${elsewhere.url}')</script>`,
    '/popup-home': `<script>window.open('/?popup')</script>`,
    '/name': `<script>fetch('http://localhost:${elsewhere.host.split(':')[1]}/', { mode: 'no-cors' })</script>`,
    '/service.js': (_, response) =>
      response.writeHead(200, { 'content-type': 'text/javascript' }).end('self.addEventListener("fetch", () => {})'),
    '/service': `<p id="state">asking</p><script>
      navigator.serviceWorker.register('/service.js').then(() => navigator.serviceWorker.getRegistrations())
        .then((all) => { document.getElementById('state').textContent = all.length + ' registered' })
    </script>`,
    '/big': (_, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(Buffer.alloc(4 * 1024 * 1024));
    },
    '/place': (_, response) => sendHtml(response, '<p>place</p>'),
  });
  pool = createBrowserPool({
    start: createTestLauncher().start,
    maxSessions: 4,
    maxMemoryBytes: 1024 ** 3,
    idleMs: 60_000,
    waitMs: 10_000,
    log: silentLog,
  });
});

afterAll(async () => {
  await pool.close();
  await bank.stop();
  await elsewhere.stop();
});

beforeEach(() => {
  elsewhere.requests.length = 0;
});

async function withLease<T>(
  work: (lease: BrowserLease) => Promise<T>,
  changes: Partial<BrowserSessionOptions> = {},
): Promise<T> {
  const result = await pool.lease(sessionFor([bank.host], changes), NEVER);
  if (result.kind !== 'leased') throw new Error(result.kind);
  try {
    return await work(result.lease);
  } finally {
    await result.lease.release();
  }
}

describe('a session', () => {
  it.each([
    '/redirect',
    '/meta',
    '/frame',
    '/image',
    '/script',
    '/form',
    '/fetch',
    '/beacon',
    '/socket',
    '/worker',
    '/popup',
    '/name',
  ])('reaches no other host by %s, and says which it was kept from', async (path) => {
    await withLease(async (lease) => {
      await lease.page.goto(bank.url + path).catch(() => undefined);
      await expect.poll(() => lease.egressFailures().map(({ kind }) => kind)).toContain('denied');
      expect(elsewhere.requests).toEqual([]);
    });
  });

  it('reaches no other host by what the browser fetches ahead', async () => {
    await withLease(async (lease) => {
      await lease.page.goto(`${bank.url}/prefetch`);
      await lease.page.goto(bank.url);
      expect(elsewhere.requests).toEqual([]);
    });
  });

  it('has one window: others are closed', async () => {
    await withLease(async ({ page }) => {
      const opened = page.context().waitForEvent('page');
      await page.goto(`${bank.url}/popup-home`);
      const popup = await opened;
      if (!popup.isClosed()) await popup.waitForEvent('close');
      expect(page.context().pages()).toEqual([page]);
    });
  });

  it('has no service workers', async () => {
    await withLease(async ({ page }) => {
      await page.goto(`${bank.url}/service`);
      await page.getByText('0 registered').waitFor();
      expect(bank.requests).not.toContain('GET /service.js');
    });
  });

  it('cannot be led by a page to files of this machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'causeway-secret-'));
    await writeFile(join(folder, 'secret.html'), '<h1>Secret</h1>');
    try {
      await withLease(async ({ page }) => {
        await page.goto(`${bank.url}/place`);
        await page.evaluate(`location.href = 'file://${folder}/secret.html'; document.body.append('still here')`);
        await page.getByText('still here').waitFor();
        expect(page.url()).toBe(`${bank.url}/place`);
        expect(await page.evaluate(`fetch('file://${folder}/secret.html').then(() => 'read', () => 'refused')`)).toBe(
          'refused',
        );
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is told no place and given no camera', async () => {
    await withLease(async ({ page }) => {
      await page.goto(`${bank.url}/place`);
      const states = await page.evaluate(
        `Promise.all(['geolocation', 'notifications'].map((name) => navigator.permissions.query({ name }).then(({ state }) => state)))`,
      );
      expect(states).not.toContain('granted');
    });
  });

  it('receives no more than it may', async () => {
    await withLease(
      async ({ page, egressFailures }) => {
        await page.goto(bank.url);
        expect(await page.evaluate(`fetch('/big').then((a) => a.blob()).then(() => 'whole', () => 'cut')`)).toBe('cut');
        await page.goto(`${bank.url}/place`).catch(() => undefined);
        expect(egressFailures().at(-1)).toMatchObject({ kind: 'denied', code: 'TOO_MUCH' });
      },
      { maxReceivedBytes: 1024 * 1024 },
    );
  });

  it('does not reach this machine at a bank whose name leads here, unless it is a demo bank', async () => {
    await withLease(
      async ({ page, egressFailures }) => {
        await page.goto(bank.url).catch(() => undefined);
        expect(egressFailures().at(-1)).toMatchObject({ kind: 'private', host: bank.host });
      },
      { allowPrivate: false },
    );
  });
});
