import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import type { BrowserLease, BrowserSessionOptions } from './browser-lease.ts';
import { type BrowserPool, type BrowserPoolOptions, createBrowserPool } from './browser-pool.ts';
import type { BrowserProcess } from './browser-process.ts';
import { BrowserLostError } from './errors.ts';
import { listGroup } from './process-group.ts';
import { type FixtureSite, sendHtml, serveFixture } from './testing/fixture-site.ts';
import { createTestLauncher, sessionFor } from './testing/test-browser.ts';

const NEVER = new AbortController().signal;
let site: FixtureSite;
let other: FixtureSite;
let pool: BrowserPool;
let processes: BrowserProcess[] = [];

beforeAll(async () => {
  other = await serveFixture({ '/': '<h1>Elsewhere</h1>' });
  site = await serveFixture({
    '/': '<h1>Home</h1>',
    '/cookie': (_, response) => {
      response.setHeader('set-cookie', 'who=me');
      sendHtml(response, 'set');
    },
    '/who': (request, response) => sendHtml(response, `<p id="who">${request.headers.cookie ?? 'nobody'}</p>`),
    '/leave': (_, response) => response.writeHead(302, { location: other.url }).end(),
    '/frames': () => undefined,
    '/headers': (request, response) => sendHtml(response, `<p id="time">${request.headers['x-time']}</p>`),
  });
});

afterAll(async () => {
  await site.stop();
  await other.stop();
});

afterEach(async () => {
  await pool.close();
  for (const { ended } of processes) await ended;
  processes = [];
});

function openPool(changes: Partial<BrowserPoolOptions> = {}): BrowserPool {
  const launcher = createTestLauncher();
  pool = createBrowserPool({
    start: async () => {
      const started = await launcher.start();
      processes.push(started);
      return started;
    },
    maxSessions: 4,
    maxMemoryBytes: 1024 ** 3,
    idleMs: 60_000,
    waitMs: 10_000,
    log: silentLog,
    ...changes,
  });
  return pool;
}

async function lease(changes: Partial<BrowserSessionOptions> = {}): Promise<BrowserLease> {
  const result = await pool.lease(sessionFor([site.host], changes), NEVER);
  if (result.kind !== 'leased') throw new Error(result.kind);
  return result.lease;
}

describe('sessions', () => {
  it('share one browser, which starts with the first of them, and nothing else', async () => {
    openPool();
    expect(processes).toHaveLength(0);
    const [first, second] = await Promise.all([lease(), lease()]);
    await first.page.goto(`${site.url}/cookie`);
    await first.page.goto(`${site.url}/who`);
    await second.page.goto(`${site.url}/who`);
    expect(await first.page.locator('#who').textContent()).toBe('who=me');
    expect(await second.page.locator('#who').textContent()).toBe('nobody');
    expect(processes).toHaveLength(1);
  });

  it('leave no cookie to the next one', async () => {
    openPool({ maxSessions: 1 });
    const first = await lease();
    await first.page.goto(`${site.url}/cookie`);
    await first.release();
    const second = await lease();
    await second.page.goto(`${site.url}/who`);
    expect(await second.page.locator('#who').textContent()).toBe('nobody');
  });

  it('look to the bank as they were told to', async () => {
    openPool();
    const { page } = await lease({ locale: 'de-DE', timezone: 'Europe/Berlin', headers: { 'x-time': 'noon' } });
    await page.goto(`${site.url}/headers`);
    expect(await page.locator('#time').textContent()).toBe('noon');
    expect(await page.evaluate('[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone].join()')).toBe(
      'de-DE,Europe/Berlin',
    );
  });
});

describe('places', () => {
  it('are given in the order of asking, and not beyond the bound on their number', async () => {
    openPool({ maxSessions: 1 });
    const first = await lease();
    const order: number[] = [];
    const takeAs = async (number: number) => {
      const taken = await lease();
      order.push(number);
      return taken;
    };
    const second = takeAs(2);
    const third = takeAs(3);
    expect(pool.stats()).toMatchObject({ sessions: 1, waiting: 2 });
    await first.release();
    await (await second).release();
    await (await third).release();
    expect(order).toEqual([2, 3]);
  });

  it('are not given beyond the bound on memory, but for one', async () => {
    openPool({ maxMemoryBytes: 1 });
    const first = await lease();
    const second = lease();
    expect(pool.stats()).toMatchObject({ sessions: 1, waiting: 1 });
    await first.release();
    await (await second).release();
  });

  it('that stay taken too long are answered as busy', async () => {
    openPool({ maxSessions: 1, waitMs: 20 });
    await lease();
    expect(await pool.lease(sessionFor([site.host]), NEVER)).toEqual({ kind: 'busy' });
    expect(pool.stats().waiting).toBe(0);
  });

  it('are not kept for somebody who no longer waits', async () => {
    openPool({ maxSessions: 1 });
    const first = await lease();
    const stop = new AbortController();
    const waiting = pool.lease(sessionFor([site.host]), stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await first.release();
    await first.release();
    expect(pool.stats()).toMatchObject({ sessions: 0, waiting: 0 });
  });
});

describe('the browser', () => {
  it('that is killed ends all its sessions as lost, and the next session gets a new one', async () => {
    openPool();
    const [first, second] = await Promise.all([lease(), lease()]);
    const loading = first.page.waitForSelector('#never').catch(() => 'ended');
    const [killed] = processes;
    process.kill(killed?.groupId ?? 0, 'SIGKILL');
    await killed?.ended;
    expect(await loading).toBe('ended');
    await expect.poll(() => [first.lost.aborted, second.lost.aborted]).toEqual([true, true]);
    expect(first.lost.reason).toBeInstanceOf(BrowserLostError);
    expect(second.lost.reason).toBeInstanceOf(BrowserLostError);
    await first.release();
    await second.release();
    const third = await lease();
    await third.page.goto(site.url);
    expect(processes).toHaveLength(2);
    await expect.poll(() => listGroup(killed?.groupId ?? 0)).toEqual([]);
  });

  it('whose page crashes loses that session only', async () => {
    openPool();
    const [first, second] = await Promise.all([lease(), lease()]);
    const crashed = new Promise((resolve) => first.lost.addEventListener('abort', resolve));
    first.page.goto('chrome://crash').catch(() => undefined);
    await crashed;
    expect(first.lost.reason).toBeInstanceOf(BrowserLostError);
    await second.page.goto(site.url);
    expect(second.lost.aborted).toBe(false);
    await first.release();
  });

  it('is ended when nobody has used it for a while, with everything it wrote', async () => {
    openPool({ idleMs: 10 });
    await (await lease()).release();
    const [idle] = processes;
    await idle?.ended;
    await expect.poll(() => listGroup(idle?.groupId ?? 0)).toEqual([]);
    await expect.poll(() => existsSync(idle?.folder.path ?? '')).toBe(false);
    const again = await lease();
    await again.page.goto(site.url);
    expect(processes).toHaveLength(2);
  });

  it('tells how much memory it takes', async () => {
    openPool();
    await lease();
    expect(pool.stats().memoryBytes).toBeGreaterThan(10 * 1024 ** 2);
    expect(pool.stats().browserPid).toBe(processes[0]?.groupId);
  });
});
