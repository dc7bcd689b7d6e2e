import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { removeFolder } from './remove-folder.ts';

/** Bounds on what a session may download. */
export interface DownloadLimits {
  readonly maxBytes: number;
  readonly maxCount: number;
  readonly timeoutMs: number;
}

/** What became of a download that was waited for. */
export type DownloadResult =
  | { readonly kind: 'done'; readonly fileName: string; readonly sizeBytes: number }
  /** None began in time. */
  | { readonly kind: 'none' }
  /** It began and did not end in time, or broke. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'tooLarge' }
  /** The session has had as many as it may. */
  | { readonly kind: 'tooMany' };

export interface Downloads {
  /**
   * Does something that makes the bank send a file, and passes the file's bytes on when it is whole. Nothing of it is kept. A file that
   * comes uninvited is dropped.
   */
  take(trigger: () => Promise<void>, options: TakeOptions): Promise<DownloadResult>;
  /** Removes what is left. */
  remove(): Promise<void>;
}

export interface TakeOptions {
  /** Time for the download to begin. */
  readonly beginTimeoutMs: number;
  readonly signal: AbortSignal;
  onBytes(bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

/** Time for a download to begin after the bank has answered with a page: pages that say so begin it at once, and an error page never. */
const AFTER_PAGE_MS = 3_000;

/**
 * Takes the downloads of a page's context over from the browser: files go to a folder of the session's own, are watched as they
 * grow, and are cancelled when they grow too large.
 */
export async function watchDownloads(page: Page, folder: string, limits: DownloadLimits): Promise<Downloads> {
  const browser = page.context().browser();
  if (browser === null) throw new TypeError('the context has no browser');
  const path = await mkdtemp(join(folder, 'd-'));
  const session = await browser.newBrowserCDPSession();
  // The browser's session hears of the downloads of all contexts; the page's own session tells which are its own.
  const pageSession = await page.context().newCDPSession(page);
  const browserContextId = await findContextId(pageSession);
  let count = 0;
  let waiting: Waiting | null = null;
  const dropped: Promise<unknown>[] = [];
  const drop = (guid: string) => {
    // A download that has just ended cannot be cancelled; its file goes with the folder.
    dropped.push(session.send('Browser.cancelDownload', { guid, browserContextId }).catch(() => undefined));
  };
  pageSession.on('Page.downloadWillBegin', ({ guid, suggestedFilename }) => {
    count += 1;
    if (waiting === null || waiting.guid !== null) drop(guid);
    else if (count > limits.maxCount) waiting.end({ kind: 'tooMany' });
    else waiting.begin(guid, suggestedFilename);
  });
  pageSession.on('Page.downloadProgress', (progress) => {
    if (waiting === null || waiting.guid !== progress.guid) return;
    if (progress.receivedBytes > limits.maxBytes) waiting.end({ kind: 'tooLarge' });
    else if (progress.state !== 'inProgress')
      waiting.end({ kind: progress.state === 'completed' ? 'completed' : 'broken' });
  });
  pageSession.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId === undefined && waiting?.guid === null) waiting.hurry(AFTER_PAGE_MS);
  });
  await pageSession.send('Page.enable');
  await session.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    browserContextId,
    downloadPath: path,
    eventsEnabled: true,
  });

  async function take(trigger: () => Promise<void>, options: TakeOptions): Promise<DownloadResult> {
    if (waiting !== null) throw new TypeError('one download at a time');
    const download = createWaiting(limits.timeoutMs, options);
    waiting = download;
    try {
      // The trigger's own failure says more than that no download began.
      await Promise.race([trigger(), download.ended]);
      const end = await download.ended;
      const { guid, fileName } = download;
      if (end.kind === 'completed' && guid !== null)
        return await passOn(join(path, guid), fileName, limits.maxBytes, options);
      if (guid !== null) drop(guid);
      return { kind: end.kind === 'completed' ? 'broken' : end.kind };
    } finally {
      waiting = null;
      download.dispose();
    }
  }
  return {
    take,
    remove: async () => {
      await Promise.all(dropped);
      await session.detach().catch(() => undefined);
      await removeFolder(path);
    },
  };
}

type End = { readonly kind: 'completed' | 'none' | 'broken' | 'tooLarge' | 'tooMany' };

interface Waiting {
  readonly guid: string | null;
  readonly fileName: string;
  readonly ended: Promise<End>;
  begin(guid: string, fileName: string): void;
  /** It must begin within this time, where it had more. */
  hurry(withinMs: number): void;
  end(end: End): void;
  dispose(): void;
}

function createWaiting(timeoutMs: number, { beginTimeoutMs, signal }: TakeOptions): Waiting {
  const ended = Promise.withResolvers<End>();
  const giveUp = () => ended.resolve({ kind: 'none' });
  let timer = setTimeout(giveUp, beginTimeoutMs);
  const onAbort = () => ended.reject(signal.reason);
  // Whoever waits hears of it; where the trigger failed first, nobody does.
  ended.promise.catch(() => undefined);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const state = { guid: null as string | null, fileName: '' }; // Null until a download begins.
  return {
    get guid() {
      return state.guid;
    },
    get fileName() {
      return state.fileName;
    },
    ended: ended.promise,
    begin: (guid, fileName) => {
      state.guid = guid;
      state.fileName = fileName;
      clearTimeout(timer);
      timer = setTimeout(() => ended.resolve({ kind: 'broken' }), timeoutMs);
    },
    hurry: (withinMs) => {
      if (withinMs >= beginTimeoutMs) return;
      clearTimeout(timer);
      timer = setTimeout(giveUp, withinMs);
    },
    end: (end) => ended.resolve(end),
    dispose: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

async function passOn(
  file: string,
  fileName: string,
  maxBytes: number,
  { onBytes }: TakeOptions,
): Promise<DownloadResult> {
  try {
    const { size } = await stat(file);
    // Progress comes now and then only; a fast download may be too large by the time it ends.
    if (size > maxBytes) return { kind: 'tooLarge' };
    await onBytes(createReadStream(file));
    return { kind: 'done', fileName, sizeBytes: size };
  } finally {
    await rm(file, { force: true });
  }
}

async function findContextId(pageSession: CDPSession): Promise<string> {
  const { targetInfo } = await pageSession.send('Target.getTargetInfo');
  if (targetInfo.browserContextId === undefined) throw new TypeError('the context has no id');
  return targetInfo.browserContextId;
}
