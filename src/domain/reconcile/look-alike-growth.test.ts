import { describe, expect, it } from 'vitest';
import type { SourceIdTrust } from '../institution.ts';
import type { Coverage, NormalisedRow } from '../observation.ts';
import { alignEntries } from './align-entries.ts';
import { type MirrorRow, NO_CHANGES } from './change-set.ts';
import type { EntryOrigin } from './entry-queues.ts';
import { matchByOccurrence } from './match-by-occurrence.ts';
import { pairAcrossSources } from './pair-across-sources.ts';
import { reconcileAccount } from './reconcile-account.ts';
import { assignSurely } from './sure-assignment.ts';
import { day, known, type RowSketch, row } from './testing/rows.ts';
import { comparableText, compareTexts } from './text-agreement.ts';

// A bank or a file may show thousands of rows that look alike, of good reason or bad. Work is measured in processor time, and
// only its growth: four times the rows take about four times as long, and not sixteen times.
const SIZES = { small: 1_500, large: 6_000 };
/** Sixteen is quadratic. */
const MOST_GROWTH = 9;
/** Under this nothing was done that grows; what remains is noise. */
const LEAST_MS = 25;

describe('work on look-alikes grows with their number', () => {
  it.each<[string, EntryOrigin, boolean]>([
    ['a statement in other words than the one before', 'statement', false],
    ['a statement of what was announced', 'announcement', false],
    ['a notification of what a statement has booked', 'statement', true],
  ])('for %s', async (_name, origin, isNotification) => {
    await expectGrowth(async (count) => {
      const rows = listRows(count, (place) => ({ text: `NEW ${wordOf(place)}` }));
      const mirror = listKnown(count, (place) => ({ text: `OLD ${wordOf(place + count)}` }));
      const findOrigins = async () => new Map(mirror.map(({ id }) => [id, origin]));
      (await alignEntries(rows, mirror, { isNotification, findOrigins })).conclude(NO_CHANGES);
    });
  });

  it.each([
    ['an announced batch that many rows state', false],
    ['a batch that may be any of many', true],
  ])('for %s', async (_name, isNotification) => {
    await expectGrowth(async (count) => {
      const rows = listRows(count, (place) => ({ text: wordOf(place), bankReference: 'BATCH12345', amount: '-7.00' }));
      const mirror = listKnown(count, (place) => ({ text: `X${wordOf(place)}`, bankReference: 'BATCH12345' }));
      const findOrigins = async () => new Map(mirror.map(({ id }): [string, EntryOrigin] => [id, 'announcement']));
      (await alignEntries(rows, mirror, { isNotification, findOrigins })).conclude(NO_CHANGES);
    });
  });

  it.each<[string, (place: number) => RowSketch, (place: number) => RowSketch]>([
    ['equal rows', () => ({}), () => ({})],
    [
      'rows that came in place of others',
      (place) => ({ text: wordOf(place) }),
      (place) => ({ text: `X${wordOf(place)}` }),
    ],
    [
      'pending rows that are gone and other bookings of later days',
      (place) => ({ text: wordOf(place), day: 3 + (place % 3), amount: `-${1 + (place % 90)}.00` }),
      (place) => ({ text: `X${wordOf(place)}`, status: 'pending', day: null, pendingDay: 2, amount: '-95.00' }),
    ],
    [
      'pending rows that posted',
      (place) => ({ text: wordOf(place), day: 3 }),
      (place) => ({ text: wordOf(place), status: 'pending', day: null, pendingDay: 2 }),
    ],
    [
      'rows of which twenty each could be twenty others',
      (place) => ({ text: `SHOP ${place % 20}`, day: 3, amount: `-${1 + Math.floor(place / 20)}.00` }),
      (place) => ({
        text: `SHOPS ${place % 20}`,
        status: 'pending',
        day: null,
        pendingDay: 2,
        amount: `-${1 + Math.floor(place / 20)}.00`,
      }),
    ],
  ])('for %s', async (_name, shown, stored) => {
    await expectGrowth((count) => {
      const mirror = listKnown(count, stored).map((one) => ({ ...one, missedReads: 1 }));
      reconcile(mirror, listRows(count, shown));
    });
  });

  it('for readings that drop half of the rows', async () => {
    await expectGrowth((count) => {
      const stored = listKnown(count, (place) => ({ text: wordOf(place) })).map((one) => ({ ...one, missedReads: 1 }));
      reconcile(
        stored,
        listRows(count / 2, (place) => ({ text: wordOf(place) })),
      );
    });
  });

  it('for ids that were all reissued, and links that all name one row', async () => {
    await expectGrowth((count) => {
      const mirror = listKnown(count, (place) => ({ text: 'FEE', sourceId: `old-${place}` }));
      const rows = listRows(count, (place) => ({ text: 'FEE', sourceId: `new-${place}`, pendingSourceId: 'old-0' }));
      reconcile(mirror, rows, 'stable');
    });
  });

  it('for what a file and the bank show in groups of one day and amount', async () => {
    const sketch = (place: number) => ({ text: `SHOP ${wordOf(place)}`, amount: `-${1 + Math.floor(place / 20)}.00` });
    await expectGrowth((count) => {
      pairAcrossSources(
        listRows(count, sketch),
        listKnown(count, (place) => sketch(place + 7)),
        'bank',
      );
    });
  });

  it('for the words and the numbers of one long text', async () => {
    await expectGrowth((count) => {
      const textOf = (first: number) =>
        Array.from({ length: count * 4 }, (_, place) => `${wordOf(first + place)} ${first + place}`).join(' ');
      expect(compareTexts(comparableText(textOf(0)), comparableText(textOf(1_000_000)))).toBe('differs');
    });
  });

  it('for a text of a running number and separators in between', async () => {
    await expectGrowth((count) => {
      comparableText(`SEQ${'-.'.repeat(count * 2)}`);
    });
  });
});

