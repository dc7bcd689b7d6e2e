import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeCarriedChromium } from '../../src/infra/browser/testing/test-browser.ts';
import { readPage, sectionOf } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

const START_TIMEOUT_MS = 120_000;
const TOUR_TIMEOUT_MS = 120_000;

/** The project itself needs neither bash nor curl, so a machine without them still verifies everything else. */
const HAS_TOOLS =
  spawnSync('bash', ['-c', 'true']).status === 0 && spawnSync('curl', ['--fail-with-body', '--version']).status === 0;

/** A quickstart as the reader starts it, on free ports and with data of its own. */
interface Quickstart {
  readonly process: ChildProcess;
  readonly apiUrl: string;
  readonly bankUrl: string;
}

let folder: string;
let quickstart: Quickstart;
let outputs: string[];

describe.skipIf(!HAS_TOOLS)('the tour of the README', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'causeway-tour-'));
    mkdirSync(join(folder, '.causeway'));
    await placeCarriedChromium(join(folder, '.causeway', 'browser'));
    quickstart = await startQuickstart(join(folder, '.causeway'));
    // The reader stands in the project's folder; here it is another one, so that nothing is left in the project.
    cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true });
    outputs = await runTour(quickstart);
  }, START_TIMEOUT_MS + TOUR_TIMEOUT_MS);

  afterAll(async () => {
    if (quickstart !== undefined) await stop(quickstart.process);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it('has the steps that are looked at below', () => {
    expect(outputs).toHaveLength(12);
  });

  it('lists the demo banks', () => {
    const banks = ['harbor', 'linden', 'ridgeline'].flatMap((name) => [
      `${name}-demo-bank`,
      `${name}-portal-demo-bank`,
    ]);
    expect(outputs[1]).toBe(banks.join());
  });

  it('creates a connection with what to enter at the bank', () => {
    expect(outputs[2]).toContain("firstName: 'Causeway'");
    expect(outputs[2]).toMatch(/username: 'cw[0-9a-z]+'/);
  });

  it('creates the delegated user without a word', () => {
    expect(outputs[3]).toBe('');
  });

  it('takes the credentials and activates the connection', () => {
    expect(outputs[4]).toBe('completeSetup\npendingActivation');
  });

  it('shows the accounts with the fields that were asked for', () => {
    const { data } = JSON.parse(outputs[5] ?? '');
    expect(data.length).toBeGreaterThan(0);
    expect(data[0]).toMatchObject({ currency: 'USD', maskedNumber: expect.stringMatching(/^\*{4}\d{4}$/) });
  });

  it('reads history', () => {
    const { data, pagination } = JSON.parse(outputs[6] ?? '');
    expect(data).toHaveLength(3);
    expect(pagination.hasMore).toBe(true);
  });

  it('moves the clock and syncs what fell due', () => {
    const [clock = '', ...counts] = (outputs[7] ?? '').split('\n');
    expect(JSON.parse(clock)).toMatchObject({ advancedSeconds: 604_800 });
    expect(counts.join('\n')).toMatch(/added: [1-9]/);
  });

  it('reads the changes of that week from the stream', () => {
    const events = (outputs[8] ?? '').split('\n');
    expect(events.length).toBeGreaterThan(3);
    for (const event of events) expect(event).toMatch(/^(?:(?:added|modified) -?\d+\.\d\d|removed [a-zA-Z]+)$/);
    expect(events.some((event) => event.startsWith('added'))).toBe(true);
  });

  it('pauses', () => {
    expect(outputs[9]).toBe('paused');
  });

  it('takes a file in once, and shows its entries in the stream', () => {
    const counts = '{ added: 3, modified: 0, removed: 0 }';
    expect(outputs[10]).toBe(`${counts}\n${counts}\n3`);
  });

  it('resumes with every balance proven', () => {
    const [status, health = ''] = (outputs[11] ?? '').split('\n');
    expect(status).toBe('active');
    const { accounts } = JSON.parse(health);
    expect(accounts.length).toBeGreaterThan(1);
    for (const account of accounts) expect(account).toMatchObject({ balanceProof: 'proven', brokenFrom: null });
  });

  it.each([
    ['TypeScript', process.execPath, 'integrate.ts', 'the mirror equals the server'],
    ['curl', 'bash', 'integrate.sh', 'the mirror holds as much as the server'],
  ])(
    'is followed by a first integration in %s',
    async (_, program, name, proof) => {
      expect(await runExample(program, name)).toEqual([
        expect.stringMatching(/^entity \S/),
        'connection active',
        'event transactions.sync_available',
        proof,
      ]);
    },
    60_000,
  );
});

