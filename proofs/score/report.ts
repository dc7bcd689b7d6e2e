import { addScores, agreementOf, NO_SCORE, precisionOf, recallOf, type Score } from './score.ts';
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
  /**
   * Per style; over all styles under the name `overall`; and, where the evidence of some does not permit the recall that is
   * wanted, over the others under the name `knowable`.
   */
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

/** What the product's reconciliation has to reach. Recall counts where the evidence permits as much. */
const TARGETS = { precision: 0.999_99, recall: 0.999 };

/** Name of the line that sums up the styles whose evidence permits the recall that is wanted. */
const KNOWABLE = 'knowable';

/** Sums up the results of all styles and seeds. */
export function reportOf(results: readonly StyleResult[], totalMs: number): ScoreReport {
  const styles = [...new Set(results.map(({ style }) => style))];
  const permittedOf = (own: readonly StyleResult[]) =>
    recallOf(own.reduce((total, { permitted }) => addScores(total, permitted), NO_SCORE));
  const knowable = new Set(
    styles.filter((style) => permittedOf(results.filter((result) => result.style === style)) >= TARGETS.recall),
  );
  const ownResults = (group: string) =>
    results.filter(
      ({ style }) => group === 'overall' || style === group || (group === KNOWABLE && knowable.has(style)),
    );
  const groups = [...styles, ...(knowable.size < styles.length ? [KNOWABLE] : []), 'overall'];
  const lines = groups.flatMap((style) => {
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
    permittedRecall: Object.fromEntries(groups.map((group) => [group, permittedOf(ownResults(group))])),
    reconcileMs,
    totalMs,
    rowsPerSecond: rows / (reconcileMs / 1_000),
  };
}

/** What the product's reconciliation did not reach, in words; empty when it reached everything. */
export function listMisses({ lines, permittedRecall }: ScoreReport): string[] {
  const misses: string[] = [];
  for (const line of lines.filter(({ design }) => design === 'causeway')) {
    const { style, precision, recall, wrongMerges } = line;
    const wanted = Math.min(TARGETS.recall, permittedRecall[style] ?? 1);
    if (wrongMerges > 0) misses.push(`${style}: ${wrongMerges} wrong merges`);
    if (precision < TARGETS.precision) misses.push(`${style}: precision ${precision.toFixed(6)}`);
    // What no evidence decides is decided by luck, so a design may lie a little on either side of what is permitted.
    if (recall < wanted - LUCK) misses.push(`${style}: recall ${recall.toFixed(6)}, wanted ${wanted.toFixed(6)}`);
    for (const naive of lines.filter((other) => other.style === style && other.design !== 'causeway')) {
      const [ours, theirs] = [agreementOf(line), agreementOf(naive)];
      if (ours < theirs || (ours === theirs && ours < 1)) misses.push(`${style}: ${naive.design} is as good or better`);
    }
  }
  return misses;
}

const LUCK = 0.000_2;

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
    ...describeBound(report),
    ...describeTargets(report),
    `Seeds: ${report.seeds.join(', ')}.`,
  ].join('\n');
}

function describeBound({ permittedRecall }: ScoreReport): string[] {
  const bound = Object.entries(permittedRecall).filter(
    ([style, recall]) => recall < TARGETS.recall && style !== 'overall',
  );
  if (bound.length === 0) return [];
  const told = bound.map(([style, recall]) => `${style} ${recall.toFixed(6)}`);
  return [`Without luck no design can know more than: ${told.join(', ')}.`];
}

function describeTargets(report: ScoreReport): string[] {
  const misses = listMisses(report);
  return misses.length === 0
    ? [
        'All targets are met: no wrong merge, precision 0.99999, recall 0.999 or what is permitted, better than every naive design.',
      ]
    : [`Targets missed: ${misses.join('; ')}.`];
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
