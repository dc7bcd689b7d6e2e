import { renderHost } from '../../numbers/host.ts';
import type { Measurement, Target } from '../measurement.ts';
import type { Machine } from './machine.ts';

/** The machine and the durability of its database, for people. */
export function renderMachine(machine: Machine): string {
  const settings = Object.entries(machine.settings).map(([name, value]) => `${name} ${value}`);
  return `${renderHost(machine)}\nPostgreSQL ${machine.postgres}: ${settings.join(', ')}`;
}

const HEADER = ['line', 'value', 'unit', 'reference', 'reference value', 'ratio', 'from', 'to', 'target', 'met'];

/** One row a figure, and the notes under them. */
export function renderTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map(cellsOf);
  const notes = measurements.flatMap(({ name, note }) => (note === null ? [] : [`${name}: ${note}`]));
  const counts = measurements.flatMap(({ name, lost, doubled }) =>
    lost === null ? [] : [`${name}: ${lost} lost, ${doubled} doubled`],
  );
  const widths = HEADER.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const table = [HEADER, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...table.map((line) => line.trimEnd()), '', ...counts, ...notes].join('\n').trimEnd();
}

/** The cells of one figure in the order of the table. */
export function cellsOf(measurement: Measurement): string[] {
  const { name, value, unit, referenceName, referenceValue, ratio, spread, target, met } = measurement;
  return [
    name,
    renderNumber(value),
    unit,
    referenceName ?? '',
    referenceValue === null ? (referenceName === null ? '' : 'missing') : renderNumber(referenceValue),
    ratio === null ? '' : ratio.toFixed(2),
    ...spread.map((end) => (ratio === null ? renderNumber(end) : end.toFixed(2))),
    renderTarget(target),
    met === null ? (target === null ? '' : 'unknown') : met ? 'yes' : 'NO',
  ];
}

function renderTarget(target: Target | null): string {
  if (target === null) return '';
  const bound = renderBound(target);
  return target.of === 'ratio' ? `ratio ${bound}` : bound;
}

function renderBound(target: Target): string {
  if ('moreThan' in target) return `> ${target.moreThan}`;
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

function renderNumber(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
