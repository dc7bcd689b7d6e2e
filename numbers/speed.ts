import type { Measurement } from '../bench/measurement.ts';
import type { BenchRun } from '../bench/report/bench-run.ts';
import { cellsOf, renderMachine } from '../bench/report/render.ts';

/** What a run of `npm run bench` found, as lines of Markdown. */
export function renderSpeed({ machine, options, measuredAt, measurements }: BenchRun): string[] {
  const { rows, seed, rounds, seconds } = options;
  return [
    `By \`npm run bench\` on ${measuredAt.slice(0, 10)}; [what each line means](operations/bench.md). Machines differ: what counts is the ratio, whose two sides ran in turn on one machine.`,
    '',
    '```text',
    renderMachine(machine),
    `${rows.toLocaleString('en-US')} transactions, seed ${seed}, ${rounds} rounds of ${seconds} s`,
    '```',
    '',
    '| line | value | reference | ratio (smallest to largest) | target | met |',
    '|---|---|---|---|---|---|',
    ...measurements.map(rowOf),
    '',
    ...measurements.flatMap(notesOf),
  ];
}

function rowOf(measurement: Measurement): string {
  const [name = '', value = '', unit = '', reference = '', referenceValue = '', ratio = '', from, to, target, met] =
    cellsOf(measurement);
  const spread = `${from} to ${to}`;
  const against = reference === '' ? '' : `${reference}: ${referenceValue}`;
  const compared = ratio === '' ? (reference === '' ? `(${spread})` : '') : `${ratio} (${spread})`;
  return `| \`${name}\` | ${value} ${unit} | ${against} | ${compared} | ${target} | ${met} |`;
}

function notesOf({ name, note, lost, doubled }: Measurement): string[] {
  const counts = lost === null ? [] : [`${lost} lost, ${doubled} doubled.`];
  const text = [...counts, ...(note === null ? [] : [note])].join(' ');
  return text === '' ? [] : [`- \`${name}\`: ${text}`];
}
