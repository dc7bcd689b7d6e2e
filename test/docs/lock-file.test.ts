import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

/** What is read of an entry of npm's lock file. */
interface LockedPackage {
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, LockedPackage>>; // The form that npm gives its lock files.
};

/** The entry that Node would find for `name` from the package at `path`: the nearest `node_modules` upwards. */
function findLocked(path: string, name: string): LockedPackage | undefined {
  for (let folder = path; ; folder = parentOf(folder)) {
    const found = packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`];
    if (found !== undefined || folder === '') return found;
  }
}

function parentOf(folder: string): string {
  const end = folder.lastIndexOf('/node_modules/');
  return end === -1 ? '' : folder.slice(0, end);
}

describe('the lock file', () => {
  // A registry that lacks the binaries of some other platform leaves them out, and then `npm ci` refuses the file on every platform.
  it('lists every package that another one of it asks for, those of other platforms included', () => {
    const missing = Object.entries(packages).flatMap(([path, entry]) => {
      const asked = Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies });
      return asked.filter((name) => findLocked(path, name) === undefined).map((name) => `${name} of ${path || 'all'}`);
    });
    expect(missing).toEqual([]);
  });

  it('names no host that a package was fetched from', () => {
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "(?:https?|git)/);
  });
});
