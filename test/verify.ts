import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScratchFolder } from './scratch-folder.ts';

/**
 * `npm run verify`: formatting, lint and sizes, types, import rules, unused code, duplicate code and every test. All of them run even when one
 * fails; the last line counts them. Each check counts as one test.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Check {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
}

/** Named by its package: TypeScript 5, which generates the wire types, brings a command of the same name. */
const TSC = join('..', 'typescript-native', 'bin', 'tsc');

const CHECKS: readonly Check[] = [
  { title: 'format, lint and sizes', command: ['biome', 'check', '.'] },
  { title: 'types', command: [TSC, '--noEmit'] },
  { title: 'types of the pages', command: [TSC, '--noEmit', '-p', 'apps/console'] },
  {
    title: 'import rules and cycles',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.mjs',
      'src',
      'packages',
      'apps',
      'bench',
      'proofs',
      'numbers',
    ],
  },
  { title: 'unused code and packages', command: ['knip'] },
  { title: 'duplicate code', command: ['jscpd'] },
];

async function verify(testArguments: readonly string[]): Promise<number> {
  // The checks use one core for half a minute, and tests leave some of both unused.
  const [checked, tested] = await Promise.all([runChecks(), runTests(testArguments)]);
  const counts = [...checked, tested];
  const sum = (pick: (count: Counts) => number) => counts.reduce((total, count) => total + pick(count), 0);
  const [passed, failed, skipped] = [sum((c) => c.passed), sum((c) => c.failed), sum((c) => c.skipped)];
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed === 0 ? 0 : 1;
}

async function runChecks(): Promise<Counts[]> {
  const counts: Counts[] = [];
  for (const check of CHECKS) counts.push(await runCheck(check));
  return counts;
}

/** What a check says is shown in one piece, because tests write at the same time. */
async function runCheck({ title, command }: Check): Promise<Counts> {
  const startedMs = performance.now();
  const said: Buffer[] = [];
  const { code } = await run(command, { hear: (chunk) => said.push(chunk) });
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  const verdict = `${code === 0 ? '✓' : '✗'} ${title} (${seconds} s)\n`;
  process.stdout.write(code === 0 ? verdict : Buffer.concat([...said, Buffer.from(verdict)]));
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

async function runTests(args: readonly string[]): Promise<Counts> {
  const folder = makeScratchFolder();
  const removeFolder = () => removeScratchFolder(folder);
  process.once('exit', removeFolder);
  const report = join(folder, 'report.json');
  let ending = 'they could not be started';
  try {
    const slowFiles = join(ROOT, 'test', 'slow-files-reporter.ts');
    const reporters = [
      '--reporter=default',
      `--reporter=${slowFiles}`,
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    const { code, signal } = await run(['vitest', 'run', ...reporters, ...args], { environment: { TMPDIR: folder } });
    ending = signal === null ? `they ended with exit code ${code}` : `they were ended from outside, by ${signal}`;
    const counts = countTests(JSON.parse(await readFile(report, 'utf8')));
    // A run that broke outside its tests, in a hook or a start-up, must not look like a good one.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The tests gave no report: ${ending} (${reason})\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    removeFolder();
    process.off('exit', removeFolder);
  }
}

/** A process that a test has left behind may still write there, which is no verdict on the tests. */
function removeScratchFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch (error) {
    process.stderr.write(`${folder} could not be removed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** What vitest writes of a run, as far as it is used. */
interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

function countTests(report: TestReport): Counts {
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report;
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}

/** How a tool ended: its exit code, or the signal that ended it. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs a tool of the project and answers how it ended; one that a signal ended has failed. It writes where this process
 * does, unless somebody hears what it says. Whoever ends this process ends it, too.
 */
function run(
  [program, ...args]: readonly [string, ...string[]],
  { hear, environment }: { readonly hear?: (chunk: Buffer) => void; readonly environment?: Record<string, string> },
): Promise<Ending> {
  const { promise, resolve, reject } = Promise.withResolvers<Ending>();
  const child = spawn(join(ROOT, 'node_modules', '.bin', program), args, {
    cwd: ROOT,
    stdio: hear === undefined ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  if (hear !== undefined) for (const output of [child.stdout, child.stderr]) output?.on('data', hear);
  child.once('error', reject);
  child.once('close', (code, signal) => resolve({ code, signal }));
  return promise;
}

process.exitCode = await verify(process.argv.slice(2));
