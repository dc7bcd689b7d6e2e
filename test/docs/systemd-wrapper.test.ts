import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

const run = promisify(execFile);

/** Settings as a person may write them, and what systemd makes of each. */
const READ_AS: readonly (readonly [line: string, value: string])[] = [
  [
    'A=postgres://a:b@db:5432/c?sslmode=verify-full&application_name=cw',
    'postgres://a:b@db:5432/c?sslmode=verify-full&application_name=cw',
  ],
  ['B=1 High Street, Exampletown', '1 High Street, Exampletown'],
  ['C=abc$def`date`$(date)', 'abc$def`date`$(date)'],
  ['D="two words"', 'two words'],
  ["E='two words'", 'two words'],
  ['  F=blanks around  ', 'blanks around'],
  ['G=', ''],
  ['H=with=equals; # and no comment', 'with=equals; # and no comment'],
];

/** The wrapper with other places, which only tells the settings that the command would get. */
describe('the command beside the units', () => {
  let folder = '';
  let script = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-wrapper-'));
    script = join(folder, 'causeway');
    const text = await readFile(join(ROOT, 'examples/systemd/causeway'), 'utf8');
    const told = text
      .replace('settings=/etc/causeway/causeway.env', `settings=${join(folder, 'causeway.env')}`)
      .replace(/^runuser .*$/m, '')
      .replace(/^exec runuser .*$/m, 'exec env');
    expect(told).toMatch(/^exec env$/m);
    await writeFile(script, told);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const readSettings = async (text: string, caller: Readonly<Record<string, string>> = {}) => {
    await writeFile(join(folder, 'causeway.env'), text);
    const { stdout } = await run('/bin/sh', [script], { env: { PATH: process.env.PATH, ...caller } });
    return new Map(stdout.split('\n').map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
  };

  it('reads the settings as systemd does, whatever they would mean to a shell', async () => {
    const settings = await readSettings(`# a comment\n; another\n\n${READ_AS.map(([line]) => line).join('\n')}`);
    for (const [line, value] of READ_AS) expect([line, settings.get(line.trim().charAt(0))]).toEqual([line, value]);
  });

  it('tells the command who has called it, whatever the settings say', async () => {
    const operator = async (caller: Readonly<Record<string, string>>) =>
      (await readSettings('CAUSEWAY_OPERATOR=nobody', caller)).get('CAUSEWAY_OPERATOR');
    expect(await operator({ SUDO_USER: 'alice' })).toBe('alice');
    expect(await operator({})).toBe(userInfo().username);
  });

  it.each([
    ['A=ok\nNo setting', 'line 2', 'no NAME=value'],
    ['A-B=1', 'line 1', 'no NAME=value'],
    ['A=one\\two', 'line 1', 'a backslash'],
    ['A="one" two', 'line 1', 'a quotation mark'],
  ])('refuses %j, which it would read otherwise than systemd', async (text, line, problem) => {
    const refused = await readSettings(text).catch((cause) => cause);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(line) });
    expect(refused.stderr).toContain(problem);
  });
});