describe('as many look-alikes as no call takes for arguments', () => {
  const COUNT = 140_000;

  it('are matched one by one', () => {
    const rows = listRows(COUNT, () => ({}));
    const mirror = listKnown(COUNT, () => ({}));
    expect(matchByOccurrence(mirror, rows, 'none').equal).toHaveLength(COUNT);
  });

  it('are contested as a whole', () => {
    const edges = Array.from({ length: COUNT }, (_, right) => ({ left: 0, right }));
    const ones = Array.from({ length: COUNT }, () => 1);
    expect(assignSurely([1], ones, edges).contested).toHaveLength(COUNT);
  });
});

/** Fails where the work of four times as many grows like their square. The best of several rounds: others use the machine. */
async function expectGrowth(work: (count: number) => void | Promise<void>): Promise<void> {
  await work(SIZES.small / 10); // Warms up.
  const [small, large] = [await costOf(work, SIZES.small), await costOf(work, SIZES.large)];
  expect(large / Math.max(small, LEAST_MS)).toBeLessThan(MOST_GROWTH);
}

async function costOf(work: (count: number) => void | Promise<void>, count: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 2; round += 1) {
    const begun = process.threadCpuUsage();
    await work(count);
    least = Math.min(least, process.threadCpuUsage(begun).user / 1_000);
  }
  return least;
}

function reconcile(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[], sourceIds: SourceIdTrust = 'none') {
  const coverage: Coverage = { from: day(1), to: day(6), complete: true, proves: ['pending', 'posted'] };
  return reconcileAccount({ mirror, rows, coverage, sourceIds, pendingWindowDays: 10 });
}

function listRows(count: number, sketch: (place: number) => RowSketch): NormalisedRow[] {
  return Array.from({ length: count }, (_, place) => row(sketch(place)));
}

function listKnown(count: number, sketch: (place: number) => RowSketch): MirrorRow[] {
  return listRows(count, sketch).map((one, place) => known(`txn_${String(place).padStart(8, '0')}`, one));
}

/** A word of its own for each place, that begins like few others. */
function wordOf(place: number): string {
  const digits = ((place * 7_919) % 1_000_003).toString(26).padStart(5, '0');
  return [...digits].map((digit) => String.fromCharCode(65 + Number.parseInt(digit, 26))).join('');
}
