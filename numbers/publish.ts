import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/root.ts';
import { type Findings, readFindings, writeFinding } from './findings.ts';
import { renderNumbersPage } from './page.ts';
import { renderNumbersPlot } from './plot.ts';

/** Keeps what a run found and makes the page of numbers and its picture anew from all findings that are kept. */
export function publish<Name extends keyof Findings>(name: Name, finding: NonNullable<Findings[Name]>): void {
  writeFinding(name, finding);
  const page = renderNumbersPage(readFindings());
  writeFileSync(join(ROOT, 'docs', 'numbers.md'), page);
  writeFileSync(join(ROOT, 'docs', 'images', 'numbers.svg'), renderNumbersPlot(page));
}