/** Runs a program of `examples/integration` and answers its lines. The reader's own Node is too old for it. */
async function runExample(program: string, name: string): Promise<string[]> {
  const { apiUrl, bankUrl } = quickstart;
  const old = join(folder, 'old-node');
  mkdirSync(old, { recursive: true });
  writeFileSync(join(old, 'node'), '#!/bin/sh\nexit 9\n', { mode: 0o755 });
  const child = spawn(program, [join(ROOT, 'examples', 'integration', name)], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${old}${delimiter}${process.env.PATH}`,
      CAUSEWAY_URL: apiUrl,
      BANK: bankUrl,
      CAUSEWAY_API_KEY: readFileSync(join(folder, '.causeway', 'trial-key'), 'utf8').trim(),
      NODE_NO_WARNINGS: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 150_000,
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [printed, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${printed}\n${complaints}`);
  return printed.trim().split('\n');
}

/** Starts `causeway quickstart` and waits until it has printed where it listens. */
async function startQuickstart(dataDir: string): Promise<Quickstart> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'src', 'cli', 'main.ts'), 'quickstart'],
    {
      cwd: ROOT,
      // Port 0 takes a free one.
      env: {
        ...process.env,
        CAUSEWAY_DATA_DIR: dataDir,
        CAUSEWAY_PORT: '0',
        CAUSEWAY_DEMO_BANK_URL: 'http://127.0.0.1:0',
        // The programs of the first integration take webhooks here.
        CAUSEWAY_WEBHOOK_LOOPBACK: 'true',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const shown: string[] = [];
  const urls = new Map<string, string>();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const failed = (reason: string) => reject(new Error(`the quickstart ${reason}:\n${shown.join('\n')}`));
  createInterface({ input: child.stderr }).on('line', (line) => shown.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    shown.push(line);
    const [, name, url] = /^(API|Demo bank) +(http:\S+)$/.exec(line) ?? [];
    if (name !== undefined && url !== undefined) urls.set(name, url);
    if (line.startsWith('Go on with')) resolve();
  });
  child.once('exit', (code) => failed(`ended with ${code}`));
  const timer = setTimeout(() => failed('was not ready in time'), START_TIMEOUT_MS);
  try {
    await promise;
  } catch (error) {
    await stop(child);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return { process: child, apiUrl: urls.get('API') ?? '', bankUrl: urls.get('Demo bank') ?? '' };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Runs the lines of the tour in one bash and answers what each step printed. */
async function runTour({ apiUrl, bankUrl }: Quickstart): Promise<string[]> {
  const section = sectionOf(readPage('README.md'), 'Five-minute tour');
  const steps = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, lines = '']) => lines);
  const mark = '--- end of a step ---';
  const script = steps
    .map((lines) => `${lines}\nprintf '\\n%s\\n' '${mark}'\n`)
    .join('')
    .replaceAll('http://127.0.0.1:4080', apiUrl)
    .replaceAll('http://127.0.0.1:4090', bankUrl);
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  // A line that fails ends the session, so that nothing after it can look right by chance.
  const bash = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A step that polls for ever must be ended with the curl it waits for.
    detached: true,
  });
  const timer = setTimeout(() => bash.pid !== undefined && process.kill(-bash.pid, 'SIGKILL'), TOUR_TIMEOUT_MS);
  const ended = new Promise<number | null>((resolve) => bash.once('exit', resolve));
  const [printed, complaints, code] = await Promise.all([text(bash.stdout), text(bash.stderr), ended]);
  clearTimeout(timer);
  if (code !== 0) throw new Error(`the tour ended with ${code}:\n${printed}\n${complaints}`);
  return printed
    .split(mark)
    .slice(0, -1)
    .map((output) => output.trim());
}
