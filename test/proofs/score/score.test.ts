import { institutionStyles, planCompany } from '@causeway/bank-simulator';
import { describe, expect, it } from 'vitest';
import { driveBank } from '../../../proofs/score/drive-bank.ts';
import { Evidence } from '../../../proofs/score/evidence.ts';
import type { Reading } from '../../../proofs/score/reading.ts';
import { agreementOf, precisionOf, recallOf } from '../../../proofs/score/score.ts';
import { DESIGNS, scoreStyle } from '../../../proofs/score/score-style.ts';
import { Scorer } from '../../../proofs/score/scorer.ts';
import { settingsOfStyle } from '../../../proofs/score/settings-of-style.ts';

const styles = Object.values(institutionStyles);
const FAULTLESS = { wrongMerges: 0, splits: 0, wrongRemovals: 0, missedRemovals: 0, spuriousModifications: 0 };

/** All readings of some weeks at a bank, account by account. A planner that knows nothing reads the whole history. */
function listReadings(style: (typeof styles)[number], days: number): Map<string, Reading[]> {
  const seed = 'readings';
  const readings = new Map<string, Reading[]>();
  for (const { accountId, reading } of driveBank({
    seed,
    style,
    settings: settingsOfStyle(style),
    accounts: planCompany({ seed }),
    days,
    progressOf: () => ({ readThrough: null, oldestPending: null, oldestMissed: null, observedLatenessDays: 0 }),
  }))
    readings.set(accountId, [...(readings.get(accountId) ?? []), reading]);
  return readings;
}

describe.each(styles)('the measure at a bank of style $name', (style) => {
  it('finds no fault with a mirror that knows the truth, whatever it calls what nobody can tell apart', () => {
    for (const readings of listReadings(style, 12).values()) {
      const evidence = new Evidence(style);
      const scorer = new Scorer();
      let live = new Set<string>();
      for (const reading of readings) {
        const known = evidence.observe(reading);
        const removed = [...live].filter((truth) => !reading.isLive(truth));
        live = new Set([...live, ...reading.truths].filter((truth) => reading.isLive(truth)));
        const ids = [...reading.truths];
        for (const places of known.equalRows) {
          const own = places.map((place) => ids[place] ?? '');
          for (const [index, place] of places.entries()) ids[place] = own.at(-1 - index) ?? '';
        }
        scorer.note(known, { ids, modified: [], removed });
      }
      const total = scorer.total();
      expect(total).toMatchObject(FAULTLESS);
      expect([precisionOf(total), recallOf(total)]).toEqual([1, 1]);
    }
  });
});

/** A month at one company, with the faults told where there are any. */
function scoreMonth(style: (typeof styles)[number]) {
  const result = scoreStyle({ style, seed: 'month', rows: 1, days: 30, volume: 2, keptFaults: 10, nowMs: () => 0 });
  return { ...result, told: result.faults.join('\n\n') };
}

describe.each(styles)('reconciliation at a bank of style $name', (style) => {
  const { scores, permitted, told } = scoreMonth(style);
  const ours = scores.causeway;

  it('takes no two transactions for one, and removes exactly what is gone', () => {
    expect(ours, told).toMatchObject({ wrongMerges: 0, wrongRemovals: 0, missedRemovals: 0, spuriousModifications: 0 });
    expect(precisionOf(ours)).toBe(1);
  });

  it('keeps the identity of nearly all that can be known, and leaves little to later', () => {
    expect(recallOf(ours), told).toBeGreaterThanOrEqual(Math.min(0.999, recallOf(permitted)) - 0.0005);
    expect(ours.deferred).toBeLessThan(ours.rows * 0.02);
  });

  it('is better than every naive design, or both are perfect', () => {
    for (const name of DESIGNS.slice(1)) {
      const naive = agreementOf(scores[name]);
      if (naive < 1) expect(agreementOf(ours), name).toBeGreaterThan(naive);
      else expect(agreementOf(ours), name).toBe(1);
    }
  });
});
