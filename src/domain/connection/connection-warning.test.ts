import { describe, expect, it } from 'vitest';
import { calendarDate } from '../values/calendar-date.ts';
import {
  describeWarning,
  EXPIRY_THRESHOLDS_DAYS,
  planWarnings,
  type Warning,
  type WarningCode,
  type WarningFinding,
} from './connection-warning.ts';

const day = (text: string) => calendarDate(`2026-${text}`);
const at = (text: string) => ({ now: `2026-${text}T06:00:00.000Z`, today: day(text) });

function expiring(on: string, isExact = true): WarningFinding {
  const expiry = { on: day(on), isExact };
  return { code: 'password_expiring', accountId: null, holds: true, expiry, actor: 'endUser' };
}

function loss(code: WarningCode, holds = true, accountId = 'account-1'): WarningFinding {
  return { code, accountId, holds, expiry: null, actor: 'endUser' };
}

/** Looks one after the other; gives what is stored in the end, and how many days before the end was announced. */
function look(findings: readonly (readonly [day: string, finding: WarningFinding])[]) {
  let stored: Warning[] = [];
  const announced: string[] = [];
  for (const [today, finding] of findings) {
    const plan = planWarnings(stored, [finding], at(today));
    const isChanged = (one: Warning) =>
      [...plan.write, ...plan.remove].some((each) => each.code === one.code && each.accountId === one.accountId);
    stored = [...stored.filter((one) => !isChanged(one)), ...plan.write];
    announced.push(...plan.announce.map(() => today));
  }
  return { stored, announced };
}

describe('an end that a bank announces', () => {
  it('is announced when it is first seen, and once at each nearer distance', () => {
    const days = Array.from({ length: 20 }, (_, index) => `11-${`${index + 1}`.padStart(2, '0')}`);
    const { stored, announced } = look(days.map((today) => [today, expiring('11-21')] as const));
    expect(announced).toEqual([
      '11-01',
      ...EXPIRY_THRESHOLDS_DAYS.map((ahead) => `11-${`${21 - ahead}`.padStart(2, '0')}`),
    ]);
    expect(stored).toMatchObject([{ firstSeenAt: '2026-11-01T06:00:00.000Z', announcedDays: 1 }]);
  });

  it('is announced once where it is first seen near its end, and once more for each distance that is jumped over together', () => {
    expect(look([['11-18', expiring('11-21')]]).announced).toEqual(['11-18']);
    expect(
      look([
        ['11-01', expiring('11-21')],
        ['11-19', expiring('11-21')],
      ]).announced,
    ).toEqual(['11-01', '11-19']);
  });

  it('that the bank moves to another day is another one', () => {
    const { stored, announced } = look([
      ['11-10', expiring('11-21')],
      ['11-11', expiring('12-01')],
    ]);
    expect(announced).toEqual(['11-10', '11-11']);
    expect(stored).toMatchObject([{ expiry: { on: '2026-12-01' }, firstSeenAt: '2026-11-11T06:00:00.000Z' }]);
  });

  it('that is counted in days may come out a day off: the earlier day counts, and it is no other end', () => {
    const { stored, announced } = look([
      ['11-10', expiring('11-20', false)],
      ['11-10', expiring('11-19', false)],
      ['11-11', expiring('11-20', false)],
    ]);
    expect(announced).toEqual(['11-10']);
    expect(stored).toMatchObject([{ expiry: { on: '2026-11-19', isExact: false } }]);
  });

  it('keeps the day that was named when the bank begins to count', () => {
    const { stored } = look([
      ['11-10', expiring('11-20')],
      ['11-11', expiring('11-19', false)],
    ]);
    expect(stored).toMatchObject([{ expiry: { on: '2026-11-20', isExact: true } }]);
  });

  it('is withdrawn when the bank says so no more, and new when it says so again', () => {
    const over = { ...expiring('11-21'), holds: false, expiry: null };
    expect(
      look([
        ['11-10', expiring('11-21')],
        ['11-11', over],
      ]).stored,
    ).toEqual([]);
    expect(
      look([
        ['11-10', expiring('11-21')],
        ['11-11', over],
        ['11-12', expiring('11-21')],
      ]).announced,
    ).toHaveLength(2);
  });
});

describe('a right that is missing', () => {
  it.each(['transactions_denied', 'balances_denied', 'statements_denied'] as const)(
    '%s is told at once, until it is back',
    (code) => {
      expect(look([['11-10', loss(code)]]).stored).toMatchObject([{ raisedAt: '2026-11-10T06:00:00.000Z' }]);
      expect(
        look([
          ['11-10', loss(code)],
          ['11-12', loss(code, false)],
        ]).stored,
      ).toEqual([]);
    },
  );

  it('that hides an account is told after the second look that lacks it, with the day of the first', () => {
    const code = 'account_not_listed';
    expect(look([['11-10', loss(code)]]).stored).toMatchObject([{ raisedAt: null }]);
    expect(
      look([
        ['11-10', loss(code)],
        ['11-11', loss(code)],
      ]).stored,
    ).toMatchObject([{ firstSeenAt: '2026-11-10T06:00:00.000Z', raisedAt: '2026-11-11T06:00:00.000Z' }]);
    expect(
      look([
        ['11-10', loss(code)],
        ['11-11', loss(code, false)],
        ['11-12', loss(code)],
      ]).stored,
    ).toMatchObject([{ raisedAt: null }]);
  });

  it('writes nothing where nothing is new, and keeps accounts apart', () => {
    const { stored } = look([['11-10', loss('statements_denied')]]);
    const other = loss('statements_denied', false, 'account-2');
    expect(planWarnings(stored, [loss('statements_denied'), other], at('11-12'))).toEqual({
      write: [],
      remove: [],
      announce: [],
      raised: [],
      cleared: [],
    });
  });
});

describe('the text of a warning', () => {
  it('names the day as surely as it is known, and who acts', () => {
    const expiry = { on: day('12-04'), isExact: true };
    expect(describeWarning({ code: 'password_expiring', actor: 'endUser', expiry })).toContain(
      'expires on 2026-12-04. Change it at the bank',
    );
    expect(
      describeWarning({ code: 'password_expiring', actor: 'platform', expiry: { ...expiry, isExact: false } }),
    ).toContain('expires about 2026-12-04. Causeway chooses a new one');
    expect(describeWarning({ code: 'transactions_denied', actor: 'endUser', expiry: null })).toMatch(
      /Grant it the right/,
    );
  });
});
