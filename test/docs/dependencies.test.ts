import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, readPage, tableRows } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** Packages of the manifests, less those that live here. */
const declared = new Set(
  ['package.json', ...globSync('{packages,apps}/*/package.json', { cwd: ROOT })]
    .flatMap((path) => {
      const { dependencies, devDependencies } = readJson(path) as Manifest; // The form that npm gives its manifests.
      return Object.keys({ ...dependencies, ...devDependencies });
    })
    .filter((name) => !name.startsWith('@causeway/')),
);

describe('the page of dependencies', () => {
  const rows = tableRows(readPage('docs/dependencies.md').text).filter(([name = '']) => name.startsWith('`'));

  it('gives the reason for every package of a manifest once, and names no other', () => {
    expect(rows.map(([name = '']) => codeOf(name)).toSorted()).toEqual([...declared].toSorted());
    for (const [, purpose = '', reason = ''] of rows) expect([purpose, reason]).not.toContain('');
  });

  it('has no package that its authors call deprecated', () => {
    const { packages } = readJson('package-lock.json') as { packages: Record<string, { deprecated?: string }> };
    expect(Object.entries(packages).filter(([, { deprecated }]) => deprecated !== undefined)).toEqual([]);
  });
});
