import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type InstitutionStyle, institutionStyles } from '@causeway/bank-simulator';
import { renderReport, reportOf } from './report.ts';
import { scoreStyle } from './score-style.ts';

const USAGE = `Usage: npm run score -- [--seed S] [--only STYLE] [--rows 1000000] [--json FILE] [--faults 5]

Drives simulated banks of every style through reconciliation and compares the identities with the truth.
Styles: ${Object.keys(institutionStyles).join(', ')}`;

/** Days for which each company is read, and how many times as busy as usual it is. */
const DAYS = 150;
const VOLUME = 3;

const SEEDS: readonly string[] = JSON.parse(readFileSync(new URL('seeds.json', import.meta.url), 'utf8'));

interface Settings {
  readonly seeds: readonly string[];
  readonly styles: readonly InstitutionStyle[];
  readonly rows: number;
  readonly jsonFile: string | null;
  readonly keptFaults: number;
}

function main(): number {
  const settings = readSettings();
  if (settings === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const { seeds, styles, rows, jsonFile, keptFaults } = settings;
  process.stdout.write(`Seeds ${seeds.join(', ')}. They fix every row.\n`);
  const startMs = performance.now();
  const rowsEach = Math.ceil(rows / (seeds.length * styles.length));
  const results = seeds.flatMap((seed) =>
    styles.map((style) =>
      scoreStyle({
        style,
        seed,
        rows: rowsEach,
        days: DAYS,
        volume: VOLUME,
        keptFaults,
        nowMs: () => performance.now(),
      }),
    ),
  );
  const report = reportOf(results, performance.now() - startMs);
  if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${renderReport(report)}\n`);
  for (const { faults } of results) for (const fault of faults) process.stdout.write(`\n${fault}\n`);
  return 0;
}

function readSettings(): Settings | null {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        only: { type: 'string' },
        rows: { type: 'string', default: '1000000' },
        json: { type: 'string' },
        faults: { type: 'string', default: '0' },
      },
    });
    const [rows, keptFaults] = [Number(values.rows), Number(values.faults)];
    const all: readonly InstitutionStyle[] = Object.values(institutionStyles);
    const styles = values.only === undefined ? all : all.filter(({ name }) => name === values.only);
    if (!Number.isInteger(rows) || rows < 1 || !Number.isInteger(keptFaults) || styles.length === 0) return null;
    const seeds = values.seed === undefined ? SEEDS : [values.seed];
    return { seeds, styles, rows, keptFaults, jsonFile: values.json ?? null };
  } catch {
    return null;
  }
}

process.exitCode = main();
