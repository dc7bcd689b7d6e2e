import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listLinks, listPages, readPage, resolveLink, sectionOf, tableRows } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

const pages = listPages();

describe('the pages', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s links to files and headings that exist', (_, page) => {
    const broken = listLinks(page).filter((link) => {
      const { path, anchor } = resolveLink(link);
      if (path.startsWith('..') || !existsSync(join(ROOT, path))) return true;
      return anchor !== null && !(path.endsWith('.md') && readPage(path).anchors.has(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('can all be reached from the README', () => {
    const reached = new Set<string>();
    const open = ['README.md'];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      for (const link of listLinks(readPage(path))) {
        const target = resolveLink(link).path;
        if (target.endsWith('.md')) open.push(target);
      }
    }
    expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  });
});

describe('the security page', () => {
  const promises = tableRows(sectionOf(readPage('SECURITY.md'), 'Promises'));

  it('has promises of every kind', () => {
    expect(promises.length).toBeGreaterThan(60);
  });

  it.each(promises)('shows "%s" by tests that exist', (_promise, shownBy) => {
    // `[name](path): "title", "title"; [name](path): "title"`
    const references = [...shownBy.matchAll(/\]\(([^)]+)\)(?::((?:\s*"[^"]+",?)+))?/g)];
    expect(references).not.toEqual([]);
    for (const [, path = '', titles = ''] of references) {
      const source = readPage(path).text;
      for (const [, title = ''] of titles.matchAll(/"([^"]+)"/g)) expect(source).toContain(`'${title}'`);
    }
  });
});
