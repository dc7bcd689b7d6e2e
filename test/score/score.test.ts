import { institutionStyles, planCompany } from '@causeway/bank-simulator';
import { describe, expect, it } from 'vitest';
import { driveBank } from '../../bench/score/drive-bank.ts';
import { Evidence } from '../../bench/score/evidence.ts';
import type { Reading } from '../../bench/score/reading.ts';
import { precisionOf, recallOf } from '../../bench/score/score.ts';
import { Scorer } from '../../bench/score/scorer.ts';
import { settingsOfStyle } from '../../bench/score/settings-of-style.ts';

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
    progressOf: () => ({ readThrough: null, oldestPending: null }),
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
