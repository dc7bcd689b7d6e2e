import type { BrowserContext, Page } from 'playwright-core';
import { beforeAbort } from './before-abort.ts';
import type { BrowserProcess } from './browser-process.ts';
import { type DownloadLimits, type Downloads, watchDownloads } from './downloads.ts';
import { type EgressFailure, startEgressProxy } from './egress-proxy.ts';
import { BrowserLostError, BrowserStuckError } from './errors.ts';
import { createHostGuard } from './host-guard.ts';

/** What one session may do and how its browser looks to the bank. */
export interface BrowserSessionOptions {
  /** Hosts of the institution; see `HttpClientOptions.allowedHosts`. Nothing else can be reached. */
  readonly allowedHosts: readonly string[];
  /** Whether those names may lead to private addresses; for demo banks only. */
  readonly allowPrivate: boolean;
  /** BCP 47, such as `en-US`: banks write dates and amounts by it. */
  readonly locale: string;
  /** IANA name of the zone in which the bank writes its days. */
  readonly timezone: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** What `keep` of an earlier session gave. */
  readonly restore?: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Everything that a session receives together. */
  readonly maxReceivedBytes: number;
  readonly downloads: DownloadLimits;
}

/** One isolated context of the shared browser. What it was told and what it kept goes with it. */
export interface BrowserLease {
  /** The one page of the session. Windows that the bank opens beside it are closed. */
  readonly page: Page;
  readonly downloads: Downloads;
  /** Aborted with a BrowserLostError when the browser or the page is gone. */
  readonly lost: AbortSignal;
  /** See EgressProxy. */
  egressFailures(): readonly EgressFailure[];
  /** Closes all connections; the next request goes over a new one. */
  dropConnections(): void;
  /** Cookies and storage as text. */
  keep(): Promise<string>;
  /** Real time since the session began. */
  elapsedMs(): number;
  /** Ends the context with cookies, storage and downloads. Never throws. */
  release(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** A browser that takes longer to open a page hangs; on a busy machine it may take seconds. */
const OPEN_TIMEOUT_MS = 30_000;
const RELEASE_TIMEOUT_MS = 5_000;

/**
 * Opens a context that reaches the institution's hosts only and may do nothing else: no permissions, no service workers, no other
 * windows. `onStuck` is called when it could not be opened or closed in time, so that the browser is not used any longer.
 * Throws BrowserStuckError when it could not be opened, and the signal's reason.
 */
export async function openLease(
  process: BrowserProcess,
  options: BrowserSessionOptions,
  { signal, onStuck }: { readonly signal: AbortSignal; onStuck(): void },
): Promise<BrowserLease> {
  const guard = createHostGuard({ allowedHosts: options.allowedHosts, allowPrivate: options.allowPrivate });
  const proxy = await startEgressProxy({
    guard,
    maxReceivedBytes: options.maxReceivedBytes,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  const lost = new AbortController();
  const late = AbortSignal.timeout(OPEN_TIMEOUT_MS);
  const bound = AbortSignal.any([signal, lost.signal, late]);
  const lose = (why: string) => lost.abort(new BrowserLostError(why));
  const onDisconnected = () => lose('The browser has ended.');
  process.browser.on('disconnected', onDisconnected);
  let context: BrowserContext | null = null;
  let downloads: Downloads | null = null;
  const release = async () => {
    process.browser.off('disconnected', onDisconnected);
    lose('The session has been closed.');
    await downloads?.remove();
    if (context !== null && !(await closesInTime(context))) onStuck();
    await proxy.close();
  };
  try {
    const opening = process.browser.newContext({
      proxy: { server: proxy.url },
      locale: options.locale,
      timezoneId: options.timezone,
      viewport: { ...options.viewport },
      ...(options.restore === undefined ? {} : { storageState: JSON.parse(options.restore) }),
      extraHTTPHeaders: { ...options.headers },
      serviceWorkers: 'block',
      // Downloads are taken over below, where they can be bounded.
      acceptDownloads: false,
    });
    context = await beforeAbort(opening, bound).catch((cause: unknown) => {
      // One that comes when nobody waits for it any more is closed again.
      opening.then((late) => late.close()).catch(() => undefined);
      throw cause;
    });
    const page = await beforeAbort(context.newPage(), bound);
    context.on('page', (other) => {
      if (other !== page) other.close().catch(() => undefined);
    });
    // A question in a box of the browser's own stops the page until it is answered: always by "cancel".
    page.on('dialog', (dialog) => dialog.dismiss().catch(() => undefined));
    page.on('crash', () => lose('The page has crashed.'));
    page.on('close', () => lose('The page has been closed.'));
    downloads = await watchDownloads(page, process.folder.downloads, options.downloads);
    const keeping = context;
    const begunAtMs = performance.now();
    const elapsedMs = () => performance.now() - begunAtMs;
    return {
      page,
      downloads,
      lost: lost.signal,
      egressFailures: proxy.failures,
      dropConnections: proxy.dropConnections,
      keep: async () => JSON.stringify(await keeping.storageState({ indexedDB: true })),
      elapsedMs,
      release,
    };
  } catch (cause) {
    if (cause === late.reason) onStuck();
    await release();
    throw cause === late.reason ? new BrowserStuckError('The browser opened no page in time.') : cause;
  }
}

async function closesInTime(context: BrowserContext): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), RELEASE_TIMEOUT_MS);
  });
  const closed = context.close().then(
    () => true as const,
    // A browser that is gone has closed it.
    () => true as const,
  );
  const inTime = await Promise.race([closed, late]);
  clearTimeout(timer);
  return inTime;
}
