import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

/** The project itself needs no bash, so a machine without it still verifies everything else. */
const HAS_BASH = spawnSync('bash', ['-c', 'true']).status === 0;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'first-integration-'));
  // Outside of the project, so that the Node of the path is the only one.
  copyFileSync(join(ROOT, 'examples', 'integration', 'integrate.sh'), join(folder, 'integrate.sh'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(environment: Record<string, string>) {
  const ended = spawnSync('bash', [join(folder, 'integrate.sh')], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin`, ...environment },
  });
  return { code: ended.status, printed: ended.stdout, complaint: ended.stderr };
}

describe.skipIf(!HAS_BASH)('the first integration by curl', () => {
  it('says what to set where it has no key', () => {
    const { code, printed, complaint } = run({});
    expect([code, printed]).toEqual([1, '']);
    expect(complaint).toMatch(
      /CAUSEWAY_API_KEY: is missing\. Fix: export CAUSEWAY_API_KEY=\$\(cat \.causeway\/trial-key\)\n$/,
    );
  });

  it('makes nothing with a Node that cannot keep the copy, and says which one can', () => {
    writeFileSync(join(folder, 'node'), '#!/bin/sh\n[ "$1" = --version ] && echo v20.20.2 || exit 1\n', {
      mode: 0o755,
    });
    expect(run({ CAUSEWAY_API_KEY: 'any' })).toEqual({
      code: 1,
      printed: '',
      complaint: 'Node v20.20.2 has no SQLite. Fix: install Node 22.18 or newer.\n',
    });
  });
});
