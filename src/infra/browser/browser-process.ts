import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import type { Browser } from 'playwright-core';
import { beforeAbort } from './before-abort.ts';
import { listSwitches } from './browser-switches.ts';
import { createPipeTransport } from './pipe-transport.ts';
import { signalGroup } from './process-group.ts';
import type { RunFolder } from './run-folder.ts';

/** A browser that runs. */
export interface BrowserProcess {
  readonly browser: Browser;
  /** Process group of the browser and all its children. */
  readonly groupId: number;
  readonly folder: RunFolder;
  /** Resolves when the process has ended, for whatever reason, and its folder is gone. */
  readonly ended: Promise<void>;
  /** Ends it: in order where it answers in time, else by force. Resolves as `ended` does. */
  stop(): Promise<void>;
}

export interface BrowserStart {
  readonly program: string;
  /** The whole environment of the browser: settings and secrets of this process are none of its business. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: RunFolder;
  readonly headed: boolean;
  readonly sandbox: boolean;
  readonly timeoutMs: number;
}

/** A start that failed; `detail` is what the browser itself said last, if anything. */
export class BrowserStartError extends Error {
  override readonly name = 'BrowserStartError';
}

const STOP_TIMEOUT_MS = 3_000;
const MAX_SAID_CHARACTERS = 4_000;

/**
 * Starts a browser in a process group of its own, steered over pipes. Throws BrowserStartError when it cannot be started, ends
 * at once, or does not answer in time; nothing of it is left then.
 */
export async function startBrowserProcess(start: BrowserStart): Promise<BrowserProcess> {
  // Loaded with the first browser: it takes more memory than all the rest, and most processes never start one.
  const { chromium } = await import('playwright-core');
  const { profile, downloads } = start.folder;
  const child = spawn(start.program, listSwitches({ profile, headed: start.headed, sandbox: start.sandbox }), {
    // A group of its own, so that the browser and everything it starts can be ended by one signal.
    detached: true,
    env: { ...start.environment, HOME: start.folder.home, TMPDIR: start.folder.temporary },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const said = collectTail(child.stderr);
  const ended = waitForEnd(child).then(() => start.folder.remove());
  const [toBrowser, fromBrowser] = [child.stdio[3], child.stdio[4]];
  if (!(toBrowser instanceof Writable) || !(fromBrowser instanceof Readable))
    throw new TypeError('the pipes of the browser are missing');
  const transport = createPipeTransport(toBrowser, fromBrowser);
  const groupId = child.pid;
  try {
    if (groupId === undefined) throw await waitForSpawnError(child);
    await start.folder.noteBrowser(groupId);
    const early = ended.then((): never => {
      throw new Error('it ended at once');
    });
    const browser = await Promise.race([
      chromium.connectOverCDP(transport, { timeout: start.timeoutMs, artifactsDir: downloads, isLocal: true }),
      early,
    ]);
    await Promise.race([openPage(browser, start.timeoutMs), early]);
    early.catch(() => undefined);
    return { browser, groupId, folder: start.folder, ended, stop: () => stop(browser, groupId, ended) };
  } catch (cause) {
    if (groupId !== undefined) signalGroup(groupId, 'SIGKILL');
    await ended;
    throw new BrowserStartError(describeStart(cause, said()), { cause });
  }
}

/** A browser that starts may still be of no use, as where its tabs cannot be: it opens one page before it counts as started. */
async function openPage(browser: Browser, timeoutMs: number): Promise<void> {
  const open = async () => {
    const context = await browser.newContext();
    await context.newPage();
    await context.close();
  };
  const late = AbortSignal.timeout(timeoutMs);
  try {
    await beforeAbort(open(), late);
  } catch (cause) {
    throw cause === late.reason ? new Error('it opens no page') : cause;
  }
}

/** Asks the browser to close; one that does not within the bound is killed with all its children. */
async function stop(browser: Browser, groupId: number, ended: Promise<void>): Promise<void> {
  const timer = setTimeout(() => signalGroup(groupId, 'SIGKILL'), STOP_TIMEOUT_MS);
  try {
    const session = await browser.newBrowserCDPSession();
    await session.send('Browser.close');
  } catch {
    // It is closing already, or hangs and will be killed.
  }
  await ended;
  clearTimeout(timer);
}

/** Resolves when the first process has ended; what is left of its group is killed then. */
function waitForEnd(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
      resolve();
    };
    child.once('exit', end);
    // Only a program that could not be started at all ends without `exit`.
    child.once('error', () => child.pid === undefined && resolve());
  });
}

function waitForSpawnError(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => {
    child.once('error', resolve);
  });
}

/** What a stream said last, bounded. It is shown when a start fails and never otherwise: pages can write to it. */
function collectTail(stream: Readable | null): () => string {
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-MAX_SAID_CHARACTERS);
  });
  return () => text;
}

function describeStart(cause: unknown, said: string): string {
  const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
  const last = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-3)
    .join(' | ');
  return last === '' ? reason : `${reason}: ${last}`;
}
