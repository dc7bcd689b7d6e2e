import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { type BrowserProcess, startBrowserProcess } from './browser-process.ts';
import { layOutCarriedChromium } from './carried-chromium.ts';
import { BrowserUnavailableError, type TriedBrowser } from './errors.ts';
import { listInstallPlaces } from './installed-browsers.ts';
import { createRunFolder, sweepRunFolders } from './run-folder.ts';

/** Value of `CAUSEWAY_BROWSER_PATH` that takes the carried Chromium even where another is installed. */
export const CARRIED = 'carried';

export interface BrowserLauncherOptions {
  /** A program, `carried`, or null to look for one. A given one is the only one tried: what was asked for is not quietly replaced. */
  readonly path: string | null;
  /** `required`: a browser that cannot seal its tabs off from the system is not used. `auto`: it is, with a warning. */
  readonly sandbox: 'auto' | 'required';
  /** Folder for the carried Chromium and for what running browsers write. */
  readonly folder: string;
  readonly headed: boolean;
  readonly log: Log;
  /** Environment of this process, in which places and the display are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface BrowserLauncher {
  /** Starts a browser. Throws BrowserUnavailableError, which lists everything that was tried, when none starts. */
  start(): Promise<BrowserProcess>;
}

const START_TIMEOUT_MS = 30_000;

/** A program with what it needs beside its own arguments. */
interface Candidate {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts browsers, taking the first that works of: the configured one, an installed Chrome or Chromium, the one that npm
 * brought. What worked once is tried first from then on.
 */
export function createBrowserLauncher(options: BrowserLauncherOptions): BrowserLauncher {
  let proven: (Candidate & { readonly sandbox: boolean }) | null = null;
  const runs = join(options.folder, 'runs');

  async function attempt(candidate: Candidate, sandbox: boolean): Promise<BrowserProcess> {
    const environment = { ...baseEnvironment(options), ...candidate.environment };
    const folder = await createRunFolder(runs);
    try {
      const start = { program: candidate.program, environment, folder, sandbox };
      return await startBrowserProcess({ ...start, headed: options.headed, timeoutMs: START_TIMEOUT_MS });
    } catch (cause) {
      await folder.remove();
      throw cause;
    }
  }

  /** The candidate with its tabs sealed off where that can be, else without where that is allowed. */
  async function start(candidate: Candidate, tried: TriedBrowser[]): Promise<BrowserProcess | null> {
    // The browser refuses to seal off anything for the super-user.
    const sealed = process.getuid?.() === 0 ? [false] : options.sandbox === 'required' ? [true] : [true, false];
    for (const sandbox of sealed) {
      try {
        const started = await attempt(candidate, sandbox);
        if (!sandbox) options.log.warn({ program: candidate.program }, 'browser runs without a sandbox of its own');
        proven = { ...candidate, sandbox };
        return started;
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        tried.push({ what: sandbox ? candidate.program : `${candidate.program} without sandbox`, why });
      }
    }
    return null;
  }

  return {
    start: async () => {
      await mkdir(runs, { recursive: true, mode: 0o700 });
      await sweepRunFolders(runs);
      if (proven !== null) {
        // What worked before may have been removed or updated since; then everything is looked at again.
        const again = await attempt(proven, proven.sandbox).catch(() => null);
        if (again !== null) return again;
        proven = null;
      }
      const tried: TriedBrowser[] = [];
      if (options.sandbox === 'required' && process.getuid?.() === 0)
        throw new BrowserUnavailableError(
          [{ what: 'a browser with a sandbox', why: 'this process runs as root, for whom browsers have none' }],
          'Run Causeway as another user, or set CAUSEWAY_BROWSER_SANDBOX to auto.',
        );
      for await (const candidate of listCandidates(options, tried)) {
        const started = await start(candidate, tried);
        if (started !== null) return started;
      }
      throw new BrowserUnavailableError(tried);
    },
  };
}

async function* listCandidates(options: BrowserLauncherOptions, tried: TriedBrowser[]): AsyncGenerator<Candidate> {
  if (options.path !== null && options.path !== CARRIED) {
    if (await isProgram(options.path)) yield { program: options.path, environment: {} };
    else
      tried.push({ what: options.path, why: 'CAUSEWAY_BROWSER_PATH names it, but it is no program that can be run' });
    return;
  }
  if (options.path === null) {
    const places = listInstallPlaces(process.platform, options.environment);
    let found = 0;
    for (const program of places) {
      if (!(await isProgram(program))) continue;
      found += 1;
      yield { program, environment: {} };
    }
    if (found === 0)
      tried.push({ what: 'an installed Chrome or Chromium', why: `none at ${places.length} usual places` });
  }
  if (options.headed) {
    tried.push({ what: 'the Chromium that npm brings', why: 'it has no window' });
    return;
  }
  yield* listCarried(options, tried);
}

/** The carried Chromium with the system's libraries, then with those that come with it. */
async function* listCarried(options: BrowserLauncherOptions, tried: TriedBrowser[]): AsyncGenerator<Candidate> {
  try {
    const carried = await layOutCarriedChromium(options.folder);
    if (carried === null) {
      const machine = `${process.platform} ${process.arch}`;
      tried.push({ what: 'the Chromium that npm brings', why: `not installed, or none for this machine (${machine})` });
      return;
    }
    const environment = { FONTCONFIG_FILE: carried.fontConfig };
    yield { program: carried.program, environment };
    yield { program: carried.program, environment: { ...environment, LD_LIBRARY_PATH: carried.libraryFolder } };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    tried.push({ what: `the Chromium that npm brings, to be laid out in ${options.folder}`, why });
  }
}

/**
 * Few variables: settings and secrets of this process are none of the browser's business. Its texts are UTF-8 whatever the system is set to:
 * else it cannot write below a folder with an umlaut in its name. What language a page sees is said by its session.
 */
function baseEnvironment({ headed, environment }: BrowserLauncherOptions): Record<string, string> {
  const names = ['PATH', ...(headed ? ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR'] : [])];
  const kept = names.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8' };
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: either way nothing to try.
    return false;
  }
}
