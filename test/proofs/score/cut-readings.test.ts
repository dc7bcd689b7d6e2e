import { type AnswerRates, institutionStyles, planCompany } from '@causeway/bank-simulator';
import { describe, expect, it } from 'vitest';
import { driveBank } from '../../../proofs/score/drive-bank.ts';
import type { Reading } from '../../../proofs/score/reading.ts';
import { settingsOfStyle } from '../../../proofs/score/settings-of-style.ts';
import type { MirrorRow } from '../../../src/domain/reconcile/change-set.ts';
import { reconcileAccount } from '../../../src/domain/reconcile/reconcile-account.ts';
import { applyChanges } from '../../../src/domain/reconcile/testing/rows.ts';

const styles = Object.values(institutionStyles);
/** Answers as they should be; they are cut here. */
const FAULTLESS: AnswerRates = {
  consentExpired: 0,
  codeAsked: 0,
  accountMissing: 0,
  pageFailed: 0,
  partial: 0,
  truncated: 0,
  hidden: 0,
  signsInverted: 0,
};
const DAYS = 16;
/** Readings of each account, from its last one back, that are cut at every row. */
const CUT_READINGS = 3;

/** The readings of some weeks, account by account, each over the last twelve days. */
function listReadings(style: (typeof styles)[number]): Reading[][] {
  const readings = new Map<string, Reading[]>();
  for (const { accountId, reading } of driveBank({
    seed: 'cut',
    style: { ...style, answers: FAULTLESS },
    settings: { ...settingsOfStyle(style), historyDays: 12 },
    accounts: planCompany({ seed: 'cut' }),
    days: DAYS,
    progressOf: () => ({ readThrough: null, oldestPending: null, oldestMissed: null, observedLatenessDays: 0 }),
  }))
    readings.set(accountId, [...(readings.get(accountId) ?? []), reading]);
  return [...readings.values()];
}

describe.each(styles)('a reading at a bank of style $name', (style) => {
  const { sourceIds, pendingWindowDays } = settingsOfStyle(style);

  function read(mirror: readonly MirrorRow[], { rows, coverage }: Pick<Reading, 'rows' | 'coverage'>, firstId: number) {
    const changes = reconcileAccount({ mirror, rows, coverage, sourceIds, pendingWindowDays });
    return { changes, mirror: applyChanges(mirror, changes, firstId) };
  }

  it('removes nothing when it is cut at any row, and read whole afterwards gives what it would have given', () => {
    let cuts = 0;
    for (const readings of listReadings(style)) {
      let mirror: readonly MirrorRow[] = [];
      for (const [index, reading] of readings.entries()) {
        const whole = read(mirror, reading, index * 10_000).mirror;
        if (index >= readings.length - CUT_READINGS) {
          for (let length = 0; length < reading.rows.length; length += 1) {
            const part = { rows: reading.rows.slice(0, length), coverage: { ...reading.coverage, complete: false } };
            const cut = read(mirror, part, 1_000_000);
            expect(cut.changes, `cut at row ${length}`).toMatchObject({ remove: [], missed: [] });
            const mended = read(cut.mirror, reading, 2_000_000).mirror;
            expect(survivorsOf(mended, mirror), `cut at row ${length}`).toEqual(survivorsOf(whole, mirror));
            expect(looksOf(mended), `cut at row ${length}`).toEqual(looksOf(whole));
            cuts += 1;
          }
        }
        mirror = whole;
      }
    }
    expect(cuts).toBeGreaterThan(100);
  });
});

/** Ids that stood before and still stand. */
function survivorsOf(after: readonly MirrorRow[], before: readonly MirrorRow[]): string[] {
  const ids = new Set(before.map(({ id }) => id));
  return after.flatMap(({ id }) => (ids.has(id) ? [id] : [])).sort();
}

function looksOf(mirror: readonly MirrorRow[]): string[] {
  return mirror
    .map(({ content: { status, postedDate, amount, currency } }) => `${status} ${postedDate} ${amount} ${currency}`)
    .sort();
}
