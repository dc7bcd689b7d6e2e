import type { ScoreFinding } from '../proofs/score/finding.ts';
import type { ScoreLine } from '../proofs/score/report.ts';
import { agreementOf } from '../proofs/score/score.ts';
import { renderHost } from './host.ts';

/** What a run of `npm run score` found, as lines of Markdown: the product on each style of bank, and the best naive design beside it. */
export function renderReconciliation({ measuredAt, host, report }: ScoreFinding): string[] {
  const { lines, permittedRecall, rows, readings, seeds, rowsPerSecond } = report;
  const ours = lines.filter(({ design }) => design === 'causeway');
  return [
    `By \`npm run score\` on ${measuredAt.slice(0, 10)}, against simulated banks that know the truth; [what counts](operations/score.md#what-counts), [every figure](operations/score-figures.md). Wanted: no wrong merge, precision 0.99999, recall 0.999 or what the evidence permits, and better than every naive design.`,
    '',
    '```text',
    renderHost(host),
    `${whole(rows)} rows in ${whole(readings)} readings, seeds ${seeds.join(', ')}; reconciliation alone ${whole(Math.round(rowsPerSecond))} rows/s`,
    '```',
    '',
    '| style of bank | rows | precision | recall | permitted | wrong merges | splits | wrong removals | missed removals | best naive design: precision, recall |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...ours.map((line) => rowOf(line, permittedRecall[line.style] ?? 1, bestNaive(lines, line.style))),
  ];
}

function rowOf(line: ScoreLine, permitted: number, naive: ScoreLine | undefined): string {
  const { style, rows, precision, recall, wrongMerges, splits, wrongRemovals, missedRemovals } = line;
  const beside =
    naive === undefined ? '' : `\`${naive.design}\`: ${naive.precision.toFixed(4)}, ${naive.recall.toFixed(4)}`;
  const shares = [precision, recall, permitted].map((share) => share.toFixed(6));
  const counts = [wrongMerges, splits, wrongRemovals, missedRemovals].map(whole);
  return `| ${[`\`${style}\``, whole(rows), ...shares, ...counts, beside].join(' | ')} |`;
}

/** The naive design that agrees best with the truth in that style. */
function bestNaive(lines: readonly ScoreLine[], style: string): ScoreLine | undefined {
  const naive = lines.filter((line) => line.style === style && line.design !== 'causeway');
  return naive.toSorted((a, b) => agreementOf(b) - agreementOf(a))[0];
}

const whole = (count: number) => count.toLocaleString('en-US');
