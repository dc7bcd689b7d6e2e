import { addScores, NO_SCORE, precisionOf, recallOf, type Score } from './score.ts';
import { DESIGNS, type DesignName, type StyleResult } from './score-style.ts';

/** One line of the table: a design, on one style or on all. */
export interface ScoreLine extends Score {
  readonly style: string;
  readonly design: DesignName;
  readonly precision: number;
  readonly recall: number;
}

/** Everything that a run found. */
export interface ScoreReport {
  readonly seeds: readonly string[];
  /** Per style, and over all styles under the name `overall`. */
  readonly lines: readonly ScoreLine[];
  readonly rows: number;
  readonly readings: number;
  /** Per style: true transactions that no reading showed, because no window reached back to them. */
  readonly unseen: Readonly<Record<string, number>>;
  /** Per style and overall: the recall that a design reaches that never guesses and knows every habit of the bank. */
  readonly permittedRecall: Readonly<Record<string, number>>;
  /** Time of the product's reconciliation alone, and of the whole run. */
  readonly reconcileMs: number;
  readonly totalMs: number;
  readonly rowsPerSecond: number;
}

/** Sums up the results of all styles and seeds. */
export function reportOf(results: readonly StyleResult[], totalMs: number): ScoreReport {
  const styles = [...new Set(results.map(({ style }) => style))];
  const ownResults = (style: string) => results.filter((result) => style === 'overall' || result.style === style);
  const lines = [...styles, 'overall'].flatMap((style) => {
    const own = ownResults(style);
    return DESIGNS.map((design): ScoreLine => {
      const score = own.reduce((total, { scores }) => addScores(total, scores[design]), NO_SCORE);
      return { style, design, ...score, precision: precisionOf(score), recall: recallOf(score) };
    });
  });
  const sum = (pick: (result: StyleResult) => number) => results.reduce((total, result) => total + pick(result), 0);
  const rows = sum((result) => result.rows);
  const reconcileMs = sum(({ ourMs }) => ourMs);
  return {
    seeds: [...new Set(results.map(({ seed }) => seed))],
    lines,
    rows,
    readings: sum(({ readings }) => readings),
    unseen: Object.fromEntries(
      styles.map((style) => [style, sum((result) => (result.style === style ? result.unseen : 0))]),
    ),
    permittedRecall: Object.fromEntries(
      [...styles, 'overall'].map((style) => [
        style,
        recallOf(ownResults(style).reduce((total, { permitted }) => addScores(total, permitted), NO_SCORE)),
      ]),
    ),
    reconcileMs,
    totalMs,
    rowsPerSecond: rows / (reconcileMs / 1_000),
  };
}

/** The counts of the table, with their short titles. */
const COUNTS: readonly { readonly title: string; readonly name: keyof Score }[] = [
  { title: 'merges', name: 'wrongMerges' },
  { title: 'splits', name: 'splits' },
  { title: 'wrong rem', name: 'wrongRemovals' },
  { title: 'missed rem', name: 'missedRemovals' },
  { title: 'spurious', name: 'spuriousModifications' },
  { title: 'deferred', name: 'deferred' },
  { title: 'refused', name: 'refused' },
];

/** The report for people. */
export function renderReport(report: ScoreReport): string {
  const header = ['style', 'design', 'rows', 'precision', 'recall', 'permitted', ...COUNTS.map(({ title }) => title)];
  const table = report.lines.map((line) => [
    line.design === 'causeway' ? line.style : '',
    line.design,
    grouped(line.rows),
    line.precision.toFixed(6),
    line.recall.toFixed(6),
    line.design === 'causeway' ? (report.permittedRecall[line.style] ?? 1).toFixed(6) : '',
    ...COUNTS.map(({ name }) => grouped(line[name])),
  ]);
  const unseen = Object.entries(report.unseen).filter(([, count]) => count > 0);
  return [
    renderColumns([header, ...table]),
    '',
    `${grouped(report.rows)} rows in ${grouped(report.readings)} readings and ${seconds(report.totalMs)}; reconciliation alone ` +
      `${seconds(report.reconcileMs)}, ${grouped(Math.round(report.rowsPerSecond))} rows/s.`,
    ...(unseen.length === 0
      ? []
      : [`In no reading: ${unseen.map(([style, count]) => `${grouped(count)} transactions of ${style}`).join(', ')}.`]),
    `Seeds: ${report.seeds.join(', ')}.`,
  ].join('\n');
}

/** Names to the left, numbers to the right. */
function renderColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cellOf = (cell: string, column: number) =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(cellOf).join('  ').trimEnd()).join('\n');
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
