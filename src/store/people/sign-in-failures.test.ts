import { describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { addMs } from '../../domain/values/instant.ts';
import { beginTry, type FailureRule, forgetTries, takeBackTry } from './sign-in-failures.ts';

const RULE: FailureRule = { free: 3, firstWaitMs: 1_000, longestWaitMs: 5_000, memoryMs: 60_000 };
const AT = '2026-11-20T06:00:00.000Z';

const database = stageDatabase();

const subject = (name: string) => Buffer.from(name);
const tryAt = (name: string, ms: number) => beginTry(database.sql, subject(name), RULE, addMs(AT, ms));

describe('tries to sign in that are refused', () => {
  it('are free at first, then wait twice as long each time, up to a bound', async () => {
    for (let count = 0; count < 3; count += 1) expect(await tryAt('olive', 0)).toBeNull();
    const nextTries = [0, 1_000, 3_000, 7_000, 12_000];
    for (const [index, ms] of nextTries.slice(0, -1).entries()) {
      expect(await tryAt('olive', ms)).toBeNull();
      expect(await tryAt('olive', ms)).toBe(addMs(AT, nextTries[index + 1] ?? 0));
    }
  });

  it('of which many come at once are counted all, and a wait holds for all of them', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => tryAt('crowd', 0)));
    expect(answers.filter((until) => until === null)).toHaveLength(4);
    expect(new Set(answers)).toEqual(new Set([null, addMs(AT, 1_000)]));
  });

  it('are forgotten after a while, and with the first that is no failure', async () => {
    for (let count = 0; count < 4; count += 1) await tryAt('late', 0);
    expect(await tryAt('late', 500)).toBe(addMs(AT, 1_000));
    expect(await tryAt('late', 60_001)).toBeNull();
    expect(await tryAt('late', 60_002)).toBeNull();
    for (let count = 0; count < 4; count += 1) await tryAt('right', 0);
    await forgetTries(database.sql, subject('right'));
    expect(await tryAt('right', 0)).toBeNull();
  });

  it('are one less where the try was right for somebody else', async () => {
    for (let count = 0; count < 10; count += 1) {
      expect(await tryAt('office', 0)).toBeNull();
      await takeBackTry(database.sql, subject('office'));
    }
  });
});
