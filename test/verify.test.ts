import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from './support/root.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'causeway-verify-'));
  mkdirSync(join(root, 'test'));
  for (const file of ['verify.ts', 'scratch-folder.ts']) {
    copyFileSync(join(ROOT, 'test', file), join(root, 'test', file));
  }
  for (const tool of ['biome', 'depcruise', 'knip', 'jscpd']) writeTool(join('.bin', tool), 'exit 0');
  writeTool(join('typescript-native', 'bin', 'tsc'), 'exit 0');
});

afterEach(() => rmSync(root, { recursive: true }));

/** A tool of the project that does what the shell text says. */
function writeTool(path: string, text: string): void {
  const file = join(root, 'node_modules', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

function verify() {
  const run = spawnSync(process.execPath, [join(root, 'test', 'verify.ts')], { encoding: 'utf8' });
  return { code: run.status, last: run.stdout.trimEnd().split('\n').at(-1), complaint: run.stderr };
}

it('counts checks and tests together', () => {
  const report = '{"numPassedTests":3,"numFailedTests":1,"numPendingTests":2,"numTodoTests":0}';
  writeTool(
    join('.bin', 'vitest'),
    `for word in "$@"; do case $word in --outputFile.json=*) echo '${report}' > "\${word#*=}";; esac; done; exit 1`,
  );
  writeTool(join('.bin', 'knip'), 'exit 1');
  expect(verify()).toMatchObject({ code: 1, last: '8 passed, 2 failed, 2 skipped' });
});

it.each([
  ['kill -TERM $$', 'they were ended from outside, by SIGTERM'],
  ['exit 9', 'they ended with exit code 9'],
])('says how tests without a report ended: %s', (text, ending) => {
  writeTool(join('.bin', 'vitest'), text);
  const { code, last, complaint } = verify();
  expect([code, last]).toEqual([1, '6 passed, 1 failed']);
  expect(complaint).toContain(`The tests gave no report: ${ending} (ENOENT`);
});
