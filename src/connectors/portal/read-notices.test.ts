import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import type { LoginRenewal, SessionContext } from '../contract.ts';
import { readNotices } from './read-notices.ts';
import type { NoticeRecipe, Recipe } from './recipe.ts';
import { endsInDays, endsOnDay } from './recipe-kit.ts';
import type { StepRunner } from './steps/step-runner.ts';
import { fixtureRecipe } from './testing/fixture-recipe.ts';

const RULES = { minLength: 12, maxLength: 20, kinds: ['lower'] } as const;
const COUNTED = endsInDays('password', /expires in (\d+) days?\./);
const NAMED = endsOnDay('access', /ends on (.+)\./, 'MM/DD/YYYY');

/** Reads a page that says these texts, at ten at night in New York, which is the next day in UTC. */
async function read(texts: readonly string[], notices: readonly NoticeRecipe[], changes: Partial<Recipe> = {}) {
  const told: (string | null)[] = [];
  const runner = {
    page: { findText: async (text: RegExp) => texts.find((each) => text.test(each)) ?? null },
    record: async (_name: string, work: () => Promise<never>, describeResult: (result: never) => string | null) => {
      const result = await work();
      told.push(describeResult(result));
      return result;
    },
  } as unknown as StepRunner; // All that a reading of notices uses.
  const context = { now: '2026-11-21T03:00:00.000Z' } as SessionContext; // The same.
  return { told, read: await readNotices({ context, runner, recipe: { ...fixtureRecipe, ...changes, notices } }) };
}

describe('notices', () => {
  it('are read into days by the calendar of the bank', async () => {
    const { read: found } = await read(['It expires in 9 days.', 'Your access  ends on 12/04/2026.'], [COUNTED, NAMED]);
    expect(found).toEqual([
      { part: 'password', expiry: { on: '2026-11-29', isExact: false }, renewedBy: 'endUser' },
      { part: 'access', expiry: { on: '2026-12-04', isExact: true }, renewedBy: 'endUser' },
    ]);
  });

  it('that are not there end nothing; one that names no day tells nothing, and stops nothing', async () => {
    const { read: found, told } = await read(['Your access ends on a day to be told.'], [COUNTED, NAMED]);
    expect(found).toEqual([{ part: 'password', expiry: null, renewedBy: 'endUser' }]);
    expect(told).toEqual(['0 of an end, one not readable']);
  });

  it.each(['expires in 4000 days.', 'expires in 99999999999999999999 days.'])(
    'do not count to a day of nobody: %s',
    async (text) => {
      expect((await read([text], [COUNTED])).read).toEqual([]);
    },
  );

  it('of a password that the recipe changes itself are for nobody else to act on', async () => {
    const newPassword = { rules: RULES, fields: [], submit: { text: 'Save' } };
    const signIn: Recipe['signIn'] = [
      { do: 'expect', name: 'look', oneOf: [{ state: 'old', when: { text: 'Old' }, means: { newPassword } }] },
    ];
    const recipe = { ...fixtureRecipe, signIn, notices: [COUNTED, NAMED] };
    const runner = {
      page: { findText: async () => null },
      record: async (_name: string, work: () => Promise<never>) => work(),
    } as unknown as StepRunner; // All that a reading of notices uses.
    const context = { now: '2026-11-21T03:00:00.000Z', renewal: {} as LoginRenewal } as SessionContext; // The same.
    const found = await readNotices({ context, runner, recipe });
    expect(found.map(({ renewedBy }) => renewedBy)).toEqual(['platform', 'endUser']);
  });

  it('with a day that the recipe counts wrong are no reason to stop', () => {
    expect(NAMED.read('ends on 31/31/2026.', calendarDate('2026-11-20'))).toBeNull();
  });
});
