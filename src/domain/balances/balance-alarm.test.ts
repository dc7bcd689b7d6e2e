import { describe, expect, it } from 'vitest';
import { calendarDate } from '../values/calendar-date.ts';
import { addMs } from '../values/instant.ts';
import { type BalanceAlarm, isWideReadDue, NO_ALARM, stepAlarm } from './balance-alarm.ts';
import type { BalanceProof } from './balance-proof.ts';

const AT = '2026-11-20T06:00:00.000Z';
const MINUTE_MS = 60_000;
const DAY = calendarDate('2026-11-18');
const BROKEN: BalanceProof = { state: 'broken', provenThrough: null, brokenFrom: DAY, difference: '-0.40' };
const PROVEN: BalanceProof = { state: 'proven', provenThrough: DAY, brokenFrom: null, difference: null };
const UNPROVEN: BalanceProof = { ...PROVEN, state: 'unproven', provenThrough: null };

function step(before: BalanceAlarm, proof: BalanceProof, minute: number, isExhaustive = true): BalanceAlarm {
  return stepAlarm(before, proof, { at: addMs(AT, minute * MINUTE_MS), isExhaustive, spread: 0 });
}

describe('the alarm of an account', () => {
  it('waits for a wider read, which is due at once', () => {
    const before = step(NO_ALARM, BROKEN, 0, false);
    expect(before).toEqual({ raisedAt: null, wideReads: 0, nextWideReadAt: AT });
    expect(isWideReadDue('broken', before, AT)).toBe(true);
    // A second read that was cut does not put it off.
    expect(step(before, BROKEN, 7, false)).toEqual(before);
  });

  it('is raised once, with wider reads at growing distances, up to six hours', () => {
    let alarm = NO_ALARM;
    const waits: number[] = [];
    for (let read = 0; read < 9; read += 1) {
      alarm = step(alarm, BROKEN, read * 1_000);
      expect(alarm.raisedAt).toBe(AT);
      waits.push((Date.parse(alarm.nextWideReadAt ?? '') - Date.parse(AT)) / MINUTE_MS - read * 1_000);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
    expect(alarm.wideReads).toBe(9);
  });

  it.each([PROVEN, UNPROVEN])('is cleared when nothing is broken any more', (proof) => {
    expect(step(step(NO_ALARM, BROKEN, 0), proof, 1, false)).toEqual(NO_ALARM);
  });
});

describe('a wider read', () => {
  it('is due only while the proof is broken and not before its time', () => {
    const raised = step(NO_ALARM, BROKEN, 0);
    expect(isWideReadDue('broken', raised, addMs(AT, 5 * MINUTE_MS - 1))).toBe(false);
    expect(isWideReadDue('broken', raised, addMs(AT, 5 * MINUTE_MS))).toBe(true);
    expect(isWideReadDue('proven', NO_ALARM, AT)).toBe(false);
    // An account that was broken before alarms were kept.
    expect(isWideReadDue('broken', NO_ALARM, AT)).toBe(true);
  });
});
