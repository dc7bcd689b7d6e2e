// Plain JavaScript without dependencies: it runs on whatever Node starts it (20 or newer), before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first version that runs TypeScript sources as they are. */
export const MIN_VERSION = [22, 18];

/** A second Ctrl-C counts only after this: npm passes one on to us that the terminal has already sent. */
const SAME_KEYPRESS_MS = 500;

/**
 * A young generation of 4 MiB: pages of the stream are short-lived text, and with Node's own choice the server grows to
 * 300 MB under load where 170 MB do. (The compile cache below makes a start a third faster and saves its memory.) A worker
 * has thousands of small things in hand for some milliseconds each; with so little room for them a fifth of its time went into
 * moving them.
 */
function nodeOptions([command]) {
  return ['--disable-warning=ExperimentalWarning', `--max-semi-space-size=${command === 'worker' ? 16 : 2}`];
}

/** The folder that holds this project's package.json. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Whether a version such as `24.1.0` can run the project. */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1]);
}

/**
 * Finds the Node to run the project with: the one that the npm package `node` pins (here or in a folder above, where npm
 * puts shared packages), else the one running now.
 * @returns {{ kind: 'found', path: string, version: string } | { kind: 'missing', message: string }}
 */
export function findRuntime(root = projectRoot, current = { path: process.execPath, version: process.versions.node }) {
  for (let folder = root; ; folder = dirname(folder)) {
    const pinned = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    const version = existsSync(pinned) ? askVersion(pinned) : null;
    if (version !== null && isNewEnough(version)) return { kind: 'found', path: pinned, version };
    if (dirname(folder) === folder) break;
  }
  if (isNewEnough(current.version)) return { kind: 'found', ...current };
  const wanted = MIN_VERSION.join('.');
  return {
    kind: 'missing',
    message: [
      `Causeway needs Node ${wanted} or newer; this is Node ${current.version}, and the pinned one (the npm package "node") is not usable.`,
      'Fix: let npm run that package\'s install script with "npm rebuild node" (it needs the network), or install Node 24.',
    ].join('\n'),
  };
}

/**
 * Runs a file of the project with the runtime and answers its exit code. The child has its own process group, so a key in
 * the terminal reaches it through us alone: Ctrl-C once lets it end in order, twice ends it and its children at once.
 */
export function runProject(runtime, file, args, root = projectRoot) {
  const path = [dirname(runtime.path), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(runtime.path, [...nodeOptions(args), join(root, file), ...args], {
    stdio: 'inherit',
    detached: true,
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env, PATH: path },
  });
  forwardSignals(child);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`Could not start ${runtime.path}: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function forwardSignals(child) {
  let firstAtMs = null;
  const askToEnd = (signal) => {
    const nowMs = performance.now();
    if (firstAtMs === null) {
      firstAtMs = nowMs;
      child.kill(signal);
    } else if (nowMs - firstAtMs >= SAME_KEYPRESS_MS) {
      killGroup(child);
    }
  };
  process.on('SIGINT', () => askToEnd('SIGINT'));
  process.on('SIGTERM', () => askToEnd('SIGTERM'));
  // The terminal was closed: nobody is left to read, so the child ends as on a stop.
  process.on('SIGHUP', () => askToEnd('SIGTERM'));
  process.on('SIGWINCH', () => child.kill('SIGWINCH'));
}

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function askVersion(path) {
  const run = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8', env: {} });
  return run.status === 0 ? run.stdout.trim() : null;
}
