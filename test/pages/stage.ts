import type { Browser, BrowserContextOptions, Cookie, Page } from 'playwright-core';
import type { Role } from '../../src/domain/access/role.ts';
import type { Environment } from '../../src/domain/environment.ts';
import type { BrowserProcess } from '../../src/infra/browser/browser-process.ts';
import { type EgressProxy, startEgressProxy } from '../../src/infra/browser/egress-proxy.ts';
import { createHostGuard } from '../../src/infra/browser/host-guard.ts';
import { createTestLauncher } from '../../src/infra/browser/testing/test-browser.ts';
import { createMember, type Member, signInMember } from '../support/system/member.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { type PageWatch, watchPage } from './page-watch.ts';
import { ensurePagesBuilt } from './pages-build.ts';

/** Sizes of windows that the pages are made for. */
const DEVICES = {
  desktop: { viewport: { width: 1_280, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const satisfies Record<string, BrowserContextOptions>;

const MAX_RECEIVED_BYTES = 1024 * 1024 * 1024;
/** A busy machine takes its time; nothing waits for this long when all is well. */
const ACT_TIMEOUT_MS = 30_000;

export interface VisitOptions {
  readonly device?: keyof typeof DEVICES;
  readonly scheme?: 'light' | 'dark';
}

export interface SignedInOptions extends VisitOptions {
  readonly organization: TestOrganization;
  readonly role?: Role;
  readonly environment?: Environment;
}

/** A page that fails its test when it breaks its policy or says an error; see `expectClean`. */
export interface StagePage {
  readonly page: Page;
  readonly watch: PageWatch;
  /** Goes to an address of this installation and waits for the page's heading. */
  goTo(path: string): Promise<void>;
  close(): Promise<void>;
}

/** A signed-in page, which begins at the overview of the environment. */
export interface SignedInPage extends StagePage {
  readonly member: Member;
  /** Goes to a page of the environment, such as `/connections`. */
  goToPage(path: string): Promise<void>;
}

/** The whole product and a browser, for one file of tests. Pages are contexts of the one browser, which take some milliseconds. */
export interface WebStage {
  readonly system: RunningSystem;
  readonly browser: Browser;
  /** Somebody who is not signed in. */
  visit(path: string, options?: VisitOptions): Promise<StagePage>;
  /** A new member of the organization, signed in. */
  signIn(options: SignedInOptions): Promise<SignedInPage>;
  /** Another window of a member who is there already. */
  signInAgain(member: Member, options?: VisitOptions): Promise<SignedInPage>;
  /** Fails when a page that was opened here broke its policy or said an error. Belongs into `afterEach`. */
  expectClean(): void;
  stop(): Promise<void>;
}

/** Starts everything, with a build of the pages as the sources are now. `options` are those of the system. */
export async function startWebStage(options: Parameters<typeof startSystem>[0] = {}): Promise<WebStage> {
  await ensurePagesBuilt();
  const system = await startSystem(options);
  const browser: BrowserProcess = await createTestLauncher().start();
  const proxy = await openWayTo(system);
  const watches = new Set<PageWatch>();

  async function open(visit: VisitOptions, cookies: readonly Cookie[]): Promise<StagePage> {
    const { device = 'desktop', scheme = 'light' } = visit;
    const context = await browser.browser.newContext({
      ...DEVICES[device],
      ...{ proxy: { server: proxy.url }, locale: 'en-US', timezoneId: 'Europe/Berlin', colorScheme: scheme },
      // Tests look at pages, not at how they come into sight.
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(ACT_TIMEOUT_MS);
    await context.addCookies([...cookies]);
    const page = await context.newPage();
    const watch = await watchPage(page);
    watches.add(watch);
    return {
      page,
      watch,
      goTo: (path) => goTo(page, new URL(path, system.apiUrl).href),
      close: () => context.close(),
    };
  }

  async function enter(member: Member, visit: VisitOptions): Promise<SignedInPage> {
    const stagePage = await open(visit, member.cookies);
    const goToPage = (path: string) => stagePage.goTo(`/console/${member.environment}${path === '/' ? '' : path}`);
    await goToPage('/');
    return { ...stagePage, member, goToPage };
  }

  return {
    system,
    browser: browser.browser,
    visit: async (path, visit = {}) => {
      const stagePage = await open(visit, []);
      await stagePage.goTo(path);
      return stagePage;
    },
    signIn: async ({ organization, role = 'owner', environment = 'test', ...visit }) => {
      const person = await createMember(system, { organizationId: organization.id, role, environment });
      return enter(await signInMember(system, person), visit);
    },
    signInAgain: (member, visit = {}) => enter(member, visit),
    expectClean: () => {
      for (const watch of watches) watch.expectClean();
    },
    stop: async () => {
      await browser.stop();
      await proxy.close();
      await system.stop();
    },
  };
}

async function goTo(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** The browser of this project reaches nothing by itself; this lets it reach the installation and the demo bank. */
async function openWayTo(system: RunningSystem): Promise<EgressProxy> {
  const allowedHosts = [system.apiUrl, system.bankUrl].map((url) => new URL(url).host);
  return startEgressProxy({
    guard: createHostGuard({ allowedHosts, allowPrivate: true }),
    maxReceivedBytes: MAX_RECEIVED_BYTES,
    connectTimeoutMs: ACT_TIMEOUT_MS,
  });
}
