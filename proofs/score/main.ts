import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type InstitutionStyle, institutionStyles } from '@causeway/bank-simulator';
import { describeHost, type Host, renderHost } from '../../numbers/host.ts';
import { publish } from '../../numbers/publish.ts';
import { listMisses, renderReport, reportOf, type ScoreReport } from './report.ts';
import { scoreStyle } from './score-style.ts';

const USAGE = `Usage: npm run score -- [--seed S] [--only STYLE] [--rows 1000000] [--json FILE] [--faults 5] [--write-docs]

Drives simulated banks of every style through reconciliation and compares the identities with the truth. --write-docs
writes the pages of figures from this run, and goes with neither --seed nor --only.
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
  readonly writesDocs: boolean;
}

function main(): number {
  const settings = readSettings();
  if (settings === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const { seeds, styles, rows, jsonFile, keptFaults, writesDocs } = settings;
  process.stdout.write(`Seeds ${seeds.join(', ')}. They fix every row.\n`);
  const host = describeHost();
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
  if (writesDocs) writeDocs(report, host);
  process.stdout.write(`${renderReport(report)}\n`);
  for (const { faults } of results) for (const fault of faults) process.stdout.write(`\n${fault}\n`);
  return listMisses(report).length === 0 ? 0 : 1;
}

/** Writes every figure into its own page, which says on which day it was made, and what counts most onto the page of numbers. */
function writeDocs(report: ScoreReport, host: Host): void {
  const page = new URL('../../docs/operations/score-figures.md', import.meta.url);
  const measuredAt = new Date().toISOString();
  writeFileSync(
    page,
    `# Figures of the score\n\nWritten by \`npm run score -- --write-docs\` on ${measuredAt.slice(0, 10)}; [what each column means](score.md#what-counts). The seeds fix every figure but the times.\n\n\`\`\`text\n${renderHost(host)}\n\n${renderReport(report)}\n\`\`\`\n`,
  );
  publish('score', { measuredAt, host, report });
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
        'write-docs': { type: 'boolean', default: false },
      },
    });
    const [rows, keptFaults] = [Number(values.rows), Number(values.faults)];
    const all: readonly InstitutionStyle[] = Object.values(institutionStyles);
    const styles = values.only === undefined ? all : all.filter(({ name }) => name === values.only);
    if (!Number.isInteger(rows) || rows < 1 || !Number.isInteger(keptFaults) || styles.length === 0) return null;
    const isWhole = values.only === undefined && values.seed === undefined;
    if (values['write-docs'] && !isWhole) return null;
    const seeds = values.seed === undefined ? SEEDS : [values.seed];
    return { seeds, styles, rows, keptFaults, jsonFile: values.json ?? null, writesDocs: values['write-docs'] };
  } catch {
    return null;
  }
}

process.exitCode = main();
