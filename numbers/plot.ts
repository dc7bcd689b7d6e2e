/** A line of docs/numbers.md that has a target, and how many times over it is met. */
interface PlottedLine {
  readonly name: string;
  /** 1 is exactly the target; 2 is twice as good. */
  readonly timesTarget: number;
  readonly shown: string;
  readonly isMet: boolean;
}

const ROW_PX = 22;
const TOP_PX = 44;
const NAME_PX = 196;
const BARS_PX = 360;
const SHOWN_PX = 224;
const MIN_TIMES = 0.5;
const MAX_TIMES = 20;

/**
 * An SVG of every target that the page of numbers names: one bar each, on a logarithmic scale, which begins at the target. `page` is the text of
 * docs/numbers.md, so that page and picture cannot say different things.
 */
export function renderNumbersPlot(page: string): string {
  const lines = parseLines(page);
  const height = TOP_PX + lines.length * ROW_PX + 12;
  const width = NAME_PX + BARS_PX + SHOWN_PX;
  const marks = [0.5, 1, 2, 5, 10, 20].map(
    (times) =>
      `<line class="${times === 1 ? 'target' : 'mark'}" x1="${xOf(times)}" x2="${xOf(times)}" y1="${TOP_PX - 8}" y2="${height - 8}"/>` +
      `<text class="quiet" x="${xOf(times)}" y="${TOP_PX - 14}" text-anchor="middle">${times === 1 ? 'target' : `${times} ×`}</text>`,
  );
  const style = `<style>
  text { font: 12px system-ui, sans-serif; fill: #1b2733; }
  .quiet { fill: #5b6b7a; }
  .mark { stroke: #d5dde4; }
  .target { stroke: #1b2733; }
  .met { fill: #17697a; }
  .missed { fill: #b3541e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .quiet { fill: #9aa9b6; }
    .mark { stroke: #34414d; }
    .target { stroke: #e6edf3; }
    .met { fill: #5fb8c9; }
    .missed { fill: #e59866; }
  }
</style>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>How many times over each target is met, from docs/numbers.md</title>
${style}
${marks.join('\n')}
${lines.map(renderBar).join('\n')}
</svg>
`;
}

function renderBar({ name, timesTarget, shown, isMet }: PlottedLine, index: number): string {
  const y = TOP_PX + index * ROW_PX;
  const [from, to] = [xOf(1), xOf(timesTarget)].toSorted((a, b) => a - b);
  const widthPx = Math.max(2, (to ?? 0) - (from ?? 0));
  return (
    `<text x="${NAME_PX - 12}" y="${y + 14}" text-anchor="end">${name}</text>` +
    `<rect class="${isMet ? 'met' : 'missed'}" x="${from}" y="${y + 4}" width="${round(widthPx)}" height="13" rx="2"/>` +
    `<text class="quiet" x="${NAME_PX + BARS_PX + 14}" y="${y + 14}">${shown}${isMet ? '' : ': missed'}</text>`
  );
}

/** Place of a multiple of the target; what is beyond the scale stands at its end. */
function xOf(times: number): number {
  const within = Math.min(MAX_TIMES, Math.max(MIN_TIMES, times));
  return round(NAME_PX + (BARS_PX * Math.log(within / MIN_TIMES)) / Math.log(MAX_TIMES / MIN_TIMES));
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Rows of the table with a target to be measured by. A target of zero has no multiples. */
function parseLines(page: string): PlottedLine[] {
  const rows = page.matchAll(
    /^\| `([^`]+)` \| ([\d,.]+) ([^|]*?) \| [^|]* \| (?:([\d.]+) )?\([^|]*\| (ratio )?([≥≤>]) ([\d.]+) \| (yes|NO) \|$/gm,
  );
  return [...rows].flatMap(([, name = '', value = '', unit, ratio, ofRatio, sign, target = '', met]): PlottedLine[] => {
    if (Number(target) === 0) return [];
    const measured = Number((ofRatio === undefined ? value : (ratio ?? '')).replaceAll(',', ''));
    const times = sign === '≤' ? Number(target) / measured : measured / Number(target);
    // The page rounds: what just misses its target can look as if it met it.
    const timesTarget = met === 'yes' ? times : Math.min(1, times);
    const shown = `${ofRatio === undefined ? `${value} ${unit}` : measured} (${sign === '>' ? '&gt;' : sign} ${target})`;
    return [{ name, timesTarget, shown, isMet: met === 'yes' }];
  });
}
