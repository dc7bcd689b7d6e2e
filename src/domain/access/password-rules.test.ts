import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkPasswordRules, choosePassword, type PasswordRules } from './password-rules.ts';

/** Bytes that follow from a seed, so that each run draws the same. */
function bytesOf(seed: string) {
  let count = 0;
  return (wanted: number): Uint8Array => {
    const bytes = new Uint8Array(wanted);
    for (let at = 0; at < wanted; at += 1) {
      count += 1;
      bytes[at] = createHash('sha256').update(`${seed} ${count}`).digest()[0] ?? 0;
    }
    return bytes;
  };
}

const RULES: readonly PasswordRules[] = [
  { minLength: 12, maxLength: 64, kinds: ['lower', 'upper', 'digit'] },
  { minLength: 10, maxLength: 40, kinds: ['lower', 'upper', 'digit', 'special'] },
  { minLength: 4, maxLength: 4, kinds: ['lower', 'upper', 'digit', 'special'], specials: '#' },
  { minLength: 5, maxLength: 6, kinds: ['digit'] },
  { minLength: 30, maxLength: 64, kinds: ['lower', 'special'] },
];
const PATTERNS = { lower: /[a-z]/, upper: /[A-Z]/, digit: /\d/, special: /[-_.!*#]/ };

describe('a chosen password', () => {
  it.each(RULES)('meets $minLength to $maxLength characters of $kinds', (rules) => {
    const randomBytes = bytesOf(JSON.stringify(rules));
    for (let round = 0; round < 50; round += 1) {
      const password = choosePassword(rules, [], randomBytes);
      expect(password.length).toBeGreaterThanOrEqual(rules.minLength);
      expect(password.length).toBeLessThanOrEqual(rules.maxLength);
      for (const [kind, pattern] of Object.entries(PATTERNS))
        expect([kind, pattern.test(password)]).toEqual([kind, rules.kinds.some((each) => each === kind)]);
    }
  });

  it('is another one each time, and has 24 characters where the bank takes so many', () => {
    const [rules] = RULES;
    if (rules === undefined) throw new Error('there are no rules');
    const randomBytes = bytesOf('many');
    const chosen = new Set(Array.from({ length: 100 }, () => choosePassword(rules, [], randomBytes)));
    expect(chosen.size).toBe(100);
    expect(new Set([...chosen].map(({ length }) => length))).toEqual(new Set([24]));
  });

  it('holds no word that is to be avoided, in whatever case', () => {
    const rules: PasswordRules = { minLength: 3, maxLength: 3, kinds: ['digit'] };
    const randomBytes = bytesOf('avoid');
    const avoid = ['1', '2', '3', '4', '5', '6', '7', '8', ''];
    for (let round = 0; round < 5; round += 1) expect(choosePassword(rules, avoid, randomBytes)).toMatch(/^[09]{3}$/);
    const letters: PasswordRules = { minLength: 1, maxLength: 1, kinds: ['lower'] };
    expect(choosePassword(letters, [...'ABCDEFGHIJKLMNOPQRSTUVWXY'], randomBytes)).toBe('z');
  });

  it('takes every character as often as any other one', () => {
    const counts = new Map<string, number>();
    const randomBytes = bytesOf('even');
    for (let round = 0; round < 100; round += 1)
      for (const character of choosePassword({ minLength: 1, maxLength: 64, kinds: ['digit'] }, [], randomBytes))
        counts.set(character, (counts.get(character) ?? 0) + 1);
    for (const count of counts.values()) expect(Math.abs(count - 240)).toBeLessThan(60);
    expect(counts.size).toBe(10);
  });

  it.each([
    [{ minLength: 9, maxLength: 8, kinds: ['lower'] }, 'minLength'],
    [{ minLength: 1, maxLength: 1, kinds: ['lower', 'digit'] }, 'maxLength'],
    [{ minLength: 1, maxLength: 8, kinds: [] }, 'kinds'],
    [{ minLength: 1, maxLength: 8, kinds: ['special'], specials: '' }, 'kinds'],
  ] as const)('is refused by rules that contradict themselves: %j', (rules, named) => {
    expect(() => checkPasswordRules(rules)).toThrow(named);
    expect(() => choosePassword(rules, [], bytesOf('never'))).toThrow(RangeError);
  });

  it('is refused by rules that nobody can meet', () => {
    const rules: PasswordRules = { minLength: 1, maxLength: 1, kinds: ['digit'] };
    expect(() => choosePassword(rules, [...'0123456789'], bytesOf('none'))).toThrow('no password was found');
  });
});
