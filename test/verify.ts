import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run verify`: formatting, lint, types, import rules, unused code and every test, in this order. All of them run
 * even when one fails; the last line counts them. Each check counts as one test.
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

const CHECKS: readonly Check[] = [
  { title: 'format and lint', command: ['biome', 'check', '.'] },
  { title: 'types', command: ['tsc', '--noEmit'] },
  {
    title: 'import rules and cycles',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'src', 'packages', 'apps'],
  },
  { title: 'unused code and packages', command: ['knip'] },
];

async function verify(testArguments: readonly string[]): Promise<number> {
  const counts: Counts[] = [];
  for (const check of CHECKS) counts.push(await runCheck(check));
  counts.push(await runTests(testArguments));
  const sum = (pick: (count: Counts) => number) => counts.reduce((total, count) => total + pick(count), 0);
  const [passed, failed, skipped] = [sum((c) => c.passed), sum((c) => c.failed), sum((c) => c.skipped)];
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed === 0 ? 0 : 1;
}

async function runCheck({ title, command }: Check): Promise<Counts> {
  const startedMs = performance.now();
  const code = await run(command);
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${title} (${seconds} s)\n`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

async function runTests(args: readonly string[]): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-verify-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run(['vitest', 'run', ...reporters, ...args]);
    const counts = countTests(JSON.parse(await readFile(report, 'utf8')));
    // A run that broke outside its tests, in a hook or a start-up, must not look like a good one.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    process.stderr.write(`The tests gave no report: ${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function countTests(report: {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}): Counts {
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report;
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}

/** Runs a tool of the project and answers its exit code; a tool that a signal ended has failed. */
function run([program, ...args]: readonly [string, ...string[]]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(join(ROOT, 'node_modules', '.bin', program), args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
  return promise;
}

process.exitCode = await verify(process.argv.slice(2));
