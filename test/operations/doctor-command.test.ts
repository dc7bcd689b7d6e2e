import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS, type Finding } from '../../src/doctor/finding.ts';
import { codeOf, readPage, sectionOf, tableRows } from '../support/markdown.ts';
import { runCommand } from '../support/processes/command.ts';
import { ROOT } from '../support/root.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let folder: string;
let system: RunningSystem;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-doctor-command-'));
  system = await startSystem({ worker: false });
  settings = {
    DATABASE_URL: system.database.url,
    CAUSEWAY_DATA_DIR: system.dataDir,
    CAUSEWAY_PORT: new URL(system.apiUrl).port,
    CAUSEWAY_INSTITUTIONS_DIR: join(ROOT, 'institutions'),
  };
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('causeway doctor', () => {
  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    runCommand(['doctor', '--no-browser', ...args], { cwd: folder, env });

  it('ends with 1 where a problem is, and prints what the page of commands says', async () => {
    const { code, output, errors } = await run(['--json'], settings);
    expect([code, errors]).toEqual([1, expect.stringContaining('1 problem has to be mended')]);
    const printed = JSON.parse(output) as { ok: boolean; findings: Finding[] };
    expect(printed.ok).toBe(false);
    for (const finding of printed.findings) expect(Object.keys(finding)).toEqual(['check', 'level', 'message', 'fix']);
  });

  it('ends with 0 where nothing has been started yet', async () => {
    const dataDir = join(folder, 'nothing-yet');
    const { code, output } = await run([], { CAUSEWAY_DATA_DIR: dataDir, CAUSEWAY_PORT: '0' });
    expect([code, output]).toEqual([0, expect.stringContaining('There is no embedded database yet')]);
    expect(await readdir(folder)).not.toContain('nothing-yet');
  });

  it('has every check in its documentation', () => {
    const section = sectionOf(readPage('docs/operations/doctor.md'), 'Checks');
    expect(tableRows(section).flatMap(([name = '']) => codeOf(name) ?? [])).toEqual([...CHECKS]);
  });
});
