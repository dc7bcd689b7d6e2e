import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import type { SessionContext, SourceAccount } from '../contract.ts';
import { describeTarget } from './page/describe-target.ts';
import { readStatements } from './read-statements.ts';
import type { Known, StatementsRecipe, Step } from './recipe.ts';
import { StepFault } from './steps/step-fault.ts';
import type { StepRunner } from './steps/step-runner.ts';

const ACCOUNT = { handle: '/a', accountNumber: '1', details: { name: 'Operating' } } as SourceAccount; // All that is used of it.
const CHOOSE: Step = {
  do: 'choose',
  name: 'choose the account',
  target: { label: 'Account' },
  option: () => 'Operating',
};
const RECIPE: StatementsRecipe = {
  open: [],
  opened: { label: 'Account' },
  denied: { role: 'alert', hasText: 'Not for you.' },
  choose: [CHOOSE],
  links: { role: 'table', name: 'Documents' },
  none: { text: 'None.' },
  readPeriod: () => ({ from: calendarDate('2026-10-01'), to: calendarDate('2026-10-31') }),
};

/** A portal that shows one page when it is opened, and one once an account was chosen. */
function portalOf(opened: readonly string[], chosen: readonly string[] = []) {
  let shown = opened;
  const runner = {
    page: { readLinks: async () => [{ text: 'October', listing: '', url: '/d' }] },
    run: async (steps: readonly Step[]) => {
      if (steps.includes(CHOOSE)) shown = chosen;
    },
    record: async (_name: string, work: () => Promise<unknown>) => work(),
    awaitAny: async (targets: readonly Parameters<typeof describeTarget>[0][]) =>
      targets.findIndex((target) => shown.includes(describeTarget(target))),
    part: async (work: () => Promise<unknown>) => {
      try {
        return { ok: true, value: await work() };
      } catch (cause) {
        if (cause instanceof StepFault) return { ok: false, fault: cause.fault };
        throw cause;
      }
    },
  } as unknown as StepRunner; // All that a list of documents uses.
  const known: Known = { portalUrl: '', credentials: {}, account: null, window: null };
  return readStatements({ context: {} as SessionContext, runner, known }, RECIPE); // Nothing is downloaded.
}

const CHOICE = 'field "Account"';
const DENIED = 'alert "Not for you."';
const LIST = 'table "Documents"';
const missing = { ok: false, fault: { code: 'delegated_user_missing_permission' } };

describe('documents that the user may not see', () => {
  it('of any account are known by what stands in their place', async () => {
    expect(await portalOf([DENIED]).list(ACCOUNT)).toMatchObject(missing);
    // Where both stand there, the bank has said no.
    expect(await portalOf([CHOICE, DENIED]).list(ACCOUNT)).toMatchObject(missing);
  });

  it('of one account are known by what comes after it was chosen', async () => {
    expect(await portalOf([CHOICE], [DENIED]).list(ACCOUNT)).toMatchObject(missing);
    expect(await portalOf([CHOICE], [LIST]).list(ACCOUNT)).toMatchObject({
      ok: true,
      value: [{ periodStart: '2026-10-01' }],
    });
    expect(await portalOf([CHOICE], ['text "None."']).list(ACCOUNT)).toEqual({ ok: true, value: [] });
  });
});
