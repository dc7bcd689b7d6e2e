import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { CARRIED, createBrowserLauncher } from './browser-launcher.ts';
import { openLease } from './browser-lease.ts';
import { listInstallPlaces } from './installed-browsers.ts';
import { serveFixture } from './testing/fixture-site.ts';
import { placeCarriedChromium, sessionFor } from './testing/test-browser.ts';

const installed = listInstallPlaces(process.platform, process.env).filter((path) => existsSync(path));
/** The carried one, and each that this machine has: their versions differ from machine to machine. */
const programs = [CARRIED, ...new Set(installed.map((path) => realpathSync(path)))];

it.each(programs)('%s opens a bank, nothing else, and is gone when it is stopped', async (program) => {
  // Longer than what a system takes for the path of a socket: people keep data where they like.
  const folder = await mkdtemp(join(tmpdir(), `causeway-installed-${'far-down-'.repeat(12)}`));
  const [bank, elsewhere] = [await serveFixture({ '/': '<h1>Bank</h1>' }), await serveFixture({ '/': 'Elsewhere' })];
  if (program === CARRIED) await placeCarriedChromium(folder);
  const options = { path: program, sandbox: 'auto', folder, headed: false, log: silentLog } as const;
  const running = await createBrowserLauncher({ ...options, environment: process.env }).start();
  try {
    const session = { signal: new AbortController().signal, onStuck: () => undefined };
    const { page, release } = await openLease(running, sessionFor([bank.host]), session);
    await page.goto(bank.url);
    expect(await page.getByRole('heading').innerText()).toBe('Bank');
    const states = await page.evaluate(
      `Promise.all(['geolocation', 'notifications', 'camera'].map((name) => navigator.permissions.query({ name }).then(({ state }) => state)))`,
    );
    expect(states).not.toContain('granted');
    const asked = `fetch('${elsewhere.url}', { mode: 'no-cors' }).then(() => 'reached', () => 'refused')`;
    expect(await page.evaluate(asked)).toBe('refused');
    await release();
  } finally {
    await running.stop();
    // Crash handlers of installed browsers have process groups of their own, and end by themselves.
    await expect.poll(() => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(folder);
    await bank.stop();
    await elsewhere.stop();
    await rm(folder, { recursive: true });
  }
});
