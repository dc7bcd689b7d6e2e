import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SourceIdTrust } from '../institution.ts';
import type { NormalisedRow } from '../observation.ts';
import type { MirrorRow } from './change-set.ts';
import { HABIT_NAMES, LAST_SHOWN_DAY, NastyBank } from './testing/nasty-bank.ts';
import { comparable, contents, NOTHING, read, TRUSTS } from './testing/rows.ts';

const deed = fc.tuple(fc.constantFrom(...HABIT_NAMES), fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }));
const days = fc.array(
  fc.record({ deeds: fc.array(deed, { minLength: 1, maxLength: 4 }), cutAt: fc.option(fc.nat(12)) }),
  {
    minLength: 6,
    maxLength: 16,
  },
);

/** Reads everything that the bank shows and holds what must be true of any reading. */
function readAndCheck(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  sourceIds: SourceIdTrust,
  complete = true,
) {
  const options = { sourceIds, to: LAST_SHOWN_DAY, coverage: { complete } };
  const reading = read(mirror, rows, options);
  const { changes, matched, mirror: after } = reading;
  const named = matched.map(({ id }) => id);
  expect(new Set(named).size).toBe(named.length);
  expect(changes.add.length + matched.length + changes.deferred.length).toBe(rows.length);
  const gone = [...changes.remove.map(({ id }) => id), ...changes.missed];
  expect(gone.filter((id) => named.includes(id) || !complete)).toEqual([]);
  const aliases = after.flatMap((one) => one.sourceIds);
  expect(new Set(aliases).size).toBe(aliases.length);
  const turned = read(mirror.toReversed(), rows.toReversed(), options);
  expect(comparable(turned.changes)).toEqual(comparable(changes));
  return reading;
}

it.each(TRUSTS)(
  'a bank that does everything wrong is mirrored as it shows itself, and rereading is silent: %s',
  (trust) => {
    fc.assert(
      fc.property(days, (story) => {
        const bank = new NastyBank(trust);
        for (let count = 0; count < 6; count += 1) bank.act('booksPosted', [count * 5, count, count * 3, count]);
        let mirror: readonly MirrorRow[] = [];
        for (const { deeds, cutAt } of story) {
          for (const [habit, draws] of deeds) bank.act(habit, draws);
          const rows = bank.show();
          if (cutAt !== null) mirror = readAndCheck(mirror, rows.slice(0, cutAt), trust, false).mirror;
          const first = readAndCheck(mirror, rows, trust);
          const second = readAndCheck(first.mirror, rows, trust);
          expect(second.changes).toMatchObject({ add: [], modify: [], missed: [] });
          expect(contents(second.mirror)).toEqual(contents(rows));
          // An id whose owner the second reading removed is learnt once more.
          const third = readAndCheck(second.mirror, rows, trust);
          expect({ ...third.changes, relearn: [], warnings: [] }).toEqual(NOTHING);
          const fourth = readAndCheck(third.mirror, rows, trust);
          expect({ ...fourth.changes, warnings: [] }).toEqual(NOTHING);
          mirror = fourth.mirror;
        }
      }),
      { seed: 20_261_121, numRuns: 60 },
    );
  },
);
