import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINES } from '../../bench/lines.ts';
import { PEERS } from '../../bench/parsers/parsers.ts';
import { findPgbench } from '../../bench/references/pgbench.ts';
import { HAS_CORPUS } from '../../packages/bank-files/src/testing/corpus.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const TIMEOUT_MS = 300_000;
const FIGURES = [
  'stream.page500',
  'stream.page500.rows',
  'stream.page500.driver',
  'stream.page500.memory',
  'stream.vs_naive',
  'stream.fields',
  'stream.idle',
  'stream.depth',
  'console.search',
  'refusals.foreign_id',
  'refusals.wrong_secret',
  'refusals.revoked',
  'refusals.expired',
  'refusals.malformed',
  'ingest.cold',
  'ingest.reread',
  'ingest.reread.compared',
  'ingest.reread.writes',
  'ingest.window',
  'ingest.window.memory',
  'ingest.window.no_ids',
  'ingest.window.no_ids.memory',
  ...PEERS.flatMap(({ parser: { name } }) => [
    `ingest.files.${name}`,
    // Right answers are counted where the corpus is.
    ...(HAS_CORPUS ? [`ingest.files.${name}.right`] : []),
  ]),
  'freshness.poll',
  'freshness.poll.p50',
  'freshness.live',
  'freshness.live.p50',
  'webhooks',
  'webhooks.noted',
  'webhooks.delay',
  'webhooks.delay.p50',
  'footprint.memory',
  'footprint.memory.peak',
  'footprint.memory.launcher',
  'footprint.start.warm',
  'footprint.start.first',
];

/** All but those with browsers, which work for half a minute on what the tests of portals and pages show too. */
const MEASURED = LINES.filter(({ name }) => name !== 'portals' && name !== 'console.interactive');

/** The ingest lines measure on accounts of their own. */
const ROWS_OF_INGEST = new Map([
  ['cold', 500],
  ['reread', 500],
  ['window', 1_000],
  ['files', 500],
]);
const COUNTED = /^(stream\.page500|freshness\.(poll|live)$|ingest\.cold|webhooks$|webhooks\.delay$)/;

let folder: string;
let ended: { readonly code: number | null; readonly output: string; readonly errors: string };
let report: Report;

interface Report {
  readonly machine: { readonly settings: Readonly<Record<string, string>> };
  readonly options: object;
  readonly measurements: readonly Record<string, unknown>[];
}

function bench(args: readonly string[]): Promise<typeof ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bench/main.ts', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, errors }));
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-bench-test-'));
  const jsonFile = join(folder, 'report.json');
  const size = ['--rows', '3000', '--rounds', '1', '--seconds', '0.1', '--seed', 'test'];
  const lines = MEASURED.flatMap(({ name }) => ['--only', name]);
  ended = await bench([...size, ...lines, '--json', jsonFile]);
  expect(ended.code, ended.errors).toBe(0);
  report = JSON.parse(readFileSync(jsonFile, 'utf8'));
}, TIMEOUT_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run bench', () => {
  it('measures every line', () => {
    const figures = report.measurements.map(({ name }) => String(name));
    expect(figures).toEqual(process.platform === 'linux' ? FIGURES : FIGURES.filter((name) => !name.endsWith('.peak')));
    for (const line of MEASURED)
      expect(figures.filter((name) => name === line.name || name.startsWith(`${line.name}.`))).not.toEqual([]);
  });

  it.each(FIGURES.filter((name) => !name.endsWith('.peak')))('says of %s what it is and against what', (name) => {
    const found = report.measurements.find((each) => each.name === name);
    const isReferenceMissing = String(found?.referenceName).startsWith('pgbench') && findPgbench() === null;
    const isCompared =
      /^(stream|refusals|ingest\.cold|ingest\.files|ingest\.reread(\.compared)?$|webhooks(\.noted)?$)/.test(name);
    const hasReference = isCompared && !isReferenceMissing;
    expect(found).toEqual({
      name,
      // Freshness and delays count from the return of the commit, which a listener may hear of before the writer does.
      // Nothing is what re-reading has to write.
      value: name.endsWith('.writes')
        ? 0
        : expect.toSatisfy(
            (value) => (value > 0 || /^(freshness|webhooks\.delay)/.test(name)) && Number.isFinite(value),
          ),
      unit: expect.any(String),
      referenceName: isCompared ? expect.any(String) : null,
      referenceValue: hasReference ? expect.any(Number) : null,
      ratio: hasReference ? expect.toSatisfy((value) => value > 0 && Number.isFinite(value)) : null,
      spread: [expect.any(Number), expect.any(Number)],
      target: found?.target === null ? null : expect.objectContaining({ of: expect.stringMatching(/^(ratio|value)$/) }),
      met: found?.target === null || isReferenceMissing ? null : expect.any(Boolean),
      rounds: 1,
      rows: /^(footprint\.start|webhooks)|\.right$/.test(name)
        ? 0
        : (ROWS_OF_INGEST.get(name.split('.')[1] ?? '') ?? 3_000),
      seed: 'test',
      lost: COUNTED.test(name) ? 0 : null,
      doubled: COUNTED.test(name) ? 0 : null,
      note: found?.note === null ? null : expect.any(String),
    });
  });

  it('runs on a database that keeps what it says it has kept', () => {
    expect(report.machine.settings).toMatchObject({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  });

  it('prints each figure as a line of JSON, and all of them in a table', () => {
    const lines = ended.output.split('\n');
    const figures = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    expect(figures).toEqual(report.measurements);
    const firstCells = new Set(lines.map((line) => line.split(' ')[0]));
    for (const { name } of figures) expect(firstCells).toContain(name);
    expect(ended.output).toMatch(/Node \d+.*\nPostgreSQL \d+.*fsync on/);
  });

  it('refuses options that it does not know', async () => {
    const { code, errors } = await bench(['--only', 'speed']);
    expect(code).toBe(2);
    expect(errors).toContain('--only speed: no line begins so');
  });
});
