import { type ChildProcess, spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ROOT } from '../../test/support/root.ts';

const WATCH = new URL('end-with-parent.ts', import.meta.url);
const START_TIMEOUT_MS = 60_000;
const KEPT_LINES = 20;

/** The API processes of a proof: `causeway serve --no-worker`, each on a port of its own. */
export interface ApiProcesses {
  /** How often one was killed and started again. */
  restarts(): number;
  /** `kill -9` of one of them; it comes back on another port. */
  kill(index: number): void;
  /** Rejects when one of them ends without having been killed. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

interface ApiOptions {
  readonly count: number;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly masterKey: string;
  /** Where the addresses of those that are up just now are written, as a JSON list. */
  readonly urlsFile: string;
}

/** Starts them and waits until every one listens. */
export async function startApiProcesses(options: ApiOptions): Promise<ApiProcesses> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  // Whoever waits for it hears of it; until then it must not end the process.
  failed.catch(() => undefined);
  const children: (ChildProcess | null)[] = [];
  const urls: (string | null)[] = [];
  let restarts = 0;
  let stopping = false;
  const publish = (index: number, url: string | null) => {
    urls[index] = url;
    writeWhole(options.urlsFile, JSON.stringify(urls.filter((each) => each !== null && each !== undefined)));
  };
  const start = async (index: number): Promise<void> => {
    const { child, url, lines } = launch(options);
    children[index] = child;
    const gone = new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        children[index] = null;
        publish(index, null);
        resolve();
        if (stopping) return;
        if (signal === 'SIGKILL') {
          restarts += 1;
          start(index).catch(reject);
        } else reject(new Error(`an API process ended with ${signal ?? `code ${code}`}: ${lines.join('\n')}`));
      });
    });
    const address = await Promise.race([url, gone]);
    if (typeof address === 'string' && children[index] === child) publish(index, address);
  };
  publish(0, null);
  const stop = async () => {
    stopping = true;
    const ends = children.flatMap((child) => (child === null ? [] : [child])).map(endOf);
    for (const child of children) child?.kill('SIGKILL');
    await Promise.all(ends);
  };
  try {
    await Promise.all(Array.from({ length: options.count }, (_, index) => start(index)));
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { failed, restarts: () => restarts, kill: (index) => void children[index]?.kill('SIGKILL'), stop };
}

function launch(options: ApiOptions): { child: ChildProcess; url: Promise<string>; lines: string[] } {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', WATCH.href, 'src/cli/main.ts', 'serve', '--no-worker'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: options.databaseUrl,
        CAUSEWAY_DATA_DIR: options.dataDir,
        CAUSEWAY_MASTER_KEY: options.masterKey,
        CAUSEWAY_PORT: '0',
        // Readers and writers of the proof are few keys that ask as fast as they can.
        CAUSEWAY_RATE_LIMIT_PER_KEY: '0',
        CAUSEWAY_RATE_LIMIT_PER_ORGANIZATION: '0',
        CAUSEWAY_MAX_REQUESTS_PER_KEY: '0',
      },
    },
  );
  const lines: string[] = [];
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(
    () => reject(new Error(`an API process did not start: ${lines.join('\n')}`)),
    START_TIMEOUT_MS,
  );
  child.once('exit', () => clearTimeout(timer));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      const address = addressIn(line);
      if (address !== null) {
        clearTimeout(timer);
        resolve(address);
      }
    });
  }
  return { child, url, lines };
}

/** The address in the line that `serve` logs once it listens. */
function addressIn(line: string): string | null {
  if (!line.includes('"msg":"serving"')) return null;
  const { url }: { url?: unknown } = JSON.parse(line);
  return typeof url === 'string' ? url : null;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}

/** Readers must never meet half a file. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
