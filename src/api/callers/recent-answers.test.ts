import { describe, expect, it } from 'vitest';
import { RecentAnswers } from './recent-answers.ts';

const LIFE_MS = 4_000;

describe('an answer about a caller', () => {
  it('is given again until its time is over', () => {
    const answers = new RecentAnswers<string>(LIFE_MS);
    answers.keep('a', 'in force', 1_000);
    expect(answers.find('a', 1_000)).toBe('in force');
    expect(answers.find('a', 4_999)).toBe('in force');
    expect(answers.find('a', 5_000)).toBeUndefined();
    expect(answers.find('b', 1_000)).toBeUndefined();
  });

  it('is not kept alive by a clock that is set back, nor is it there again when the clock has caught up', () => {
    const answers = new RecentAnswers<string>(LIFE_MS);
    answers.keep('a', 'in force', 10_000);
    expect(answers.find('a', 9_000)).toBeUndefined();
    expect(answers.find('a', 10_000)).toBeUndefined();
  });

  it('goes as the oldest one when more are kept than may be', () => {
    const answers = new RecentAnswers<number>(LIFE_MS);
    for (let name = 0; name < 10_000; name += 1) answers.keep(String(name), name, 0);
    answers.keep('0', 0, 1);
    answers.keep('one more', -1, 1);
    expect([answers.find('0', 1), answers.find('1', 1), answers.find('2', 1)]).toEqual([0, undefined, 2]);
  });
});
