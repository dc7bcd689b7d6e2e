import type { RunResult } from './run.ts';

/** One line for a run that was as it must be; else one more for each fault. */
export function renderRun({ name, faults, wallMs }: RunResult): string {
  const head = `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${(wallMs / 1_000).toFixed(1).padStart(6)} s  ${name}`;
  return [head, ...faults.map((fault) => `         ${fault}`)].join('\n');
}
