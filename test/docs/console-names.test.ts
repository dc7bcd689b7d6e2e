import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listPages } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

/** What a page of the console is called, and what stands on its buttons and panels, is written in italics and begins with a capital. */
const NAME = /(?<![*\w])\*([A-Z][^*\n]*)\*(?![*\w])/g;
/** Decisions tell of the past, when names were others. */
const pages = listPages()
  .filter(({ path }) => path.startsWith('docs/') && !path.startsWith('docs/decisions/'))
  .flatMap(({ path, prose }) => [...prose.matchAll(NAME)].map(([, name = '']) => ({ path, name })));

const source = globSync('apps/console/src/{console,shell,pages,components}/**/*.tsx', { cwd: ROOT })
  .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  .join('\n');

/** A name as it stands in the source: an attribute, a text of a list, or the content of an element. */
function isShown(name: string): boolean {
  const exact = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`['"]${exact}['"]|>\\s*${exact}\\s*<`).test(source);
}

describe('the pages that lead through the console', () => {
  it('name at least the places of the first steps', () => {
    expect(pages.filter(({ path }) => path === 'docs/guides/getting-started.md').length).toBeGreaterThan(10);
  });

  it.each(pages)('$path calls "$name" what the console calls it', ({ name }) => {
    expect(isShown(name)).toBe(true);
  });
});
