import { describe, expect, it } from 'vitest';
import { LINES } from '../../bench/lines.ts';
import { OPTION_NAMES } from '../../bench/options.ts';
import { codeOf, readPage, tableRows } from '../support/markdown.ts';

describe('the page of benchmarks', () => {
  const page = readPage('docs/operations/bench.md');

  it('describes every option and no other', () => {
    const described = tableRows(page.text).flatMap(([cell = '']) => codeOf(cell) ?? []);
    expect(described.filter((name) => name.startsWith('--')).sort()).toEqual(
      OPTION_NAMES.map((name) => `--${name}`).sort(),
    );
  });

  it('describes every line in the order of the list, and no other', () => {
    const headings = [...page.text.matchAll(/^### `(.+)`$/gm)].map(([, name]) => name);
    expect(headings).toEqual(LINES.map(({ name }) => name));
  });
});
