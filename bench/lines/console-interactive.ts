import { join } from 'node:path';
import { hashPassword } from 'better-auth/crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildPagesWhenNeeded } from '../../bin/pages.mjs';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { CARRIED, createBrowserLauncher } from '../../src/infra/browser/browser-launcher.ts';
import { startEgressProxy } from '../../src/infra/browser/egress-proxy.ts';
import { createHostGuard } from '../../src/infra/browser/host-guard.ts';
import { silentLog } from '../../src/infra/log.ts';
import { insertMember } from '../../src/store/people/members.ts';
import { insertPerson } from '../../src/store/people/people.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { ROOT } from '../../test/support/root.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import { measurementOf } from '../measurement.ts';

const NAME = 'console.interactive';
const TARGET = { of: 'value', atMost: 1_000 } as const;
const PASSWORD = 'correct horse battery';
const MAX_RECEIVED_BYTES = 1024 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;

type Cookies = Parameters<BrowserContext['addCookies']>[0];

interface Visit {
  readonly name: string;
  /** Below `/console`; the environment is put in front of pages for people who are signed in. */
  readonly path: string;
  /** What a person is there for: once it can be seen and nothing is loading any more, the page is of use. */
  readonly selector: string;
  readonly isSignedIn: boolean;
  readonly target?: typeof TARGET;
}

const VISITS: readonly Visit[] = [
  { name: 'sign_in', path: '', selector: 'input[type=password]', isSignedIn: false, target: TARGET },
  { name: 'overview', path: '', selector: 'h1', isSignedIn: true, target: TARGET },
  { name: 'transactions', path: '/transactions', selector: '[role=cell]', isSignedIn: true },
];

export const consoleInteractive: Line = {
  name: NAME,
  about: 'from the address to a page of the console that can be used, in a browser with nothing in its cache',
  async measure(world) {
    const organization = await world.organization();
    const built = await buildPagesWhenNeeded(ROOT, { path: process.execPath }, process.stderr);
    if (built.kind === 'failed') throw new Error(built.message);
    const api = await world.api();
    const cookies = await signIn(world, api.url, organization);
    const values = await withBrowser(world, api.url, async (open) => {
      const times = new Map(VISITS.map(({ name }) => [name, [] as number[]]));
      for (let round = 0; round <= world.options.rounds; round += 1) {
        for (const visit of VISITS) {
          const path = `/console${visit.isSignedIn ? `/${organization.environment}` : ''}${visit.path}`;
          const ms = await timeVisit(await open(visit.isSignedIn ? cookies : []), new URL(path, api.url), visit);
          // The first round counts for nothing: the server reads the files from disk.
          if (round > 0) times.get(visit.name)?.push(ms);
          world.progress(`${NAME}.${visit.name}: ${ms.toFixed(0)} ms`);
        }
      }
      return times;
    });
    return VISITS.map(({ name, target }) => {
      const figure = { name: `${NAME}.${name}`, unit: 'ms', values: values.get(name) ?? [] };
      return measurementOf(target === undefined ? figure : { ...figure, target }, organization);
    });
  },
};

/** Opens the page in a context of its own and has the page's own clock say when it was of use; it began at the navigation. */
async function timeVisit(context: BrowserContext, url: URL, { selector }: Visit): Promise<number> {
  try {
    const page = await context.newPage();
    await page.goto(url.href, { waitUntil: 'commit' });
    return Number(await page.evaluate(untilUseful(selector)));
  } finally {
    await context.close();
  }
}

/** An expression for the page: the time when the element is there, no placeholder is left, and a frame has been painted since. */
function untilUseful(selector: string): string {
  return `new Promise((resolve) => {
    const look = () =>
      document.querySelector(${JSON.stringify(selector)}) !== null && document.querySelector('.mantine-Skeleton-root') === null
        ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
        : requestAnimationFrame(look);
    look();
  })`;
}

type OpenContext = (cookies: Cookies) => Promise<BrowserContext>;

async function withBrowser<T>(world: World, apiUrl: string, work: (open: OpenContext) => Promise<T>): Promise<T> {
  const place = { folder: join(world.folder, 'browser'), environment: process.env, log: silentLog };
  const running = await createBrowserLauncher({ ...place, path: CARRIED, sandbox: 'auto', headed: false }).start();
  try {
    // The browser of this project reaches nothing by itself.
    const proxy = await startEgressProxy({
      guard: createHostGuard({ allowedHosts: [new URL(apiUrl).host], allowPrivate: true }),
      maxReceivedBytes: MAX_RECEIVED_BYTES,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    });
    try {
      return await work((cookies) => openContext(running.browser, proxy.url, cookies));
    } finally {
      await proxy.close();
    }
  } finally {
    await running.stop();
  }
}

async function openContext(browser: Browser, proxyUrl: string, cookies: Cookies): Promise<BrowserContext> {
  const context = await browser.newContext({ proxy: { server: proxyUrl }, viewport: { width: 1_280, height: 860 } });
  await context.addCookies(cookies);
  return context;
}

/** A new owner of the organization, signed in as the form does it. */
async function signIn({ installation }: World, apiUrl: string, { organizationId }: Tenant): Promise<Cookies> {
  const { newId } = installation.commands;
  const id = newId();
  const createdAt = instantFromMs(Date.now());
  const email = `bench.${id}@example.com`;
  const passwordHash = await hashPassword(PASSWORD);
  await insertPerson(installation.sql, { id, name: 'Bench', email, createdAt }, { id: newId(), passwordHash });
  await insertMember(installation.sql, { organizationId, personId: id, role: 'owner', createdAt });
  const response = await fetch(new URL('/console/api/auth/sign-in/email', apiUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'causeway-console': '1', origin: apiUrl },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`${NAME}: the sign-in was answered with ${response.status}`);
  const shared = { url: apiUrl, httpOnly: true, sameSite: 'Lax' } as const;
  return response.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';', 1);
    const cut = pair.indexOf('=');
    return { ...shared, name: pair.slice(0, cut), value: pair.slice(cut + 1) };
  });
}
