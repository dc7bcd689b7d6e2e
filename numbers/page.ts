import type { Findings } from './findings.ts';
import { renderReconciliation } from './reconciliation.ts';
import { listShortfalls } from './shortfalls.ts';
import { renderSpeed } from './speed.ts';
import { renderStream } from './stream.ts';

/** docs/numbers.md: what is short of its target first, then everything that was measured, scored and proved. */
export function renderNumbersPage(findings: Findings): string {
  const { bench, score, prove } = findings;
  const shortfalls = listShortfalls(findings);
  return [
    '# Numbers',
    '',
    'Written by `npm run bench`, `npm run score` and `npm run prove`, each with `--write-docs`, from what their last published runs found ([as data](numbers/)).',
    '',
    '## Short of its target',
    '',
    ...(shortfalls.length === 0 ? ['Nothing.'] : shortfalls.map((shortfall) => `- ${shortfall}`)),
    '',
    ...(bench === null ? [] : ['## Speed', '', ...renderSpeed(bench), '']),
    ...(score === null ? [] : ['## Reconciliation', '', ...renderReconciliation(score), '']),
    ...(prove === null ? [] : ['## The change stream', '', ...renderStream(prove), '']),
  ].join('\n');
}
